//! The queue of the day: tickets, their states and their order.

crate::enumeration! {
    /// Where a ticket stands.
    TicketState, "ticket-state" {
        /// In attesa.
        Waiting = "waiting",
        /// Chiamato.
        Called = "called",
        /// In servizio.
        Serving = "serving",
        /// In pausa.
        Parked = "parked",
        /// Assente: called, nobody came.
        NoShow = "no_show",
        /// Uscita prima del servizio.
        Left = "left",
        /// Concluso.
        Done = "done",
        /// Annullato: issued by mistake.
        Voided = "voided",
    }
}

crate::enumeration! {
    /// The class of precedence; the reason is never stored.
    Priority, "priority" {
        /// First.
        Urgent = "1",
        /// Before the others.
        Preferred = "2",
        /// By arrival.
        Normal = "3",
    }
}

crate::enumeration! {
    /// How a contact ended.
    Outcome, "outcome" {
        /// An appointment was given.
        Appointment = "appointment",
        /// A plan was begun or revised.
        Plan = "plan",
        /// A vacancy was proposed.
        Proposal = "proposal",
        /// Sent on to a partner.
        Referral = "referral",
        /// Informed; nothing further.
        Informed = "informed",
    }
}

impl TicketState {
    /// Whether the ticket still asks for somebody's attention today.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Waiting | Self::Called | Self::Serving | Self::Parked
        )
    }
}
