//! The queue of the day: tickets, their states, their order and what waiting means.
//!
//! Times are UTC milliseconds; nothing here asks what time it is.

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

crate::enumeration! {
    /// Why a waiting ticket stands where it stands: the first that holds, of the rule in [`Standing::place`].
    PlaceReason, "place-reason" {
        /// The time of its appointment has come.
        Due = "due",
        /// Of the first class.
        Urgent = "urgent",
        /// Put back in front of its class.
        Front = "front",
        /// Has waited longer than the standard and rose one class.
        Risen = "risen",
        /// Of the second class.
        Preferred = "preferred",
        /// Here before the time of its appointment: until then the arrival counts.
        Early = "early",
        /// By arrival.
        Arrival = "arrival",
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

crate::enumeration! {
    /// What is done to a ticket.
    TicketStep, "ticket-step" {
        /// Handed out.
        Issue = "issue",
        /// Called to a desk.
        Call = "call",
        /// Called once more.
        Recall = "recall",
        /// The person came to the desk.
        Serve = "serve",
        /// Put back in its place.
        Release = "release",
        /// Nobody came.
        Absent = "absent",
        /// Waits aside, for a paper or a colleague.
        Park = "park",
        /// Back at the desk.
        Resume = "resume",
        /// Back in the queue, in front of its class.
        Requeue = "requeue",
        /// On to another service.
        Forward = "forward",
        /// The contact is over.
        Finish = "finish",
        /// Gone before the service.
        Leave = "leave",
        /// Came back after an absence.
        Return = "return",
        /// Handed out by mistake.
        Void = "void",
    }
}

/// Every arrow between the states of a ticket.
const ARROWS: &[(TicketState, TicketStep, TicketState)] = {
    use TicketState as S;
    use TicketStep as T;
    &[
        (S::Waiting, T::Call, S::Called),
        (S::Called, T::Recall, S::Called),
        (S::Called, T::Serve, S::Serving),
        (S::Called, T::Release, S::Waiting),
        (S::Called, T::Absent, S::NoShow),
        (S::Serving, T::Park, S::Parked),
        (S::Parked, T::Resume, S::Serving),
        (S::Parked, T::Requeue, S::Waiting),
        (S::Serving, T::Forward, S::Waiting),
        (S::Serving, T::Finish, S::Done),
        (S::Waiting, T::Leave, S::Left),
        (S::Parked, T::Leave, S::Left),
        (S::NoShow, T::Return, S::Waiting),
        (S::Waiting, T::Void, S::Voided),
        (S::Called, T::Void, S::Voided),
    ]
};

impl TicketState {
    /// The state after a step; none when the state does not allow it.
    pub fn after(self, step: TicketStep) -> Option<Self> {
        ARROWS
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
    }

    /// Whether a member of staff is busy with it: nobody holds two of these.
    pub const fn is_at_a_desk(self) -> bool {
        matches!(self, Self::Called | Self::Serving)
    }
}

/// What decides when a waiting ticket is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its class.
    pub priority: Priority,
    /// The start of its appointment, if it has one.
    pub due_at: Option<i64>,
    /// When this waiting began: the arrival, or the return after an absence.
    pub queued_at: i64,
    /// Whether it was put back in front of its class.
    pub front: bool,
}

/// A place in the queue: the smallest is called next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// 0 is called first.
    pub class: u8,
    behind: bool,
    since: i64,
}

impl Standing {
    /// The place at the moment `now`: due appointments and class 1 first, by their time; then class
    /// 2, then class 3, by arrival. Who has waited longer than `standard` milliseconds rises one
    /// class. An appointment that is not yet due waits like anybody of its class.
    pub fn place(&self, now: i64, standard: i64) -> Place {
        let due = self.is_due(now);
        let class: u8 = match self.priority {
            _ if due => 0,
            Priority::Urgent => 0,
            Priority::Preferred => 1,
            Priority::Normal => 2,
        };
        let risen = self.has_risen(now, standard);
        Place {
            class: class.saturating_sub(u8::from(risen)),
            behind: !self.front,
            since: if due {
                self.due_at
                    .map_or(self.queued_at, |at| at.max(self.queued_at))
            } else {
                self.queued_at
            },
        }
    }

    /// Why it has that place.
    pub fn why(&self, now: i64, standard: i64) -> PlaceReason {
        match self.priority {
            _ if self.is_due(now) => PlaceReason::Due,
            Priority::Urgent => PlaceReason::Urgent,
            _ if self.front => PlaceReason::Front,
            _ if self.has_risen(now, standard) => PlaceReason::Risen,
            Priority::Preferred => PlaceReason::Preferred,
            Priority::Normal if self.due_at.is_some() => PlaceReason::Early,
            Priority::Normal => PlaceReason::Arrival,
        }
    }

    fn is_due(&self, now: i64) -> bool {
        self.due_at.is_some_and(|at| at <= now)
    }

    fn has_risen(&self, now: i64, standard: i64) -> bool {
        now - self.queued_at > standard
    }
}

/// One thing that happened to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub step: TicketStep,
    /// When.
    pub at: i64,
}

/// How long somebody waited to be called, in milliseconds; none when nobody has called yet.
///
/// Without an appointment: from the ticket to the first call, less the time parked. With one: from
/// its start, or from the arrival of who came later, to the first call; never less than nothing.
/// `events` are in the order in which they happened.
pub fn waited(due_at: Option<i64>, events: &[Happened]) -> Option<i64> {
    let issued = events.iter().find(|e| e.step == TicketStep::Issue)?.at;
    let called = events.iter().position(|e| e.step == TicketStep::Call)?;
    let at = events[called].at;
    let waited = match due_at {
        Some(due) => at - due.max(issued),
        None => at - issued - parked(&events[..called], at),
    };
    Some(waited.max(0))
}

/// How long it took from the call that was followed to the desk, in milliseconds.
pub fn way(events: &[Happened]) -> Option<i64> {
    let served = events.iter().position(|e| e.step == TicketStep::Serve)?;
    let called = events[..served]
        .iter()
        .rfind(|e| matches!(e.step, TicketStep::Call | TicketStep::Recall))?;
    Some((events[served].at - called.at).max(0))
}

/// The time that a ticket was parked, in milliseconds; a parking that has not ended lasts to `now`.
pub fn parked(events: &[Happened], now: i64) -> i64 {
    let mut since = None;
    let mut sum = 0;
    for event in events {
        match event.step {
            TicketStep::Park => since = Some(event.at),
            TicketStep::Resume | TicketStep::Requeue | TicketStep::Leave => {
                sum += since.take().map_or(0, |from| event.at - from);
            }
            _ => {}
        }
    }
    sum + since.map_or(0, |from| now - from)
}

/// The median and the 90th percentile by nearest rank; none of nothing. Sorts what it is given.
pub fn median_and_p90(times: &mut [i64]) -> Option<(i64, i64)> {
    times.sort_unstable();
    let rank = |percent: usize| (times.len() * percent).div_ceil(100).max(1) - 1;
    Some((*times.get(rank(50))?, *times.get(rank(90))?))
}
