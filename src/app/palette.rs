//! The palette: all that can be done from here and the rooms one can go to, found by any word that people have
//! for it.
//!
//! A label answers in both languages, and so do the everyday words beside it: who types `ricerca` or `search`
//! means what the screen calls `trova persona`. What answers by its own label comes first.

use fuzzy_matcher::skim::SkimMatcherV2;

use super::layers::{Doable, doable};
use super::{App, PANES};
use crate::domain::lang::Lang;
use crate::ui::form::{Choice, Field, Form};
use crate::ui::picker::{Fit, SHOWN, fit, fold};
use crate::ui::words::{MessageId, Words};

const COMMAND: &str = "command";

/// Words that mean the same at the desk, in both languages, as [`fold`] gives them. A query may be the beginning
/// of any of them.
const ALIKE: &[&[&str]] = &[
    &[
        "nuovo",
        "nuova",
        "aggiungi",
        "crea",
        "inserisci",
        "scrivi",
        "new",
        "add",
        "create",
        "write",
    ],
    &["trova", "cerca", "ricerca", "find", "search", "match"],
    &[
        "persona",
        "persone",
        "utente",
        "cliente",
        "anagrafica",
        "nome",
        "person",
        "people",
        "client",
        "name",
    ],
    &["scheda", "record", "dossier", "fascicolo", "file"],
    &["biglietto", "numero", "turno", "ticket", "number"],
    &["chiama", "prossima", "prossimo", "avanti", "call", "next"],
    &[
        "accoglienza",
        "coda",
        "fila",
        "sala",
        "sportello",
        "reception",
        "queue",
        "desk",
    ],
    &["breve", "intervista", "intake", "interview"],
    &[
        "appuntamento",
        "agenda",
        "calendario",
        "prenota",
        "orario",
        "diary",
        "appointment",
        "book",
        "calendar",
        "schedule",
    ],
    &[
        "lavoro",
        "offerte",
        "offerta",
        "annuncio",
        "impiego",
        "work",
        "job",
        "jobs",
        "vacancy",
        "vacancies",
        "offer",
    ],
    &[
        "percorso", "percorsi", "piano", "patto", "progetto", "plan", "plans", "path",
    ],
    &["annulla", "disfa", "indietro", "undo", "back"],
    &[
        "ripeti",
        "messaggio",
        "ancora",
        "repeat",
        "again",
        "message",
    ],
    &["dove", "posizione", "where", "position"],
    &[
        "elenchi",
        "elenco",
        "scadenze",
        "sospesi",
        "bozze",
        "lists",
        "list",
        "drafts",
        "deadlines",
    ],
    &["comandi", "azioni", "commands", "actions", "palette"],
    &["aiuto", "guida", "tasti", "help", "keys", "manual"],
    &["nascondi", "riservato", "privacy", "blocca", "hide", "lock"],
    &[
        "fonti",
        "licenze",
        "versione",
        "informazioni",
        "sources",
        "about",
        "licences",
        "version",
    ],
    &[
        "accessibilita",
        "lettore",
        "braille",
        "ciechi",
        "accessibility",
        "reader",
    ],
    &["esci", "chiudi", "leave", "quit", "exit", "close", "logout"],
    &["vai", "menu", "apri", "go", "open"],
    &[
        "sede",
        "impostazioni",
        "opzioni",
        "lingua",
        "colori",
        "office",
        "settings",
        "options",
        "language",
        "colours",
    ],
    &["giornata", "sera", "chiusura", "day", "evening"],
    &["rifai", "ripristina", "redo"],
    &["concludi", "termina", "finisci", "end", "finish"],
    &["assente", "manca", "absent", "missing"],
    &["inoltra", "manda", "passa", "forward", "send"],
    &["pausa", "sospendi", "pause", "park", "suspend"],
    &["riprendi", "riapri", "resume", "reopen"],
    &[
        "sposta",
        "cambia",
        "modifica",
        "rimanda",
        "move",
        "change",
        "edit",
        "reschedule",
    ],
    &[
        "disdici", "cancella", "togli", "elimina", "ritira", "cancel", "remove", "delete", "drop",
        "withdraw",
    ],
    &["arrivo", "arrivata", "presente", "arrived", "here"],
    &["firma", "sottoscrivi", "sign", "signature"],
    &["stampa", "pagina", "foglio", "print", "page"],
    &[
        "candida",
        "proponi",
        "candidatura",
        "apply",
        "propose",
        "application",
    ],
    &["nota", "diario", "appunto", "note", "journal"],
    &["storia", "modifiche", "history", "changes"],
    &["filtri", "condizioni", "filters", "conditions"],
];

/// The palette while it is open.
pub struct Palette {
    pub(super) form: Form,
    entries: Vec<Entry>,
}

/// Something that can be done, and the words that find it.
struct Entry {
    choice: Choice,
    what: Doable,
    /// The label, folded.
    label: String,
    /// The label in the other language, folded.
    other: String,
}

