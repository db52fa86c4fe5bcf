### What an act was, as a noun: said when it is undone, and in a record's history.

## Queue: the steps of a ticket.
act-queue-close-day = end of the day
act-ticket-issue = ticket issued
act-ticket-call-next = call of the next person
act-ticket-recall = second call
act-ticket-serve = start of service
act-ticket-release = return to the queue
act-ticket-absent = no-show recorded
act-ticket-park = parking
act-ticket-resume = service resumed
act-ticket-take-over = ticket taken over from a dropped line
act-ticket-requeue = back in the queue
act-ticket-forward = forwarding
act-ticket-finish = end of the contact
act-ticket-leave = departure before service
act-ticket-return = return after absence
act-ticket-void = ticket voided
act-ticket-attach = person linked to the ticket

## People.
act-person-register = new record of a person
act-person-change = change of the record
act-person-document = paper recorded
act-person-employment = employment status
act-person-identify = identifier of the person
act-person-note = note in the diary
act-person-notice = privacy notice given
act-person-take-back = consent or objection taken back
act-person-object = objection of the person
act-person-merge = merging of two records
act-person-separate = separating of two records
act-person-not-same = two different people
act-intake-save = intake saved
act-intake-take-charge = taking in charge

## Agenda.
act-appointment-book = appointment booked
act-appointment-confirm = appointment confirmed
act-appointment-move = appointment moved
act-appointment-cancel = appointment cancelled
act-appointment-arrive = arrival of the person
act-appointment-held = appointment held
act-appointment-no-show = missed appointment
act-appointment-leave = departure before the interview
act-appointment-correct = outcome corrected

## Plans.
act-plan-draft = draft of the plan
act-plan-set = change of the plan
act-plan-propose = plan proposed
act-plan-amend = plan amended
act-plan-sign = signature of the plan
act-plan-start = start of the plan
act-plan-suspend = suspension of the plan
act-plan-resume = plan resumed
act-plan-revise = revision of the plan
act-plan-close = plan closed
act-plan-interrupt = plan interrupted
act-plan-expire = plan expired
act-plan-extend = extension of the plan
act-plan-reopen = plan reopened
act-goal-add = new goal
act-goal-set = change of the goal
act-goal-drop = goal removed
act-action-add = new action
act-action-set = change of the action
act-action-drop = action removed
act-action-book = action booked
act-action-deliver = hours delivered
act-action-complete = action done
act-action-stop = action stopped
act-action-replan = action planned again
act-action-cancel = action cancelled
act-delivery-sign = hours signed

## Vacancies.
act-company-add = new company
act-company-set = change of the company
act-vacancy-add = new vacancy
act-vacancy-change = change of the vacancy
act-vacancy-publish = vacancy published
act-vacancy-pause = vacancy paused
act-vacancy-resume = vacancy resumed
act-vacancy-fill = vacancy filled
act-vacancy-reopen = vacancy reopened
act-vacancy-withdraw = vacancy withdrawn
act-vacancy-expire-overdue = overdue vacancies expired

## Office.
act-batch-publish = import published
act-batch-abandon = import abandoned
act-office-add = new office
act-desk-add = new desk
act-service-add = new service
act-programme-add = new programme
act-book-purge = removal of rows of a book whose time is over
act-param-set = new dated value
act-opening-add = new opening window
act-opening-set = change of an opening window
act-opening-drop = opening window removed
act-closure-add = new closure
act-staff-add = new member of staff
act-staff-change = change of a member of staff
act-staff-absence = staff absence
act-staff-desk = change of desk
act-staff-setting = change of a preference
act-staff-present = absence removed
act-desk-change = change of a desk
act-desk-close = desk closed
act-desk-reopen = desk reopened
act-service-change = change of a service
act-service-end = end of a service
act-day-close = closure of one or more days
act-day-open = special opening
act-day-clear = return to normal hours
act-office-change = change of an office
act-staff-key-add = new key
act-staff-key-revoke = key revoked
act-staff-password = password changed
act-staff-totp = second factor changed
act-office-passwords = use of passwords in the office

# Applications.
act-application-propose = application proposed
act-application-consent = consent to the application
act-application-send = application sent
act-application-hire = hiring put on file
act-placement-follow-up = follow-up of a hiring
act-application-advance = step of the application
act-undo = undoing
act-undo-last = undoing
act-redo-last = redoing
act-office-backup = backup made

## What people say of the service.
act-feedback-give = satisfaction noted
act-complaint-open = complaint written down
act-complaint-move = step of a complaint

## Sealed facts.
act-sealed-add = sealed fact written
act-sealed-end = end of a sealed fact
act-sealed-strike = sealed fact written by mistake taken away
act-interview-write = row of the interview written
act-interview-remove = row of the interview taken away
act-interview-save = interview saved
act-interview-end = interview ended
act-outline-put = interview outline put in force
