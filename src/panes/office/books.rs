//! The books that are kept for some months: how long each is, what of it is due, and taking that away after a
//! look at what it is.

use crate::domain::Named as _;
use crate::domain::access::Book;
use crate::domain::staff::Right;
use crate::panes::{Cx, Env, person};
use crate::store::Result;
use crate::store::books::{BookRow, Books as AllBooks, Due, PurgeBook};
use crate::ui::dialog::Dialog;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb};
use super::table::{Lines, Table};
use super::{Msg, Office, outside};

/// The books as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Books))
}

struct Books;

/// A row of the list.
enum Entry {
    /// A book.
    Book(BookRow),
    /// The looks of the week outside one's own cases.
    Outside,
}

impl Books {
    fn purge(line: &BookRow, cx: &mut Cx<'_, Office>) {
        let Some(due) = line.due.clone() else {
            cx.tell(Tone::Plain, MessageId("books-nothing-due"));
            return;
        };
        let words = &cx.env().words;
        let (book, upto) = (line.book, due.upto);
        let deed = Msg::Sure(Box::new(move |cx: &mut Cx<'_, Office>| {
            cx.act(PurgeBook { book, upto }, Msg::Purged);
        }));
        let dialog = Dialog::new(person::sentence_case(&person::word(words, book)))
            .sentence(said(&due, line, cx.env()))
            .sentence(words.get(MessageId("books-for-good")))
            .answer(words.get(MessageId("office-no")), Msg::Never)
            .answer(words.get(MessageId("books-purge-yes")), deed);
        cx.ask(dialog);
    }
}

/// `1.204 righe da togliere, dal 02/01/2024 al 30/10/2024. Ne restano 8.310.`
fn said(due: &Due, line: &BookRow, env: &Env) -> String {
    let words = &env.words;
    let args = [
        ("n", due.rows.into()),
        ("first", words.date(due.first).into()),
        ("last", words.date(due.last).into()),
        ("left", (line.rows - due.rows).into()),
    ];
    words.with(MessageId("books-preview"), &args).into_owned()
}

impl Lines for Books {
    type Line = Entry;
    type Id = Option<Book>;
    const TABLES: &'static [&'static str] = &["param"];
    const EMPTY: MessageId = MessageId("books-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("books-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("books-column-name")),
                Width::Fill { min: 26, weight: 1 },
            ),
            (
                Some(MessageId("books-column-rows")),
                Width::Fill { min: 20, weight: 1 },
            ),
            (
                Some(MessageId("books-column-kept")),
                Width::Below { min: 20 },
            ),
            (
                Some(MessageId("books-column-due")),
                Width::Below { min: 20 },
            ),
        ]
    }

    fn id(line: &Entry) -> Option<Book> {
        match line {
            Entry::Book(line) => Some(line.book),
            Entry::Outside => None,
        }
    }

    fn cells<'a>(&'a self, line: &'a Entry, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let Entry::Book(line) = line else {
            let name = words.get(MessageId("outside-title"));
            let about = words.get(MessageId("outside-about"));
            let (none, due) = (Span::plain(""), Span::plain(""));
            return vec![
                Span::toned(name, Tone::Strong),
                Span::plain(about),
                none,
                due,
            ];
        };
        let rows = match line.since {
            None => words.get(MessageId("books-empty")),
            Some(since) => words.with(
                MessageId("books-rows"),
                &[("n", line.rows.into()), ("since", words.date(since).into())],
            ),
        };
        let kept = words.with(MessageId("books-kept"), &[("n", line.months.into())]);
        let due = match &line.due {
            None => Span::toned(words.get(MessageId("books-nothing-due")), Tone::Quiet),
            Some(due) => Span::toned(
                words.with(MessageId("books-due"), &[("n", due.rows.into())]),
                Tone::Warn,
            ),
        };
        vec![
            Span::toned(
                person::sentence_case(&words.of(Book::FAMILY, line.book.code())),
                Tone::Strong,
            ),
            Span::plain(rows),
            Span::plain(kept),
            due,
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("books", AllBooks, Msg::Books);
    }

    fn answer(&mut self, msg: Msg, env: &Env) -> Option<Result<Vec<Entry>>> {
        let Msg::Books(rows) = msg else { return None };
        let outside = env.staff.may(Right::PeopleRead).then_some(Entry::Outside);
        Some(rows.map(|rows| rows.into_iter().map(Entry::Book).chain(outside).collect()))
    }

    fn open(&mut self, line: &Entry, cx: &mut Cx<'_, Office>) -> Then {
        match line {
            Entry::Book(line) => Self::purge(line, cx),
            Entry::Outside => return Then::Open(outside::room()),
        }
        Then::Stay
    }

    fn offers(&self, verb: Verb, line: Option<&Entry>) -> bool {
        let due = |line: &Entry| matches!(line, Entry::Book(book) if book.due.is_some());
        verb == Verb::Purge && line.is_some_and(due)
    }

    fn run(&mut self, _verb: Verb, line: Option<&Entry>, cx: &mut Cx<'_, Office>) -> Then {
        if let Some(Entry::Book(line)) = line {
            Self::purge(line, cx);
        }
        Then::Stay
    }
}