impl Palette {
    /// What can be done from where the app is: the commands, then the rooms.
    pub(super) fn new(app: &App) -> Self {
        let (words, lang) = (&*app.env.words, app.env.lang);
        let other = (app.env.tongue)(match lang {
            Lang::It => Lang::En,
            Lang::En => Lang::It,
        });
        let rooms = app.menu().into_iter().enumerate().map(|(row, pane)| {
            let go = app.env.call("app", "go");
            (
                PANES[pane].title,
                format!("{go} {}", row + 1),
                Doable::Room(pane),
            )
        });
        let entries: Vec<_> = doable(app)
            .into_iter()
            .chain(rooms)
            .map(|(label, key, what)| Entry::new(label, key, what, words, &other))
            .collect();
        let choices: Vec<_> = entries.iter().map(|entry| entry.choice.clone()).collect();
        let mut field = Field::choice(COMMAND, MessageId("palette-field"), choices.clone());
        field.proposals = choices;
        Self {
            form: Form::new("app.palette", vec![field]),
            entries,
        }
    }

    /// Offers what answers the text as it now stands, or says that nothing does.
    pub(super) fn edited(&mut self, words: &Words) {
        let typed = self.form.text(COMMAND).to_owned();
        let found = self.find(&typed);
        let hint = found
            .is_empty()
            .then(|| words.get(MessageId("palette-nothing")).into_owned());
        self.form.set_hint(COMMAND, hint);
        self.form.set_proposals(COMMAND, found);
    }

    /// Whether nothing was typed: all is offered without having been asked for.
    pub(super) fn is_fresh(&self) -> bool {
        self.form.text(COMMAND).is_empty()
    }

    /// What was chosen.
    pub(super) fn chosen(&self) -> Option<Doable> {
        let value = self.form.field(COMMAND)?.chosen.as_ref()?.value.as_str();
        let mut entries = self.entries.iter();
        entries
            .find(|entry| entry.choice.value == value)
            .map(|entry| entry.what)
    }

    /// Whether something was typed that is no command; then the cursor goes back to it.
    pub(super) fn is_unclear(&mut self, words: &Words) -> bool {
        let typed = self.form.field(COMMAND).is_some_and(Field::is_unmatched);
        if typed {
            self.form.set_hint(COMMAND, None);
            self.form
                .set_error(COMMAND, words.get(MessageId("palette-nothing")));
            self.form.go_to(COMMAND);
        }
        typed
    }

    fn find(&self, typed: &str) -> Vec<Choice> {
        let query = fold(typed);
        if query.is_empty() {
            return self
                .entries
                .iter()
                .map(|entry| entry.choice.clone())
                .collect();
        }
        let matcher = SkimMatcherV2::default();
        let mut found: Vec<_> = self
            .entries
            .iter()
            .filter_map(|entry| Some((entry.answers(&query, &matcher)?, entry)))
            .collect();
        found.sort_by_key(|(how, _)| *how);
        let found = found.into_iter().take(SHOWN);
        found.map(|(_, entry)| entry.choice.clone()).collect()
    }
}

/// How an entry answers a query, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// By the label as it is shown.
    Label(Fit),
    /// By the label in the other language.
    Other(Fit),
    /// By a word that means the same.
    Alike,
    /// By some of its letters.
    Letters(Fit),
}

impl Entry {
    fn new(label: MessageId, key: String, what: Doable, words: &Words, other: &Words) -> Self {
        let shown = words.get(label);
        Self {
            label: fold(&shown),
            other: fold(&other.get(label)),
            choice: Choice::new(label.0, shown).with_detail(key),
            what,
        }
    }

    fn answers(&self, query: &str, matcher: &SkimMatcherV2) -> Option<How> {
        let of = |label: &str| fit(matcher, query, label);
        let fuzzy = |fit: &Fit| matches!(fit, Fit::Fuzzy(_));
        let (label, other) = (of(&self.label), of(&self.other));
        if let Some(fit) = label.filter(|fit| !fuzzy(fit)) {
            return Some(How::Label(fit));
        }
        if let Some(fit) = other.filter(|fit| !fuzzy(fit)) {
            return Some(How::Other(fit));
        }
        if query.split(' ').all(|word| self.means(word)) {
            return Some(How::Alike);
        }
        label.map(How::Letters)
    }

    /// Whether one of its words, or a word that means the same, begins so.
    fn means(&self, typed: &str) -> bool {
        let own = || self.label.split(' ').chain(self.other.split(' '));
        let alike = ALIKE
            .iter()
            .filter(|group| own().any(|word| group.contains(&word)))
            .flat_map(|group| group.iter().copied());
        own().chain(alike).any(|word| word.starts_with(typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_everyday_words_are_folded_and_each_group_has_more_than_one() {
        for group in ALIKE {
            assert!(group.len() > 1, "{group:?}");
            for word in *group {
                assert_eq!(fold(word), *word);
            }
        }
    }
}
