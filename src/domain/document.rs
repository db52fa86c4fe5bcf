//! Papers seen at the desk, and the privacy notice.

use chrono::{Days, Months, NaiveDate};

crate::enumeration! {
    /// A kind of paper. A kind that would tell a diagnosis is sealed and not in this list.
    DocumentKind, "document" {
        /// Carta d'identità.
        IdentityCard = "identity_card",
        /// Passaporto.
        Passport = "passport",
        /// Patente.
        DrivingLicence = "driving_licence",
        /// Permesso di soggiorno.
        ResidencePermit = "residence_permit",
        /// Ricevuta di rinnovo.
        PermitReceipt = "permit_receipt",
        /// DID.
        Did = "did",
        /// Patto di servizio.
        ServicePact = "service_pact",
        /// Curriculum.
        Cv = "cv",
        /// Altro.
        Other = "other",
    }
}

crate::enumeration! {
    /// Why somebody holds a residence permit.
    PermitKind, "permit" {
        /// Lavoro subordinato.
        Employment = "employment",
        /// Lavoro autonomo.
        SelfEmployment = "self_employment",
        /// Attesa occupazione.
        JobSearch = "job_search",
        /// Famiglia.
        Family = "family",
        /// Studio.
        Study = "study",
        /// Protezione.
        Protection = "protection",
        /// Richiesta di asilo.
        AsylumRequest = "asylum_request",
        /// Lungo periodo.
        LongTerm = "long_term",
        /// Altro motivo, con lavoro.
        OtherToWork = "other_to_work",
        /// Altro motivo, senza lavoro.
        OtherNotToWork = "other_not_to_work",
        /// Altro, ancora da leggere.
        Other = "other",
    }
}

crate::enumeration! {
    /// What somebody was told or agreed to.
    PrivacyKind, "privacy" {
        /// Informativa.
        Notice = "notice",
        /// Consenso all'invio del curriculum.
        SendCv = "send_cv",
        /// Opposizione.
        Objection = "objection",
    }
}

crate::enumeration! {
    /// How somebody was told, or agreed.
    Channel, "channel" {
        /// Su carta.
        Paper = "paper",
        /// A voce.
        Voice = "voice",
        /// Con l'app regionale.
        App = "app",
        /// In digitale.
        Digital = "digital",
    }
}

/// How long after a request for asylum was made its holder may work (D.Lgs 142/2015, art. 22).
const ASYLUM_WAITS: Days = Days::new(60);

impl PermitKind {
    /// Whether it allows work on a day, if it was given out on another; none when that is not known, or when nobody
    /// has read yet what it allows. The days of a request for asylum count from the request, which is no later than
    /// its paper: of one given out lately it is to be asked whether it renews an older one.
    pub fn allows_work(self, issued_on: Option<NaiveDate>, today: NaiveDate) -> Option<bool> {
        match self {
            Self::Employment
            | Self::SelfEmployment
            | Self::JobSearch
            | Self::Family
            | Self::Study
            | Self::Protection
            | Self::LongTerm
            | Self::OtherToWork => Some(true),
            Self::OtherNotToWork => Some(false),
            Self::AsylumRequest => {
                let long_ago = |issued: NaiveDate| issued + ASYLUM_WAITS <= today;
                issued_on.is_some_and(long_ago).then_some(true)
            }
            Self::Other => None,
        }
    }
}

/// How a residence permit stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitStanding {
    /// It has not run out, or the receipt of its renewal stands in for it.
    Holds,
    /// It ran out a short while ago: the receipt of its renewal would stand in for it.
    LacksReceipt,
    /// It ran out too long ago for a receipt.
    Lapsed,
}

/// The receipt of a renewal: the day it was given out, or seen, and its last day.
pub type Receipt = (Option<NaiveDate>, Option<NaiveDate>);

/// No permit is shorter than this, so that a receipt from longer before its end is of an earlier renewal.
const SHORTEST_PERMIT: Months = Months::new(6);

/// How a permit stands on a day that was given out and runs out on those days: for `grace` days after its end the
/// receipt of its renewal stands in for it. A receipt that has run out itself does not, nor one of an earlier renewal,
/// which was given out before the permit; of a permit whose first day is not known, half a year before its last.
pub fn permit_standing(
    (issued_on, expires_on): (Option<NaiveDate>, NaiveDate),
    receipts: &[Receipt],
    grace: Days,
    today: NaiveDate,
) -> PermitStanding {
    if expires_on >= today {
        return PermitStanding::Holds;
    }
    if expires_on + grace < today {
        return PermitStanding::Lapsed;
    }
    if is_renewing((issued_on, expires_on), receipts, today) {
        PermitStanding::Holds
    } else {
        PermitStanding::LacksReceipt
    }
}

/// Whether there is a receipt that the renewal of this permit was asked for, and it has not run out.
pub fn is_renewing(
    (issued_on, expires_on): (Option<NaiveDate>, NaiveDate),
    receipts: &[Receipt],
    today: NaiveDate,
) -> bool {
    let since = issued_on.unwrap_or(expires_on - SHORTEST_PERMIT);
    receipts.iter().any(|(given_on, until)| {
        given_on.is_none_or(|given| given >= since) && until.is_none_or(|until| until >= today)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_that_ran_out_holds_sixty_days_by_the_receipt_of_its_own_renewal() {
        use PermitStanding::{Holds, LacksReceipt, Lapsed};
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-23");
        let receipt = |given: &str, until: Option<&str>| (Some(day(given)), until.map(day));
        let issued = day("2024-11-22");
        let none: &[Receipt] = &[];
        let own: &[Receipt] = &[receipt("2026-09-01", None)];
        for (expires_on, receipts, standing) in [
            ("2026-11-23", none, Holds),
            ("2026-11-22", none, LacksReceipt),
            ("2026-11-22", own, Holds),
            ("2026-09-24", own, Holds),
            ("2026-09-23", own, Lapsed),
            ("2026-11-22", &[(None, None)], Holds),
            ("2026-11-22", &[receipt("2024-10-01", None)], LacksReceipt),
            (
                "2026-11-22",
                &[receipt("2026-11-20", Some("2026-11-22"))],
                LacksReceipt,
            ),
        ] {
            let stands = permit_standing(
                (Some(issued), day(expires_on)),
                receipts,
                Days::new(60),
                today,
            );
            assert_eq!(stands, standing, "{expires_on} {receipts:?}");
        }
        // Its first day is not known: what was given out long before its last is of an earlier renewal.
        for (given, standing) in [("2026-09-01", Holds), ("2025-12-01", LacksReceipt)] {
            let receipts = [receipt(given, None)];
            let permit = (None, day("2026-11-01"));
            let stands = permit_standing(permit, &receipts, Days::new(60), today);
            assert_eq!(stands, standing, "{given}");
        }
    }

    #[test]
    fn who_asked_for_asylum_may_work_sixty_days_later() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (asked, kind) = (day("2026-09-24"), PermitKind::AsylumRequest);
        for (today, allows) in [("2026-11-22", None), ("2026-11-23", Some(true))] {
            assert_eq!(kind.allows_work(Some(asked), day(today)), allows);
        }
        assert_eq!(kind.allows_work(None, day("2026-11-23")), None);
    }
}
