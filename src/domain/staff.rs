//! Who works here: roles, and the rights that acts and queries ask for.

use serde::{Deserialize, Serialize};

use super::ids::{DeskId, OfficeId, StaffId};
use super::lang::Lang;

crate::enumeration! {
    /// What somebody does in the agency. One person may hold several.
    Role, "role" {
        /// Reception: the queue and quick intakes.
        Reception = "reception",
        /// Orientation: interviews and plans.
        Orientation = "orientation",
        /// Job matching: companies, vacancies, applications.
        Matching = "matching",
        /// Coordination: everything of the office, its settings included.
        Coordination = "coordination",
        /// Quality: registers and indicators, no person data.
        Quality = "quality",
        /// Management: aggregates only, no person data.
        Management = "management",
        /// The committee on gender equality: its indicators only.
        EqualityCommittee = "equality_committee",
        /// Administration: staff, keys, parameters; no person data.
        Administration = "administration",
    }
}

crate::enumeration! {
    /// What a desk is for.
    DeskKind, "desk-kind" {
        /// Sportello.
        Counter = "counter",
        /// Colloquio.
        Interview = "interview",
        /// Telefono.
        Phone = "phone",
    }
}

crate::enumeration! {
    /// How somebody comes in.
    LoginMethod, "login-method" {
        /// Over the network, with a key.
        Key = "key",
        /// Over the network, with a password and a second factor.
        Password = "password",
        /// On the computer on which the office's file lies.
        Local = "local",
    }
}

crate::enumeration! {
    /// What the book of log-ins says.
    LoginOutcome, "login-outcome" {
        /// Came in.
        In = "in",
        /// Left.
        Out = "out",
        /// Was turned away.
        Refused = "refused",
        /// Was put out: revoked, switched off, or the server ended.
        Killed = "killed",
    }
}

crate::enumeration! {
    /// What an act or a query needs.
    Right, "right" {
        /// Issue, call, serve and finish tickets.
        QueueServe = "queue.serve",
        /// See the queue.
        QueueRead = "queue.read",
        /// Find and open people.
        PeopleRead = "people.read",
        /// Register people and change their facts.
        PeopleWrite = "people.write",
        /// Make one record of two of the same person, and two of one again.
        PeopleMerge = "people.merge",
        /// Open sealed facts for a reason, and write them.
        PeopleUnseal = "people.unseal",
        /// See the agenda.
        AgendaRead = "agenda.read",
        /// Book, move and settle appointments.
        AgendaWrite = "agenda.write",
        /// See plans.
        PlansRead = "plans.read",
        /// Write, propose and sign plans.
        PlansWrite = "plans.write",
        /// See companies and vacancies.
        VacanciesRead = "vacancies.read",
        /// Write companies and vacancies.
        VacanciesWrite = "vacancies.write",
        /// Put people forward for vacancies.
        Propose = "vacancies.propose",
        /// Write a complaint down.
        ComplaintWrite = "complaints.write",
        /// Read complaints, look into them and answer.
        ComplaintAnswer = "complaints.answer",
        /// Manage staff, desks, services, opening hours, parameters.
        OfficeManage = "office.manage",
        /// See who works here and which services exist: needed to show anything.
        OfficeRead = "office.read",
        /// Read whole files of people or vacancies in.
        Import = "import",
        /// Write whole lists out.
        Export = "export",
        /// See the office in numbers: nothing in them is about one person.
        FiguresRead = "figures.read",
        /// Undo one's own acts.
        Undo = "undo",
    }
}

crate::enumeration! {
    /// What somebody sets for themselves: the keys of the saved settings.
    SettingKey, "setting" {
        /// The language of the screen.
        Lang = "lang",
        /// The colours.
        Theme = "theme",
        /// How the screen marks the focus.
        Profile = "profile",
        /// Plain lines instead of a screen.
        Linear = "linear",
        /// Whether single letters act.
        Letters = "letters",
        /// The ready set of keys.
        Layout = "layout",
        /// For how long after a key the same key is not taken again.
        Pause = "pause",
        /// How long nobody presses a key before the screen hides.
        Idle = "idle",
    }
}

