### The agenda: days, appointments, free times.

agenda-title = Agenda
agenda-title-of = Agenda, { $day }, { $who }
agenda-today = Today
agenda-tomorrow = Tomorrow
agenda-yesterday = Yesterday
agenda-hours = at work { $hours }
agenda-no-hours = no working hours
agenda-away = with hours of absence
agenda-closed = office closed: { $why }
agenda-empty = No appointment and no free time. The right arrow goes to the next day.
agenda-empty-choosing = There is no free time on this day. The right arrow goes to the next day.
agenda-wait = Wait: reading the agenda.
agenda-colleagues = Colleagues at the same time
agenda-not-here = not here
agenda-free = free
agenda-kept = time kept
agenda-choosing = Choose a free time for { $who }: Enter takes it, 0 leaves all as it is.
    .lines = Choose a free time for { $who }: its number takes it, 0 leaves all as it is.
agenda-nobody-else = Nobody else works here on this day.
agenda-which = First go to the row of an appointment.
agenda-not-now = The state is now: { $state }. This step is not possible.
agenda-resumed = Draft resumed.
agenda-choose = This is not in the list. Type some letters and choose with Enter.

## What is known of an appointment.
agenda-when = When
agenda-with = With
agenda-service = Service
agenda-place = Place
agenda-state = State
agenda-reason = Reason
agenda-exception = Reason for the exception
agenda-note = Note
agenda-plan = Plan

## Commands.
agenda-command-new = book
agenda-command-move = move
agenda-command-cancel = cancel
agenda-command-absent = absent
agenda-command-arrived = arrived
agenda-command-colleague = colleague
agenda-command-calendar = calendar
agenda-command-today = today

## A new appointment.
book-title = Book, { $day }, { $who }
book-who = Person
book-who-unknown = No record has this name. Type surname and name, for example: Rossi Maria.
book-who-missing = The person is missing. Type some letters of the surname, for example: ros mar.
book-time = Time
book-time-form = The time cannot be read. Type for example 9:30.
book-time-clock = There is no such time. Type for example 9:30.
book-until = { $length }, until { $time }
book-save = Book
book-overlaps = Taken from { $time }.
book-free-at = Free for { $length }: at { $time }.
book-free-none = There is no room for { $length } on this day. Choose another day.
book-closed = Office closed: { $why }. To book all the same, type the reason, or go back and choose another day.
book-closed-reason = The office is closed. Type the reason, or go back and choose another day.
book-outside = The time is outside working hours. Type the reason, or choose another time.

## Free times.
offer-title = Free times for { $who }
offer-title-move = New time for { $who }
offer-now = Now
offer-wait = Wait: looking for free times.
offer-more = More times
offer-anyone = With whoever is free first
offer-calendar = Choose from the calendar
offer-service = Another service
offer-standing = already booked, { $who }
confirm-title = Appointment for { $who }
confirm-book = Book { $place }

## One appointment.
sheet-title = Appointment: { $who }
sheet-arrive = The person is here
sheet-hold = It took place
sheet-miss = Nobody came
sheet-leave = The person left before
sheet-confirm = The person confirms
sheet-move = Move
sheet-cancel = Cancel
sheet-correct-held = Correct: it did take place
sheet-correct-cancelled = Correct: the person had cancelled
sheet-plan = Open the plan
sheet-record = Open the record
sheet-of-plan = an action of the plan
sheet-nothing = Nothing is left to do for this appointment.

## Calling off, putting right, another day.
cancel-title = Cancel the appointment?
cancel-which = { $who }, { $when }, with { $with }.
cancel-keep = Keep the appointment
cancel-by-person = The person cancels
cancel-by-office = The office cancels
ask-cancel-title = Cancelled by the office: { $who }
ask-cancel-save = Cancel the appointment
ask-correct-title = Correction: { $who }
ask-reason-missing = The reason is missing. Type for example: office closed by a fault.
ask-day-title = Go to another day
ask-day = Day
ask-day-missing = The day is missing. Type for example 12/3, mon, or tomorrow.
ask-go = Go
ask-service-title = Times for another service
ask-look = Look for times

## What was done.
agenda-booked = Booked: { $who }, { $day } at { $time } with { $with }.
agenda-moved = Moved: { $who }, { $day } at { $time } with { $with }.
agenda-cancelled = Cancelled: { $who }, { $when }.
agenda-arrived = Arrival noted: { $who }, ticket { $number }.
agenda-held = Held: the appointment of { $who }.
agenda-missed = No-show noted: { $who }.
agenda-left = Left before the interview: { $who }.
agenda-confirmed = Confirmed: the appointment of { $who }.
agenda-corrected = Corrected: the appointment of { $who }.
agenda-theirs = Meanwhile { $by } has changed the appointment: now it is { $when } with { $with }. Check and try again.
