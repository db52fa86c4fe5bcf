//! The dated parameters that the work goes by: which there are, what their values may be, what holds where
//! an office has set nothing, and where that comes from.
//!
//! The values themselves are rows of the office, each with its first day and its source.

crate::enumeration! {
    /// A parameter that the program reads. An office may keep others; nothing reads them.
    ParamKey, "param" {
        /// Minutes after which somebody who waits rises one class.
        StandardMinutes = "wait_min",
        /// How often a ticket is called before an absence is offered.
        MaxCalls = "call_max",
        /// The most minutes that a ticket is counted with when a wait is estimated.
        CounterMinutes = "counter_min",
        /// Minutes after the start of an appointment from which nobody came.
        AbsentAfter = "absent_after_min",
        /// The version of the privacy notice that is handed over.
        NoticeVersion = "notice_version",
        /// The version of the wording with which somebody is asked before data go to a company.
        ConsentVersion = "consent_version",
        /// That wording in Italian.
        ConsentTextIt = "consent_text_it",
        /// That wording in English.
        ConsentTextEn = "consent_text_en",
        /// Seconds that a ticket stays with somebody whose line dropped.
        LineHold = "line_hold_s",
        /// Days after which what was left half typed is cleared away.
        DraftDays = "draft_days",
        /// Days from its beginning after which an interview that is not complete has expired.
        InterviewDays = "interview_days",
        /// Minutes without a key after which the screen hides what is on it.
        IdleMinutes = "idle_min",
        /// Whether a reason is asked before a record outside one's own cases is opened: 0 or 1.
        AskReason = "ask_reason",
        /// Minutes for which the same thing asked again is the same look.
        SameLook = "same_look_min",
        /// Whether people are asked at the end of a contact how content they are: 0 or 1.
        AskSatisfaction = "ask_satisfaction",
        /// Days within which a complaint is answered.
        ComplaintDays = "complaint_days",
        /// Days before a paper runs out from which it is listed.
        PaperDays = "paper_days",
        /// Days after its end for which the receipt of its renewal stands in for a residence permit.
        PermitGraceDays = "permit_grace_days",
        /// Days before a plan ends from which it is listed.
        PlanDays = "plan_days",
        /// Days after the first day of work after which it is asked for the first time what came of it.
        FirstFollowUp = "follow_up_1_days",
        /// The same, for the second time.
        SecondFollowUp = "follow_up_2_days",
        /// The same, for the third time.
        ThirdFollowUp = "follow_up_3_days",
        /// Months that the book of who looked is kept.
        AccessLogMonths = "access_log_months",
        /// Months that the book of log-ins is kept.
        LoginLogMonths = "login_log_months",
    }
}

crate::enumeration! {
    /// What is wrong with the value of a parameter.
    ParamFault, "param-fault" {
        /// It is no whole number.
        Number = "number",
        /// It is a number outside the range.
        Range = "range",
        /// It is empty or too long.
        Text = "text",
        /// It does not name the company and the job.
        Blanks = "blanks",
    }
}

crate::enumeration! {
    /// What a number of a parameter counts.
    Unit, "unit" {
        /// Nothing: 0 is no, 1 is yes.
        Switch = "switch",
        /// How often.
        Times = "times",
        /// Seconds.
        Seconds = "seconds",
        /// Minutes.
        Minutes = "minutes",
        /// Days.
        Days = "days",
        /// Months, of 31 days at most.
        Months = "months",
    }
}

/// What kind of value a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A whole number, from the first to the second.
    Number(Unit, u32, u32),
    /// A short text of at most so many characters.
    Text(usize),
    /// A wording to be read aloud, with the blanks [`COMPANY`] and [`TITLE`].
    Wording(usize),
}

/// What is known of a parameter whatever the office has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamRule {
    /// Its kind and range.
    pub kind: ParamKind,
    /// Its value where the office has set none.
    pub usual: &'static str,
    /// Where that value, and the range, come from.
    pub source: &'static str,
}

/// The blank of a wording for the company's name.
pub const COMPANY: &str = "AZIENDA";
/// The blank of a wording for the job.
pub const TITLE: &str = "LAVORO";

const HOUSE: &str = "standard della sede, da confermare";
const CONSENT: &str = "testo in uso nella sede (art. 7 Reg. UE 2016/679), da confermare";

