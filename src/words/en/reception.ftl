### The reception: the queue of the day, tickets, the quick intake, the end of a contact.

reception-title = Reception

## The queue.
queue-title = Today's queue, { $day }
queue-title-in-hand = Today's queue: { $number } { $state }
queue-empty = Nobody is in the queue. Use { $key } to give a ticket.
queue-in-hand = At your desk
queue-nobody-called = Nobody has been called: use { $key } first.
queue-nobody-served = Nobody is being served at your desk: { $key } calls the next one.
queue-serve-first = Use { $key } first: it says that the person has come.
queue-column-number = No.
    .full = Turn
queue-column-who = Person
queue-column-state = State
queue-column-service = Service
queue-column-waiting = Waited
queue-state-waiting = waiting
queue-state-called = called
queue-state-serving = serving
queue-state-parked = parked
queue-state-no-show = no-show
queue-state-left = left
queue-state-done = done
queue-state-voided = voided
queue-nameless = no name
queue-kept-for = for { $name }
queue-called-times = { $state }, { $n } times
queue-fact-ticket = Ticket
queue-fact-state = State
queue-fact-service = Service
queue-fact-arrival = Came at
queue-fact-due = Appointment
queue-fact-waiting = Waited
queue-fact-desk = Desk
queue-fact-place = Place
queue-place = { $n }, { $why }
queue-place-next = next, { $why }
queue-command-close-day = end day
queue-command-new = new ticket
queue-command-call = call
queue-command-recall = recall
queue-command-serve = serve
queue-command-end = finish
queue-command-end-and-call = next one
queue-command-park = park
queue-command-resume = resume
queue-command-forward = forward
queue-command-absent = no-show
queue-command-intake = quick intake
queue-called = { $number } called: { $who }.
queue-called-number = { $number } called: there is no name.
queue-recalled = { $what }: called again.
queue-served = { $what }: now at the desk. Enter opens the form.
    .lines = { $what }: now at the desk. The number of the ticket opens the form.
queue-absent = { $what }: marked as a no-show.
queue-released = { $what }: back in the same place.
queue-parked = { $what }: parked. Use { $key } to resume.
queue-resumed = { $what }: at the desk again.
queue-requeued = { $what }: back in the queue, first of its class.
queue-forwarded = { $what }: sent on to another service.
queue-left = { $what }: left before service.
queue-returned = { $what }: back in the queue.
queue-attached = { $what }: now has its record.
queue-voided = { $what }: ticket voided.
queue-which-parked = First go to the row of who is parked.
queue-no-desk = Choose your desk first: use { $key }.
queue-no-desks = This office has no desks. Ask coordination to add one.

## One ticket.
ticket-title = Ticket { $number }
ticket-gone = Ticket no longer in the queue
ticket-not-today = This is not one of today's tickets.
ticket-nothing = There is nothing more to do with this ticket.
ticket-call-first = People are called in order: 0 goes back to the queue, then { $key } calls who is next.
ticket-at-colleague = { $name } has this ticket.
ticket-ended = This ticket is closed.
ticket-serve = The person is here: start the service
ticket-recall = Call again
ticket-absent = Mark as a no-show
ticket-intake = Open the quick intake
ticket-end = Finish the contact
ticket-park = Park
ticket-forward = Send on to another service
ticket-resume = Resume the service
ticket-requeue = Back in the queue, first of its class
ticket-return = The person is back: put them in the queue again
ticket-release = Back in the queue, in the same place
ticket-leave = Left before service
ticket-void = Void the ticket
ticket-attach = It is for the person in hand: { $who }
ticket-person = Open the person's record
park-title = Park: for what reason?
park-paper = Fetching a paper
park-colleague = Waiting for somebody of the office
park-call = Making a phone call
park-other = Another reason
void-title = Void the ticket: for what reason?
void-mistake = Given by mistake
void-twice = Given twice
void-service = Wrong service
void-other = Another reason
forward-title = Forward: to which service?
forward-whom = Forward: to whom?
forward-anybody = Whoever is free
desk-title = At which desk are you?
desk-taken = { $desk }, now used by { $name }

