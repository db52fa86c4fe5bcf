### The plans: list, templates, goals, actions, steps.

plans-title = Plans
plans-title-of = Plans of { $who }
plans-title-mine = Plans that you follow
plans-empty = No plan. Use { $key } to begin one from a template.
plans-empty-mine = You follow no open plan. Use { $key } to find a person.
plans-wait = Wait: reading the plans.
plans-column-plan = Plan
plans-column-person = Person
plans-column-state = State
plans-column-end = End
plans-column-actions = Actions
plans-column-referent = Case owner
plans-column-hours = Hours
    .full = Length
plans-settled = { $n } of { $of }
plans-soon = active, ends
plans-overdue = past its end
plan-action-late = late
plans-unnamed = personal
plans-own = no template
plans-which-action = First go to the row of an action for which it can be done.
plans-not-under-way = The plan is not under way: it must be signed first.
plans-not-ours = This action is done by: { $who }. What is booked here is what the office does.
plans-not-now = The action is now: { $state }. This cannot be done.
plans-which-row = First go to the row of a goal or an action.
plans-open-already = { $who } already has an open plan: { $plan }. Enter opens it.
    .lines = { $who } already has an open plan: { $plan }. Its number opens it.

## Commands.
plans-command-new = new
plans-command-mine = your caseload
plans-command-person = person
plans-command-add = add
plans-command-propose = propose
plans-command-sign = sign
plans-command-start = start
plans-command-book = book
plans-command-drop = drop
plans-command-cancel = cancel action
plans-command-suspend = suspend
plans-command-resume = resume
plans-command-close = close
plans-command-page = print

## Templates.
templates-title = New plan for { $who }
templates-column-name = Template
templates-column-group = Group
templates-column-days = Length
templates-group = { $group }: { $answer }
templates-by-hand = chosen by hand
templates-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
templates-empty = Empty plan

## One plan.
plan-title = Plan of { $who }: { $plan }, { $state }
plan-version = version { $n }
plan-period = Period
plan-programme = Programme
plan-signed = Signature
plan-outcome = Outcome
plan-own-words = Own words
plan-column-what = Goals and actions
plan-column-who = Who
plan-column-due = By
plan-is-goal = goal
plan-by-staff = the office
plan-by-person = the person
plan-by-partner = a partner
plan-hours-of = { $part } of { $whole }
plan-planned = Planned hours
plan-delivered = Hours given
plan-hours-signed = Hours signed
plan-over-cap = { $planned } are planned. The programme { $programme } pays for { $cap } since { $since } ({ $source }). Reduce the hours.
plan-add-action = Add an action
plan-add-goal = Add a goal
plan-head = Programme and period
plan-propose = Propose the plan
plan-sign = Signature of the plan
plan-amend = Reopen for changes
plan-start = Start the plan
plan-resume = Resume the plan
plan-close = Close the plan
plan-suspend = Suspend the plan
plan-revise = New version
plan-interrupt = Interrupt the plan
plan-expire = Mark as expired
plan-extend = Extend the plan
plan-reopen = Reopen the plan
plan-page = Page to print
plan-day-missing = The day is missing. Type for example 12/3, or today.

## Dialogs.
add-title = What do you add?
drop-goal = Drop the goal? Its actions stay.
drop-action = Drop the action?
drop-keep = Leave it
drop-do = Drop
close-title = With which outcome does it close?
interrupt-title = Why is it interrupted?

## Forms.
edit-goal = Goal: { $who }
edit-new-goal = New goal: { $who }
edit-action = Action: { $who }
edit-new-action = New action: { $who }
edit-head = Facts of the plan: { $who }
edit-sign = Signature of the plan: { $who }
edit-extend = More time for the plan: { $who }
edit-replan = Action to plan again: { $who }
edit-complete = Action done: { $who }
edit-stop = Action stopped: { $who }
edit-cancel = Action cancelled: { $who }
edit-deliver = Hours given: { $who }
goal-text = Goal
goal-text-missing = The goal is missing. Type for example: find work close to home.
goal-domain = Domain
goal-strand = Strand
action-service = Service
action-text = What
action-goal = Goal
action-owner = Who does it
action-staff = Who in the office
action-hours = Hours
action-hours-wrong = The hours cannot be read. Type for example 8, or 1:30.
action-hours-given = Hours given
action-given = { $given }, signed { $signed }
action-appointment = Appointment
action-reason = Reason
action-reason-missing = The reason is missing. Type for example: the person found work.
head-starts = First day
head-ends = Last day
action-due-outside = The plan goes from { $from } to { $to }. Type a day between them, or change the plan.
head-ends-before = The end comes before the start. Type a day after the first one.
sign-on = Date of signature
sign-how = How
sign-save = Sign
sign-future = A signature cannot be in the future. Type for example: today.
deliver-on = Day
deliver-from = From
deliver-place = Place
deliver-note = Note

## One action.
action-title = Action of { $who }
action-nothing = There is nothing to do for this action now.
action-do-book = Book an appointment
action-do-tie = Tie to an appointment that stands
action-tie-title = Which appointment serves this action?
action-tie-none = This person has no appointment to tie it to.
action-tied = The appointment now serves the action: { $who }.
action-do-appointment = Open the appointment
action-do-deliver = Note hours given
action-do-complete = Mark as done
action-do-stop = Stop the action
action-do-replan = Plan it again
action-do-cancel = Cancel the action

## What was done.
plans-drafted = The draft plan is ready: { $who }.
plan-proposed = Plan proposed: { $who }.
plan-amended = Plan reopened for changes: { $who }.
plan-is-signed = Plan signed: { $who }.
plan-started = Plan started: { $who }.
plan-suspended = Plan suspended: { $who }.
plan-resumed = Plan resumed: { $who }.
plan-revised = New version in draft: { $who }.
plan-closed = Plan closed: { $who }.
plan-interrupted = Plan interrupted: { $who }.
plan-expired = Plan expired: { $who }.
plan-extended = Plan extended: { $who }.
plan-reopened = Plan reopened: { $who }.
goal-saved = Goal saved.
goal-dropped = Goal dropped.
head-saved = Facts of the plan saved.
action-saved = Action saved.
action-dropped = Action dropped.
action-replanned = Action planned again.
action-completed = Action done.
action-stopped = Action stopped.
action-cancelled = Action cancelled.
action-delivered = Hours given saved.

## The printed page.
page-title = Page to print: { $who }
page-heading = Personal plan
page-by = by
page-other-actions = Other actions
page-planned = Planned hours
page-cap = Hours paid for
page-date = Date
page-person-signs = Signature of the person
page-staff-signs = Signature of the office
plan-row-gone = This row is no longer there. If you save, you make a new one with what you typed.

## Hours and rows that are gone.
action-hours-to-sign = To be signed: { $what }
action-hours-signed = Signed on { $day }: { $what }
action-hours-stay = These hours are signed: they do not change any more.
action-hours-done = Hours signed.
edit-hours = Signature of hours: { $who }
plan-goal-gone = This goal is no longer there
plan-goal-again = Keep the text in a new goal
plan-action-gone = This action is no longer there
plan-action-again = Keep the text in a new action
plan-row-forget = Let the draft go
