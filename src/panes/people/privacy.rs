//! What a person was told, agreed to and objects to: said on the record and before anything is written, taken back by
//! one answer.
//!
//! ```text
//! Informativa, consensi, opposizioni: che cosa segni?
//!   Consenso all'invio del curriculum: il 12/11/2026, a voce.
//! 1 Torna indietro
//! 2 Informativa data, su carta
//! ...
//! 6 Non vale più il consenso per Cameriera ai tavoli, Bar Centrale
//! 7 Non vuole essere proposta a Bar Centrale
//! 8 Non vuole essere proposta a nessuna azienda
//! ```

use crate::domain::Named as _;
use crate::domain::document::{Channel, PrivacyKind};
use crate::domain::ids::{CompanyId, PersonId, PrivacyActId};
use crate::domain::staff::Right;
use crate::panes::{Cx, Env, person};
use crate::store::people::{GivePrivacyNotice, Notice, Object, PrivacyAct, TakeBackConsent};
use crate::ui::dialog::Dialog;
use crate::ui::view::{Span, Tone};
use crate::ui::words::{MessageId, Words};

use super::{Msg, People};

/// What is written of somebody.
#[derive(Debug, Clone)]
pub struct Writes {
    person: PersonId,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    /// The notice is given.
    Notice(Channel),
    /// A consent or an objection no longer holds.
    TakeBack(PrivacyActId),
    /// Who objects, to a company or to any, is asked how it was said.
    Objects(Option<(CompanyId, String)>),
    /// They object.
    Object(Option<CompanyId>, Channel),
}

impl People {
    /// Says what the person was told and agreed to so far, and asks what is to be written.
    pub(super) fn ask_privacy(&self, person: PersonId, cx: &mut Cx<'_, Self>) {
        if !cx.env().staff.may(Right::PeopleWrite) {
            return cx.tell(Tone::Warn, MessageId("record-read-only"));
        }
        let words = cx.env().words.clone();
        let record = self.record().map(|record| &record.person);
        let record = record.filter(|record| record.id == person);
        let on_file = record.map_or(&[][..], |record| &record.privacy);
        let mut dialog = Dialog::new(words.get(MessageId("privacy-what")));
        for kind in PrivacyKind::all() {
            if let Some(told) = of_kind(on_file, *kind, &words) {
                dialog = dialog.sentence(told);
            }
        }
        dialog = dialog.answer(words.get(MessageId("layer-back")), Msg::Nothing);
        let writes = |what| Msg::Privacy(Writes { person, what });
        for channel in Channel::all() {
            let how = [("channel", person::word(&words, *channel).into())];
            let given = words.with(MessageId("privacy-give"), &how);
            dialog = dialog.answer(given, writes(What::Notice(*channel)));
        }
        for act in on_file.iter().filter(|act| can_be_taken_back(act)) {
            let whom = [("whom", whom(act, &words).into())];
            let label = match act.kind {
                PrivacyKind::Objection => MessageId("privacy-no-objection"),
                _ => MessageId("privacy-no-consent"),
            };
            dialog = dialog.answer(words.with(label, &whom), writes(What::TakeBack(act.id)));
        }
        let put_forward = record.map_or(&[][..], |record| &record.put_forward);
        for company in objectionable(on_file, put_forward) {
            let to = [("company", company.1.as_str().into())];
            let label = words.with(MessageId("privacy-object-to"), &to).into_owned();
            dialog = dialog.answer(label, writes(What::Objects(Some(company))));
        }
        if !on_file.iter().any(|act| objects_to(act, None)) {
            if cx.env().staff.may(Right::VacanciesRead) {
                let label = words.get(MessageId("privacy-object-to-another"));
                dialog = dialog.answer(label, Msg::Objects);
            }
            let label = words.get(MessageId("privacy-object-to-all"));
            dialog = dialog.answer(label, writes(What::Objects(None)));
        }
        cx.ask(dialog);
    }

    /// A consent or an objection was taken back; `withdrawn` applications ended with it that companies have.
    pub(super) fn taken_back(&mut self, told: usize, cx: &mut Cx<'_, Self>) {
        self.said(MessageId("privacy-taken-back"), told, cx);
    }

    /// The objection is on file.
    pub(super) fn objected(&mut self, told: usize, cx: &mut Cx<'_, Self>) {
        self.objection_done(cx);
        self.said(MessageId("privacy-objected"), told, cx);
    }

    /// What the person said is on file, and so many applications that companies have are over.
    fn said(&mut self, what: MessageId, told: usize, cx: &mut Cx<'_, Self>) {
        let undo = cx.env().call("app", "undo");
        let args = [("n", told.into()), ("key", undo.into())];
        let said = cx.env().words.with(what, &args).into_owned();
        let tone = if told > 0 { Tone::Warn } else { Tone::Good };
        cx.say(tone, said);
        self.reread(cx);
    }
}

