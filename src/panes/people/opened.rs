//! A record that is opened, and what its rows lead to.

use crate::domain::ids::PersonId;
use crate::panes::{Booking, Cx, InHand, Link};
use crate::store::notes::NotesOf;
use crate::store::people::{PersonFile, PersonRecord};
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::diary::{Diary, NoteForm};
use super::history::History;
use super::record::{Opens, Record};
use super::{Msg, People, Sub, Then, ask_paper, diary, edit, pair, read_history, sealed};

impl People {
    /// The record is here: shows it, with what was wanted of it.
    pub(super) fn filed(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let wanted = self.wanted.take();
        let is_its = |person| record.id == person || record.parts.contains(&person);
        let then = wanted.filter(|(person, _)| is_its(*person));
        self.show(record, cx);
        match then.map(|(_, then)| then) {
            Some(Then::Wishes) => self.open_edit(edit::HOURS, cx),
            Some(Then::Paper(kind)) => self.open_paper(kind, cx),
            Some(Then::Objection) => self.open_objection(cx),
            Some(Then::Interview) => self.open_interview(cx),
            Some(Then::Entry(draft)) => {
                self.entering = Some(draft);
                self.open_interview(cx);
            }
            Some(Then::Nothing) | None => {}
        }
    }

    fn show(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let record = Record::new(record, &env);
        let in_hand = InHand {
            id: record.person.id,
            name: record.name(),
        };
        self.stack.clear();
        self.stack.push(Sub::Record(Box::new(record)));
        cx.hand(Some(in_hand));
    }

    /// The record that is open as it is now. Of one that was made part of another meanwhile, the other is gone on
    /// with, and said; a form that lies on it is kept.
    pub(super) fn renew(&mut self, fresh: PersonRecord, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let mut records = self.stack.iter_mut().filter_map(|sub| match sub {
            Sub::Record(record) => Some(record),
            _ => None,
        });
        let Some(record) = records.next() else { return };
        let (open, now) = (record.person.id, fresh.id);
        if open != now && !fresh.parts.contains(&open) {
            return;
        }
        record.renew(fresh, &env);
        self.renew_groups(&env);
        if open == now {
            return;
        }
        let Some(name) = self.record().map(Record::name) else {
            return;
        };
        self.go_on_with(now, cx);
        let args = [("who", (&name).into())];
        let said = env.words.with(MessageId("record-merged-meanwhile"), &args);
        cx.say(Tone::Warn, said);
        cx.hand(Some(InHand { id: now, name }));
    }

    /// What lies on the record is about another record from now on: forms go on, pages of the old one go.
    fn go_on_with(&mut self, person: PersonId, cx: &mut Cx<'_, Self>) {
        self.stack.retain(|sub| {
            matches!(
                sub,
                Sub::Record(_)
                    | Sub::Edit(_)
                    | Sub::Note(_)
                    | Sub::Paper(_)
                    | Sub::Objection(_)
                    | Sub::Entry(_)
            )
        });
        match self.stack.last_mut() {
            Some(Sub::Note(note)) => {
                cx.drop_draft(note.key());
                note.person = person;
            }
            Some(Sub::Paper(paper)) => {
                cx.drop_draft(paper.key());
                paper.person = person;
            }
            Some(Sub::Objection(objection)) => {
                cx.drop_draft(objection.key());
                objection.person = person;
            }
            // Its draft stays under the key that it has.
            Some(Sub::Entry(entry)) => entry.go_on_with(person),
            // Its fields are compared with those of the record that was kept when it is saved.
            _ => {}
        }
    }

    pub(super) fn record_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let (PartEvent::Opened(row), Some(record)) = (event, self.record()) else {
            return;
        };
        let (person, name) = (record.person.id, record.name());
        let ticket = record.person.ticket.as_ref().map(|ticket| ticket.id);
        match record.opens(row) {
            Opens::Plans => cx.go(Link::Plans(person, None)),
            Opens::Booking => {
                cx.go(Link::Book(Booking {
                    person: InHand { id: person, name },
                    service: None,
                    action: None,
                    plan: None,
                    with: None,
                }));
            }
            Opens::Work => cx.go(Link::Match(person)),
            Opens::Applications => cx.go(Link::Applications(person)),
            Opens::Diary => self.open_diary(person, &name, cx),
            Opens::History => self.open_history(cx),
            Opens::Note => self.open_note(cx),
            Opens::Ticket => {
                if let Some(ticket) = ticket {
                    cx.go(Link::Ticket(ticket));
                }
            }
            Opens::Edit(field) => self.open_edit(field, cx),
            Opens::Interview => self.open_interview(cx),
            Opens::Groups => self.open_groups(cx),
            Opens::Privacy => self.ask_privacy(person, cx),
            Opens::Paper => ask_paper(person, cx),
            Opens::Known(kind) => self.open_paper(kind, cx),
            Opens::Sealed => sealed::ask_unseal(person, cx),
            Opens::Complaint => cx.go(Link::Complaint),
            Opens::Merged(gone) => pair::ask_separate(gone, cx),
            Opens::Nothing => cx.tell(Tone::Plain, MessageId("record-nothing-to-open")),
        }
    }

    /// Something was written on the record that is open: says so and reads it again.
    pub(super) fn on_record(&mut self, said: MessageId, cx: &mut Cx<'_, Self>) {
        cx.tell(Tone::Good, said);
        self.reread(cx);
    }

    pub(super) fn open_history(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let person = record.person.id;
        let history = History::new(person, &record.name(), cx.env());
        self.stack.push(Sub::History(history));
        read_history(person, None, cx);
    }

    pub(super) fn open_diary(&mut self, person: PersonId, name: &str, cx: &mut Cx<'_, Self>) {
        self.stack
            .push(Sub::Diary(Diary::new(person, name, cx.env())));
        cx.read(
            "notes",
            NotesOf {
                person,
                limit: diary::LIMIT,
            },
            Msg::Notes,
        );
    }

    pub(super) fn open_note(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let note = NoteForm::new(record.person.id, &record.name(), cx.env());
        let key = note.key();
        self.stack.push(Sub::Note(note));
        cx.find_draft(key, Msg::Draft);
    }

    pub(super) fn note_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Note(note)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Left(field) => note.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = note.payload(&env) {
                    cx.act(act, Msg::Noted);
                }
            }
            _ => {}
        }
    }

    pub(super) fn noted(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Note(note)) = self.stack.last() {
            let (key, person) = (note.key(), note.person);
            self.stack.pop();
            cx.drop_draft(key);
            cx.tell(Tone::Good, MessageId("note-saved"));
            cx.read("again", PersonFile { person }, Msg::Again);
            if self.at_diary() {
                cx.read(
                    "notes",
                    NotesOf {
                        person,
                        limit: diary::LIMIT,
                    },
                    Msg::Notes,
                );
            }
        }
    }
}