impl ParamKey {
    /// Its row in the table of parameters.
    pub const fn rule(self) -> ParamRule {
        use ParamKind::{Number, Text, Wording};
        let (kind, usual, source) = match self {
            Self::StandardMinutes => (Number(Unit::Minutes, 1, 480), "30", HOUSE),
            Self::MaxCalls => (Number(Unit::Times, 1, 20), "3", HOUSE),
            Self::CounterMinutes => (
                Number(Unit::Minutes, 1, 480),
                "15",
                "esperienza dello sportello, da confermare",
            ),
            Self::AbsentAfter => (Number(Unit::Minutes, 0, 120), "15", HOUSE),
            Self::NoticeVersion => (
                Text(40),
                "2026-01",
                "testo dell'informativa in uso nella sede, da confermare",
            ),
            Self::ConsentVersion => (Text(40), "2026-01", CONSENT),
            Self::ConsentTextIt => (
                Wording(800),
                "Vuoi che mandiamo i tuoi dati a AZIENDA per questo lavoro: LAVORO? L'azienda avrà il tuo \
                 nome, i tuoi recapiti e il tuo curriculum. Li userà solo per questa offerta. Puoi dire di no: \
                 i nostri servizi restano gli stessi. Puoi cambiare idea quando vuoi: basta dirlo a noi.",
                CONSENT,
            ),
            Self::ConsentTextEn => (
                Wording(800),
                "Do you want us to send your data to AZIENDA for this job: LAVORO? The company will get \
                 your name, your contacts and your CV. It will use them for this vacancy only. You can say \
                 no: our services stay the same. You can change your mind at any time: just tell us.",
                CONSENT,
            ),
            Self::LineHold => (Number(Unit::Seconds, 0, 3_600), "120", HOUSE),
            Self::DraftDays => (Number(Unit::Days, 1, 3_650), "30", HOUSE),
            Self::InterviewDays => (Number(Unit::Days, 1, 3_650), "90", HOUSE),
            Self::IdleMinutes => (
                Number(Unit::Minutes, 1, 120),
                "10",
                "art. 32 Reg. UE 2016/679: schermo coperto quando nessuno lavora",
            ),
            Self::AskReason => (
                Number(Unit::Switch, 0, 1),
                "1",
                "Garante, 12 maggio 2011, n. 192, preso a modello",
            ),
            Self::SameLook => (Number(Unit::Minutes, 1, 120), "15", HOUSE),
            Self::AskSatisfaction => (
                Number(Unit::Switch, 0, 1),
                "1",
                "UNI EN ISO 9001:2015, 9.1.2, soddisfazione del cliente",
            ),
            Self::ComplaintDays => (
                Number(Unit::Days, 1, 180),
                "30",
                "Carta dei servizi della sede, da confermare",
            ),
            Self::PaperDays => (Number(Unit::Days, 1, 365), "60", HOUSE),
            Self::PermitGraceDays => (
                Number(Unit::Days, 0, 365),
                "60",
                "iscrizione con permesso scaduto da non più di 60 giorni e ricevuta di rinnovo, da confermare",
            ),
            Self::PlanDays => (Number(Unit::Days, 1, 365), "30", HOUSE),
            Self::FirstFollowUp => (Number(Unit::Days, 1, 730), "30", HOUSE),
            Self::SecondFollowUp => (Number(Unit::Days, 1, 730), "90", HOUSE),
            Self::ThirdFollowUp => (Number(Unit::Days, 1, 730), "180", HOUSE),
            Self::AccessLogMonths => (
                Number(Unit::Months, 24, 120),
                "24",
                "Garante, 12 maggio 2011, n. 192, preso a modello",
            ),
            Self::LoginLogMonths => (
                Number(Unit::Months, 6, 120),
                "6",
                "Garante, 27 novembre 2008, amministratori di sistema",
            ),
        };
        ParamRule {
            kind,
            usual,
            source,
        }
    }
}

impl ParamKind {
    /// Whether a value is of this kind, spaces around it apart.
    pub fn check(self, value: &str) -> Result<(), ParamFault> {
        let value = value.trim();
        match self {
            Self::Number(_, least, most) => {
                let number: u32 = value.parse().map_err(|_| ParamFault::Number)?;
                let within = (least..=most).contains(&number);
                within.then_some(()).ok_or(ParamFault::Range)
            }
            Self::Wording(_) if !(value.contains(COMPANY) && value.contains(TITLE)) => {
                Err(ParamFault::Blanks)
            }
            Self::Text(longest) | Self::Wording(longest) => {
                let fits = (1..=longest).contains(&value.chars().count());
                fits.then_some(()).ok_or(ParamFault::Text)
            }
        }
    }

    /// The longest value, in characters.
    pub const fn longest(self) -> usize {
        match self {
            Self::Number(..) => 6,
            Self::Text(longest) | Self::Wording(longest) => longest,
        }
    }
}

/// A wording with its blanks filled in.
pub fn worded(wording: &str, company: &str, title: &str) -> String {
    wording.replace(COMPANY, company).replace(TITLE, title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_of_its_kind_or_says_what_is_wrong() {
        let minutes = ParamKind::Number(Unit::Minutes, 1, 480);
        let wording = ParamKind::Wording(40);
        for (kind, value, outcome) in [
            (minutes, " 30 ", Ok(())),
            (minutes, "0", Err(ParamFault::Range)),
            (minutes, "481", Err(ParamFault::Range)),
            (minutes, "mezz'ora", Err(ParamFault::Number)),
            (minutes, "-5", Err(ParamFault::Number)),
            (ParamKind::Text(7), "2026-01", Ok(())),
            (ParamKind::Text(6), "2026-01", Err(ParamFault::Text)),
            (ParamKind::Text(7), "  ", Err(ParamFault::Text)),
            (wording, "A AZIENDA per LAVORO?", Ok(())),
            (wording, "A AZIENDA?", Err(ParamFault::Blanks)),
        ] {
            assert_eq!(kind.check(value), outcome, "{value}");
        }
    }

    #[test]
    fn what_usually_holds_is_within_the_range_and_has_a_source() {
        for key in ParamKey::ALL {
            let rule = key.rule();
            assert_eq!(rule.kind.check(rule.usual), Ok(()), "{key:?}");
            assert!(!rule.source.is_empty(), "{key:?}");
        }
    }

    #[test]
    fn the_blanks_of_a_wording_are_filled_in() {
        assert_eq!(
            worded("A AZIENDA per LAVORO?", "Alba", "cuoca"),
            "A Alba per cuoca?"
        );
    }
}