## A new ticket.
issue-title = New ticket
issue-who = Person
issue-who-hint = Name, phone, date of birth or tax code. No name is fine too.
issue-card-hint = Card read: { $code }. Not on file: the code goes on to the intake.
issue-alias-hint = Not on file: the ticket bears this name.
issue-not-on-file = not on file
issue-due = Appointment today at { $time } with { $with }: the ticket is for it.
issue-early = Appointment today at { $time } with { $with }: more than half an hour early.
issue-afar = Appointment today at { $time } with { $with }, { $place }: the ticket is for something else.
issue-elsewhere = Appointment today at { $time } with { $with }, but at another office.
issue-service = Service
issue-service-missing = Choose the service: type its number.
issue-priority = Priority
issue-exception = Reason
issue-closed = The office does not receive walk-ins now. Type the reason for an exception.
issue-save = Give the ticket
issue-wait-minutes = { $low }-{ $high } minutes
    .full = { $low } to { $high } minutes
issue-wait-hours = { $low } to { $high } hours
issue-done =
    { $n ->
        [0] Ticket { $number }: next to be called.
        [one] Ticket { $number }: 1 person ahead, { $wait }.
       *[other] Ticket { $number }: { $n } people ahead, { $wait }.
    }

## The quick intake.
intake-title = Quick intake
intake-title-ticket = Quick intake, { $number }
intake-title-person = Quick intake: { $who }
intake-title-both = Quick intake, { $number }: { $who }
intake-papers = Papers shown
intake-papers-seen = Shown before: { $papers }.
intake-notice = Privacy notice given
intake-notice-given = Given on { $day }, version { $version }.
intake-reason = Reason for the visit
intake-same = On file already?
intake-same-hint = { $who }: { $why }. Type 1 to use that record.
intake-complete = Nothing is missing.
intake-missing = Missing: { $items }.
intake-name-or-code = Type at least the surname or the tax code.
intake-saved = Saved: { $who }.
intake-resumed = You are back where you left off.
intake-draft-gone = The draft is no longer there.
intake-owner-title = Code already on file: { $who }
intake-owner = If it is the same person, use that record: what is known is filled in.
intake-owner-use = Use the record on file
intake-owner-apart = Somebody else: keep two records
intake-duplicate = Another record has this code too: check it as soon as you can.
intake-doubtful-title = The tax code does not add up
intake-doubtful = You can correct it, or save it as it is: it stays marked for checking.
intake-doubtful-mend = Correct the code
intake-doubtful-keep = Save it as it is, to be checked
next-title = What next, { $who }?
next-heading = Where to go from here
next-plan = Plan
next-appointment = Appointment
next-work = Matching work
next-record = The person's record
next-charge = Take in charge
next-charged = Taken in charge: { $who }.
next-end = Finish the contact
next-wishes = Hours, contracts, when the person can come
next-queue = Go to the queue: the person stays with you

## The end of a contact.
closing-title = End of the contact, { $number }
closing-who = Person
closing-service = Service
closing-start = Start
closing-end = End
closing-length = Length
closing-how = How did it end?
closing-how-then-call = How did it end? Then the next person is called.
closing-write = Correct outcome, service and minutes
closing-outcome = Outcome
closing-outcome-missing = Choose the outcome: type its number.
closing-minutes = Minutes
closing-minutes-wrong = Minutes go from 0 to 480. Type 20, for example.
closing-note = Note
closing-save = Finish
closing-done = { $number } finished: { $length }.
closing-nobody = Nobody is at your desk. Use { $key } to call the next one.
queue-state-line-lost = line dropped
ticket-take-over = Take the ticket over, with its draft: the line dropped
queue-taken-over = { $what }: now with you.

## The close of the day.
evening-title = End of the day
evening-text =
    { $n ->
        [0] Nobody waits any more.
        [one] 1 ticket still waits: it leaves the queue.
       *[other] { $n } tickets still wait: they leave the queue.
    }
evening-at-desk =
    { $n ->
        [one] 1 ticket is still at a desk: it is ended by hand.
       *[other] { $n } tickets are still at a desk: they are ended by hand.
    }
evening-open = Open tickets
evening-day = of { $day }
evening-close = Close the day: those who wait leave the queue
evening-empty = All tickets are settled.
evening-done =
    { $n ->
        [one] Day closed: 1 ticket left the queue.
       *[other] Day closed: { $n } tickets left the queue.
    }
evening-colleague = It is ended by { $name }, or by coordination.

## Satisfaction, at the end of a contact.
opinion-title = Was the service useful?
opinion-anonymous = The answer has no name: only the score and the day are counted.
opinion-go-on = Or go on: { $key } to serve whom you called.
opinion-named = The answer is kept with the name: { $who }.
opinion-skip = No answer
opinion-with-name = Wants to give their name
opinion-complaint = Write a complaint down
opinion-thanks = Answer noted. Thank the person.
next-interview = Full interview
