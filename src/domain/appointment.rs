//! Appointments: their states and what keeps a slot.

crate::enumeration! {
    /// Where an appointment stands.
    AppointmentState, "appointment-state" {
        /// Fissato.
        Booked = "booked",
        /// Confermato.
        Confirmed = "confirmed",
        /// Arrivato: the person is here.
        Arrived = "arrived",
        /// Svolto.
        Held = "held",
        /// Assente.
        NoShow = "no_show",
        /// Disdetto dalla persona.
        CancelledByPerson = "cancelled_by_person",
        /// Disdetto dall'ente.
        CancelledByOffice = "cancelled_by_office",
        /// Spostato: another appointment took its place.
        Moved = "moved",
        /// Uscita prima del colloquio.
        Left = "left",
    }
}

crate::enumeration! {
    /// Where the appointment takes place.
    Place, "place" {
        /// In sede.
        Office = "office",
        /// Al telefono.
        Phone = "phone",
        /// In video.
        Video = "video",
        /// Fuori sede.
        Outside = "outside",
    }
}

impl Place {
    /// Whether somebody comes to the front desk for it, and waits there with a ticket. For a call, and for a talk at a
    /// company or at home, nobody does: that it took place is said afterwards.
    pub const fn is_at_the_desk(self) -> bool {
        matches!(self, Self::Office)
    }
}

impl AppointmentState {
    /// Whether the appointment keeps its slot: no other of the same member of staff may overlap it.
    pub const fn holds_slot(self) -> bool {
        matches!(
            self,
            Self::Booked | Self::Confirmed | Self::Arrived | Self::Held
        )
    }

    /// Whether somebody still has to say how it ended.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Booked | Self::Confirmed | Self::Arrived)
    }
}

crate::enumeration! {
    /// Who called an appointment off.
    CalledOffBy, "called-off-by" {
        /// La persona.
        Person = "person",
        /// L'ente.
        Office = "office",
    }
}

/// What is done to an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AppointmentStep {
    /// The person said yes again.
    Confirm,
    /// The person is here.
    Arrive,
    /// It took place.
    Hold,
    /// The person went before it began.
    Leave,
    /// Nobody came.
    Miss,
    /// The person called it off.
    CancelByPerson,
    /// The office called it off.
    CancelByOffice,
    /// Another one took its place.
    Move,
    /// A no-show was written by mistake: it took place.
    CorrectToHeld,
    /// A no-show was written by mistake: the person had called it off.
    CorrectToCancelled,
}

impl AppointmentStep {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::Confirm,
        Self::Arrive,
        Self::Hold,
        Self::Leave,
        Self::Miss,
        Self::CancelByPerson,
        Self::CancelByOffice,
        Self::Move,
        Self::CorrectToHeld,
        Self::CorrectToCancelled,
    ];
}

/// Every arrow between the states of an appointment. One that was held without an arrival on record
/// (a call, a busy morning) is settled afterwards: so `Hold` leaves from the booked ones too.
const ARROWS: &[(AppointmentState, AppointmentStep, AppointmentState)] = {
    use AppointmentState as S;
    use AppointmentStep as T;
    &[
        (S::Booked, T::Confirm, S::Confirmed),
        (S::Booked, T::Arrive, S::Arrived),
        (S::Confirmed, T::Arrive, S::Arrived),
        (S::Booked, T::Hold, S::Held),
        (S::Confirmed, T::Hold, S::Held),
        (S::Arrived, T::Hold, S::Held),
        (S::Arrived, T::Leave, S::Left),
        (S::Booked, T::Miss, S::NoShow),
        (S::Confirmed, T::Miss, S::NoShow),
        (S::Booked, T::CancelByPerson, S::CancelledByPerson),
        (S::Confirmed, T::CancelByPerson, S::CancelledByPerson),
        (S::Booked, T::CancelByOffice, S::CancelledByOffice),
        (S::Confirmed, T::CancelByOffice, S::CancelledByOffice),
        (S::Booked, T::Move, S::Moved),
        (S::Confirmed, T::Move, S::Moved),
        (S::NoShow, T::CorrectToHeld, S::Held),
        (S::NoShow, T::CorrectToCancelled, S::CancelledByPerson),
    ]
};

impl AppointmentState {
    /// The state after a step; none when the state does not allow it.
    pub fn after(self, step: AppointmentStep) -> Option<Self> {
        ARROWS
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
    }
}

/// A stretch of time, `from` included and `to` excluded, in any one unit (the agenda: UTC
/// milliseconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First moment.
    pub from: i64,
    /// First moment after it.
    pub to: i64,
}

impl Span {
    /// Whether the two share a moment.
    pub const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Whether all of `other` lies within this one.
    pub const fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

/// What is left of `windows` without `busy`. Both in any order and overlapping at will; the answer is
/// in order, without empty stretches.
pub fn gaps(windows: &[Span], busy: &[Span]) -> Vec<Span> {
    let (windows, busy) = (joined(windows), joined(busy));
    let mut left = Vec::with_capacity(windows.len() + busy.len());
    for window in windows {
        let mut from = window.from;
        for taken in busy.iter().filter(|taken| taken.overlaps(window)) {
            if taken.from > from {
                left.push(Span {
                    from,
                    to: taken.from,
                });
            }
            from = from.max(taken.to);
        }
        if from < window.to {
            left.push(Span {
                from,
                to: window.to,
            });
        }
    }
    left
}

/// Whole slots of `length` side by side in each gap, starting on multiples of `grain`: what is too
/// short for one slot is not offered.
pub fn slots(gaps: &[Span], length: i64, grain: i64) -> impl Iterator<Item = Span> {
    gaps.iter().flat_map(move |gap| {
        let (length, grain, end) = (length.max(1), grain.max(1), gap.to);
        let first = gap.from + (grain - gap.from.rem_euclid(grain)) % grain;
        let pitch = length + (grain - length % grain) % grain;
        std::iter::successors(Some(first), move |from| Some(from + pitch))
            .take_while(move |from| from + length <= end)
            .map(move |from| Span {
                from,
                to: from + length,
            })
    })
}

/// The same moments as one ordered list of stretches that do not touch.
fn joined(spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.iter().copied().filter(|s| s.from < s.to).collect();
    sorted.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match out.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, to: i64) -> Span {
        Span { from, to }
    }

    #[test]
    fn gaps_leave_out_what_is_taken_and_what_is_empty() {
        let day = [span(540, 780), span(840, 1020)];
        assert_eq!(gaps(&day, &[]), day);
        assert_eq!(
            gaps(&day, &[span(560, 600), span(600, 620), span(700, 900)]),
            [span(540, 560), span(620, 700), span(900, 1020)]
        );
        assert_eq!(gaps(&day, &[span(0, 2000)]), []);
        assert_eq!(gaps(&[span(10, 20), span(15, 30)], &[]), [span(10, 30)]);
    }

    #[test]
    fn slots_are_whole_side_by_side_and_on_the_grain() {
        let in_gap = |gap, length, grain| -> Vec<i64> {
            slots(&[gap], length, grain).map(|s| s.from).collect()
        };
        assert_eq!(in_gap(span(540, 660), 30, 5), [540, 570, 600, 630]);
        assert_eq!(in_gap(span(543, 620), 30, 5), [545, 575]);
        assert_eq!(in_gap(span(540, 569), 30, 5), [0; 0]);
        assert_eq!(in_gap(span(540, 620), 25, 15), [540, 570]);
    }
}