/// How many times the office's minutes without a key pass before the screen hides what is on it: the office
/// sets the minutes, whoever works at the screen may take up to ten times as long (EN 301 549 V3.2.1, 11.2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HidesAfter(u8);

impl HidesAfter {
    /// As the office says.
    pub const OFFICE: Self = Self(1);

    /// Those that are offered.
    pub const ALL: [Self; 4] = [Self::OFFICE, Self(2), Self(5), Self(10)];

    /// How many times.
    pub const fn times(self) -> u8 {
        self.0
    }

    /// Reads one that is offered.
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| text.parse() == Ok(one.0))
    }
}

impl Default for HidesAfter {
    fn default() -> Self {
        Self::OFFICE
    }
}

impl Role {
    /// The rights that the role brings.
    pub const fn rights(self) -> &'static [Right] {
        use Right::{
            AgendaRead, AgendaWrite, ComplaintAnswer, ComplaintWrite, Export, FiguresRead, Import,
            OfficeManage, OfficeRead, PeopleMerge, PeopleRead, PeopleUnseal, PeopleWrite,
            PlansRead, PlansWrite, Propose, QueueRead, QueueServe, Undo, VacanciesRead,
            VacanciesWrite,
        };
        match self {
            Self::Reception => &[
                OfficeRead,
                FiguresRead,
                QueueRead,
                QueueServe,
                PeopleRead,
                PeopleWrite,
                AgendaRead,
                AgendaWrite,
                ComplaintWrite,
                PlansRead,
                VacanciesRead,
                Undo,
            ],
            Self::Orientation => &[
                OfficeRead,
                FiguresRead,
                QueueRead,
                QueueServe,
                PeopleRead,
                PeopleWrite,
                PeopleUnseal,
                AgendaRead,
                AgendaWrite,
                ComplaintWrite,
                PlansRead,
                PlansWrite,
                VacanciesRead,
                Propose,
                Undo,
            ],
            Self::Matching => &[
                OfficeRead,
                FiguresRead,
                QueueRead,
                PeopleRead,
                AgendaRead,
                AgendaWrite,
                ComplaintWrite,
                PlansRead,
                VacanciesRead,
                VacanciesWrite,
                Propose,
                Undo,
            ],
            Self::Coordination => &[
                OfficeRead,
                FiguresRead,
                QueueRead,
                QueueServe,
                PeopleRead,
                PeopleWrite,
                PeopleUnseal,
                PeopleMerge,
                AgendaRead,
                AgendaWrite,
                ComplaintWrite,
                ComplaintAnswer,
                PlansRead,
                PlansWrite,
                VacanciesRead,
                VacanciesWrite,
                Propose,
                OfficeManage,
                Import,
                Export,
                Undo,
            ],
            Self::Quality => &[OfficeRead, FiguresRead, VacanciesRead],
            Self::Management => &[OfficeRead, FiguresRead],
            Self::EqualityCommittee => &[OfficeRead],
            Self::Administration => &[OfficeRead, OfficeManage, Undo],
        }
    }
}

/// Somebody at work: who acts, with which rights, from which desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Identity.
    pub id: StaffId,
    /// The login name: 1 to 32 of `a-z 0-9 . _ -`.
    pub login: String,
    /// The name that colleagues see.
    pub name: String,
    /// What the person does.
    pub roles: Vec<Role>,
    /// The office where the person works.
    pub office: OfficeId,
    /// The desk at which the person sits, if any.
    pub desk: Option<DeskId>,
    /// The language saved as the person's own.
    pub lang: Option<Lang>,
}

impl Staff {
    /// Whether one of the roles brings the right.
    pub fn may(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.rights().contains(&right))
    }
}
