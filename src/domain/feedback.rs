//! What people say of the service: satisfaction, and complaints with their way to an answer.

crate::enumeration! {
    /// Who speaks: satisfaction and complaints are counted for the three kinds of customer (ISO 9001).
    Customer, "customer" {
        /// Persona.
        Person = "person",
        /// Azienda.
        Company = "company",
        /// Ente pubblico.
        Body = "body",
    }
}

crate::enumeration! {
    /// Where a complaint stands.
    ComplaintState, "complaint-state" {
        /// Aperto.
        Open = "open",
        /// In esame.
        Examining = "examining",
        /// Risposto.
        Answered = "answered",
        /// Chiuso.
        Closed = "closed",
    }
}

impl ComplaintState {
    /// Whether the step to another state is there.
    pub const fn may_become(self, to: Self) -> bool {
        matches!(
            (self, to),
            (Self::Open, Self::Examining | Self::Answered)
                | (Self::Examining, Self::Answered)
                | (Self::Answered, Self::Closed)
        )
    }

    /// Whether somebody waits for an answer.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Open | Self::Examining)
    }
}

crate::enumeration! {
    /// How content somebody is, the worst first.
    Score, "score" {
        /// Per niente.
        One = "1",
        /// Poco.
        Two = "2",
        /// Abbastanza.
        Three = "3",
        /// Molto.
        Four = "4",
        /// Moltissimo.
        Five = "5",
    }
}

impl Score {
    /// 1 to 5.
    pub const fn value(self) -> u8 {
        self as u8 + 1
    }
}