/// One of the answers was chosen.
pub(super) fn write(writes: Writes, cx: &mut Cx<'_, People>) {
    let Writes { person, what } = writes;
    let lang = cx.env().words.language().to_owned();
    match what {
        What::Notice(channel) => {
            let notice = Notice {
                version: None,
                lang,
                channel,
            };
            cx.act(GivePrivacyNotice { person, notice }, Msg::Given);
        }
        What::TakeBack(consent) => {
            cx.act(TakeBackConsent { person, consent }, Msg::TakenBack);
        }
        What::Objects(company) => ask_how(person, company, cx),
        What::Object(company, channel) => {
            let act = Object {
                person,
                company,
                channel,
                lang,
            };
            cx.act(act, Msg::Objected);
        }
    }
}

/// Asks how an objection was said.
fn ask_how(person: PersonId, company: Option<(CompanyId, String)>, cx: &mut Cx<'_, People>) {
    let words = cx.env().words.clone();
    let title = match &company {
        Some((_, name)) => words.with(MessageId("privacy-object-to"), &[("company", name.into())]),
        None => words.get(MessageId("privacy-object-to-all")),
    };
    let dialog = Dialog::new(title)
        .sentence(words.get(MessageId("privacy-object-how")))
        .answer(words.get(MessageId("layer-back")), Msg::Nothing);
    let company = company.map(|(id, _)| id);
    let dialog = Channel::all().iter().fold(dialog, |dialog, channel| {
        let label = person::sentence_case(&person::word(&words, *channel));
        let what = What::Object(company, *channel);
        dialog.answer(label, Msg::Privacy(Writes { person, what }))
    });
    cx.ask(dialog);
}

fn can_be_taken_back(act: &PrivacyAct) -> bool {
    act.kind != PrivacyKind::Notice && act.revoked_on.is_none()
}

/// Whether it is an objection that holds, against that company or against any.
fn objects_to(act: &PrivacyAct, company: Option<CompanyId>) -> bool {
    let to = act.company.as_ref().map(|(id, _)| *id);
    act.kind == PrivacyKind::Objection && act.revoked_on.is_none() && to == company
}

/// The companies to which the person was put forward, or of which they said something, as far as they do not object
/// to them yet.
fn objectionable(
    on_file: &[PrivacyAct],
    put_forward: &[(CompanyId, String)],
) -> Vec<(CompanyId, String)> {
    let mut companies: Vec<(CompanyId, String)> = Vec::new();
    let named = on_file.iter().filter_map(|act| act.company.as_ref());
    for company in put_forward.iter().chain(named) {
        let known = companies.iter().any(|(id, _)| *id == company.0);
        let objects = |to| on_file.iter().any(|act| objects_to(act, to));
        if !known && !objects(Some(company.0)) && !objects(None) {
            companies.push(company.clone());
        }
    }
    companies
}

/// For which job and company: `Cameriera ai tavoli, Bar Centrale`; for all of them.
fn whom(act: &PrivacyAct, words: &Words) -> String {
    let company = act.company.as_ref().map(|(_, name)| name.clone());
    let parts: Vec<String> = [act.job.clone(), company].into_iter().flatten().collect();
    if parts.is_empty() {
        return words.get(MessageId("privacy-all")).into_owned();
    }
    parts.join(", ")
}

/// The row of a consent or an objection on the record: for whom, since when, until when.
pub(super) fn on_record(act: &PrivacyAct, env: &Env) -> Span<'static> {
    let words = &env.words;
    let day = match act.revoked_on {
        Some(_) => act.revoked_on,
        None => Some(act.given_on),
    };
    let args = [
        ("whom", whom(act, words).into()),
        (
            "day",
            day.map(|day| words.date(day)).unwrap_or_default().into(),
        ),
        ("channel", person::word(words, act.channel).into()),
    ];
    match act.revoked_on {
        Some(_) => {
            let said = words.with(MessageId("privacy-row-until"), &args);
            Span::toned(said.into_owned(), Tone::Quiet)
        }
        None => {
            let said = words.with(MessageId("privacy-row"), &args);
            let objects = act.kind == PrivacyKind::Objection;
            let tone = if objects { Tone::Warn } else { Tone::Plain };
            Span::toned(said.into_owned(), tone)
        }
    }
}

/// What is on file of a kind, the latest first: how often, when and how last, and until when if it was taken back.
fn of_kind(on_file: &[PrivacyAct], kind: PrivacyKind, words: &Words) -> Option<String> {
    let mut acts = on_file.iter().filter(|act| act.kind == kind);
    let last = acts.next()?;
    let what = person::sentence_case(&person::word(words, kind));
    let said = match last.revoked_on {
        Some(day) => {
            let args = [("what", what.into()), ("day", words.date(day).into())];
            words.with(MessageId("privacy-until"), &args)
        }
        None => words.with(
            MessageId("privacy-on-file"),
            &[
                ("what", what.into()),
                ("n", (acts.count() + 1).into()),
                ("day", words.date(last.given_on).into()),
                ("channel", person::word(words, last.channel).into()),
            ],
        ),
    };
    Some(said.into_owned())
}
