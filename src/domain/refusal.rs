//! Why the work's own rules say no: a closed set, worded by the screen in the language in use.

crate::enumeration! {
    /// A rule that refuses an act. Nothing has changed when one is answered.
    Refusal, "refusal" {
        /// Nobody is waiting.
        QueueEmpty = "queue-empty",
        /// The state of the thing does not allow this step.
        WrongState = "wrong-state",
        /// The office is not open to walk-ins now, and no reason for an exception was given.
        OfficeClosed = "office-closed",
        /// The member of staff has another appointment at that time.
        SlotTaken = "slot-taken",
        /// The slot is in the past.
        SlotPast = "slot-past",
        /// The slot is outside the hours of the member of staff or on a holiday.
        SlotOutsideHours = "slot-outside-hours",
        /// The person has another appointment at that time, and no reason for an exception was given.
        PersonBooked = "person-booked",
        /// It is not yet the appointment's day.
        NotToday = "not-today",
        /// The appointment is not in the office: nobody comes to the desk for it.
        NotAtTheDesk = "not-at-the-desk",
        /// A no-show may be recorded 15 minutes after the start.
        TooEarlyForAbsent = "too-early-for-absent",
        /// A plan needs at least one goal and one action.
        PlanEmpty = "plan-empty",
        /// The planned hours are over the cap of the programme.
        HoursOverCap = "hours-over-cap",
        /// The person or the member of staff was in another activity at that time.
        DeliveryOverlap = "delivery-overlap",
        /// Actions of the plan are still open.
        ActionsUnsettled = "actions-unsettled",
        /// The person has a plan that is still open.
        PlanOpen = "plan-open",
        /// The vacancy is not open.
        VacancyClosed = "vacancy-closed",
        /// The person has already been put forward for this vacancy.
        AlreadyProposed = "already-proposed",
        /// The gate said no and no reason for an exception was given.
        NotEligible = "not-eligible",
        /// Neither a surname nor a tax code was given.
        NameOrCode = "name-or-code",
        /// The vacancy lacks what publishing needs.
        VacancyIncomplete = "vacancy-incomplete",
        /// The advert chooses among people in a way that the law forbids.
        AdvertUnlawful = "advert-unlawful",
        /// The company is not active.
        CompanyInactive = "company-inactive",
        /// Not all posts are taken.
        PostsOpen = "posts-open",
        /// The privacy notice was not given.
        NoticeMissing = "notice-missing",
        /// Too much time has gone by since the plan ended.
        ReopenTooLate = "reopen-too-late",
        /// No hours were delivered: there is nothing to stop.
        NothingDelivered = "nothing-delivered",
        /// The member of staff already has a ticket called or at the desk.
        TicketInHand = "ticket-in-hand",
        /// The ticket is held by somebody else.
        TicketHeld = "ticket-held",
        /// The line of whoever holds the ticket dropped a moment ago: it is still theirs.
        LineHeld = "line-held",
        /// The login is taken.
        LoginTaken = "login-taken",
        /// Somebody has changed the same thing since; it can no longer be undone.
        MovedSince = "moved-since",
        /// There is nothing of one's own to undo.
        NothingToUndo = "nothing-to-undo",
        /// This kind of act cannot be undone.
        NotUndoable = "not-undoable",
        /// The last active coordinator cannot be switched off.
        LastCoordinator = "last-coordinator",
        /// One's own login is not switched off by oneself.
        OwnLogin = "own-login",
        /// Nobody gives themselves a right that they do not have.
        OwnRights = "own-rights",
        /// Somebody has that key already.
        KeyTaken = "key-taken",
        /// It is one's own last key.
        LastKey = "last-key",
        /// No coordinator would have a key any more.
        LastCoordinatorKey = "last-coordinator-key",
        /// A desk or an office of that name is there already.
        NameTaken = "name-taken",
        /// A service with that code is there already.
        CodeTaken = "code-taken",
        /// The desk is in use: somebody is served there.
        DeskInUse = "desk-in-use",
        /// What is past does not change: dated values hold from today on.
        PastStays = "past-stays",
        /// A record outside one's own cases is opened for a reason.
        ReasonNeeded = "reason-needed",
        /// Nothing of that book is old enough to go.
        NothingDue = "nothing-due",
        /// Each of the two people has a plan that is written or runs: one of them ends first.
        BothHavePlans = "both-have-plans",
        /// Nobody is taken in charge while their interview lacks something.
        InterviewLacks = "interview-lacks",
        /// The residence permit has run out, and there is no receipt of its renewal.
        PermitLacksReceipt = "permit-lacks-receipt",
        /// The residence permit ran out too long ago for a receipt to stand in for it.
        PermitLapsed = "permit-lapsed",
        /// The person objects to being put forward to that company, or to any.
        PersonObjects = "person-objects",
        /// The consent on which it rests was taken back.
        ConsentTakenBack = "consent-taken-back",
        /// The outline of the interview cannot be taken: it lacks something, or asks it at the wrong place.
        OutlineFaulty = "outline-faulty",
        /// That outline is in force already.
        OutlineSame = "outline-same",
        /// The record has become part of another one.
        MergedInto = "merged-into",
        /// The code of the second factor has been used, or is older than one that was.
        CodeUsed = "code-used",
    }
}
