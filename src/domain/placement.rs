//! Work that somebody was hired for: on which terms, how that is known, and what is heard of it later.

use super::param::ParamKey;

crate::enumeration! {
    /// How it is known that somebody was hired.
    Proof, "placement-proof" {
        /// Comunicazione obbligatoria (Unilav).
        Notice = "notice",
        /// The contract was seen.
        Contract = "contract",
        /// The person or the company says so.
        Statement = "statement",
    }
}

crate::enumeration! {
    /// What was heard at a follow-up.
    FollowUpResult, "follow-up" {
        /// In corso.
        Working = "working",
        /// Trasformato: it goes on, and without a last day.
        Converted = "converted",
        /// Cessato.
        Ended = "ended",
        /// Irreperibile.
        Unreachable = "unreachable",
    }
}

crate::enumeration! {
    /// Why work ended.
    WorkEnd, "work-end" {
        /// Its last day had come.
        Term = "term",
        /// The person left.
        Resigned = "resigned",
        /// The company let the person go.
        Dismissed = "dismissed",
        /// During the trial period.
        Trial = "trial",
        /// Another reason.
        Other = "other",
    }
}

/// The parameters that say after how many days it is asked what came of it, the earliest first.
pub const FOLLOW_UPS: [ParamKey; 3] = [
    ParamKey::FirstFollowUp,
    ParamKey::SecondFollowUp,
    ParamKey::ThirdFollowUp,
];
