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
