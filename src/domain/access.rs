//! What is written down when somebody looks at what is on file about a person: the words of that book.

crate::enumeration! {
    /// What was done with what was seen.
    LookKind, "look" {
        /// One person's data were opened.
        Open = "open",
        /// A list of people was looked through.
        List = "list",
        /// People were searched for.
        Search = "search",
        /// Sealed facts were opened.
        Unseal = "unseal",
        /// It was printed.
        Print = "print",
        /// It was written out to a file.
        Export = "export",
    }
}

crate::enumeration! {
    /// What was seen.
    ///
    /// Not among them: the queue of today and the agenda on the screen. They show a short name, a time and
    /// a service to whoever serves the public, all day long; a row for each look would say only who was at
    /// work, and that is not what this book is for.
    LookAt, "look-at" {
        /// The record: identity, contacts, documents, work.
        Record = "record",
        /// What was done to the record, or to one thing of it, with old and new values.
        History = "history",
        /// The diary.
        Notes = "notes",
        /// The intake interview.
        Intake = "intake",
        /// One plan with its goals and actions.
        Plan = "plan",
        /// The list of a person's plans.
        Plans = "plans",
        /// The hours given.
        Deliveries = "deliveries",
        /// One appointment with its note.
        Appointment = "appointment",
        /// Appointments: a person's, or those of a stretch of days as a list.
        Appointments = "appointments",
        /// Applications for vacancies.
        Applications = "applications",
        /// How well a person fits vacancies, or people one.
        Matching = "matching",
        /// People, found or listed.
        People = "people",
        /// Doubtful and repeated codes.
        Codes = "codes",
        /// People who are likely the same.
        Doubles = "doubles",
        /// Complaints.
        Complaints = "complaints",
        /// Sealed facts.
        Sealed = "sealed",
        /// The plans of an office.
        Caseload = "caseload",
        /// Vacancies, as a file takes them.
        Vacancies = "vacancies",
        /// The book of log-ins.
        Logins = "logins",
        /// Who looked at a person.
        Looks = "looks",
    }
}

crate::enumeration! {
    /// A book that is kept for some months and no longer.
    Book, "book" {
        /// Who looked at whom.
        Looks = "looks",
        /// The log-ins.
        Logins = "logins",
    }
}

crate::enumeration! {
    /// Why a record is looked at that is nobody's case of one's own, or who looked at one.
    LookWhy, "look-why" {
        /// The person is here or on the telephone.
        Here = "here",
        /// In the place of whoever follows the case.
        Instead = "instead",
        /// The person asked for it.
        Asked = "asked",
        /// A check, or a complaint.
        Check = "check",
        /// It was the wrong person.
        Mistake = "mistake",
    }
}
