### The vacancies: search, one vacancy, match, consent, form.

## Search.
vacancies-title = Vacancies
vacancies-words = Words
vacancies-occupation = Occupation
vacancies-near = Near
vacancies-km = Within km
vacancies-contract = Contract
vacancies-state = State
vacancies-only-open = open vacancies only
vacancies-all-states = all vacancies
vacancies-to-results = Go to the results
vacancies-column-title = Title
vacancies-column-company = Company
vacancies-column-place = Place
vacancies-column-contract = Contract
vacancies-company = Company
vacancies-place = Place
vacancies-hours = Hours
vacancies-pay = Pay
vacancies-posts = Posts
vacancies-deadline = Deadline
vacancies-found =
    { $n ->
        [one] One open vacancy
       *[other] { $n } open vacancies
    }
vacancies-found-all =
    { $n ->
        [one] One vacancy
       *[other] { $n } vacancies
    }
vacancies-found-more = More than { $n } vacancies. Use { $key } to search them all.
vacancies-none-found = No vacancy. Try fewer words, or farther away.
vacancies-asked-words = The words hold too: { $words }
vacancies-wait = Please wait: reading the vacancies.
vacancies-asked = Search: { $what }. Use { $key } to change it.
vacancies-asked-near = within { $km } km in a straight line of { $place }
    .full = within { $km } kilometres in a straight line of { $place }
vacancies-also = also { $titles }
vacancies-pick-one = Type a few letters and choose a row of the list.
vacancies-km-wrong = Kilometres go from 1 to 500. Type for instance 20.
vacancies-command-search = search
vacancies-command-conditions = filters
vacancies-command-new = new vacancy
vacancies-command-people = find people
vacancies-command-answer = answer
vacancies-command-propose = apply
vacancies-command-open = open vacancy
vacancies-command-publish = publish
vacancies-command-pause = pause
vacancies-command-resume = resume
vacancies-command-reopen = reopen
vacancies-command-edit = edit
vacancies-command-fill = posts filled
vacancies-command-withdraw = withdraw

## Contracts in one word, for columns.
vacancy-contract-permanent = permanent
vacancy-contract-fixed-term = fixed-term
vacancy-contract-agency = agency
vacancy-contract-on-call = on call
vacancy-contract-apprenticeship = apprentice
vacancy-contract-traineeship = traineeship
vacancy-contract-collaboration = collaboration
vacancy-contract-seasonal = seasonal
vacancy-contract-domestic = domestic
vacancy-contract-self-employed = self-employed

## One vacancy.
vacancy-place-km = { $place }, { $km } km
    .full = { $place }, { $km } kilometres
vacancy-missing = missing: { $what }
vacancy-missing-to-publish = To publish, { $missing }. With { $key } you complete the vacancy.
vacancy-hours =
    { $n ->
        [one] { $n } hour a week
       *[other] { $n } hours a week
    }
vacancy-pay = { $pay } euros gross a month
vacancy-until = until { $day }
vacancy-since = since { $day }
vacancy-from = start { $day }
vacancy-ccnl = agreement { $ccnl }
vacancy-level = level { $level }
vacancy-licence = licence { $licence }
vacancy-own-car = own car
vacancy-italian = Italian { $level }
vacancy-asks = Asks for
vacancy-essential = Essential
vacancy-optional = Preferred
vacancy-applications =
    { $n ->
        [one] One application
       *[other] { $n } applications
    }
vacancy-no-applications = No application
vacancy-find-people = People who fit
vacancy-read-text = Text of the advert
vacancy-done-published = Vacancy published: { $title }.
vacancy-done-paused = Vacancy paused: { $title }.
vacancy-done-resumed = Vacancy open again: { $title }.
vacancy-done-filled = Posts filled: { $title }.
vacancy-done-withdrawn = Vacancy withdrawn. Its open applications have ended.
vacancy-done-reopened = Vacancy reopened with the new deadline.
vacancy-fill-ask = Are all posts filled: { $title }?
vacancy-fill-ends = The other open applications end here.
vacancy-fill-no = No, leave the vacancy open
vacancy-fill-yes = Yes, the posts are filled
step-reason = Reason
step-withdraw = Withdraw the vacancy
step-withdraw-ends = Applications that are still open end with the vacancy.
step-reopen = Reopen the vacancy

## The form.
vacancy-new-title = New vacancy
vacancy-edit-title = Edit: { $title }
vacancy-new-company = new company
vacancy-field-ccnl = Collective agreement
vacancy-field-level = Contract level
vacancy-field-transport = Public transport
vacancy-field-reserved = Reserved post
vacancy-field-hours = Hours a week
vacancy-field-pay = Gross monthly pay
vacancy-field-start = Start
vacancy-field-italian = Italian
vacancy-field-essential = Essential skills
vacancy-field-optional = Preferred skills
vacancy-field-text = Text of the advert
vacancy-field-publish = Publish at once
vacancy-field-empty = The field is empty. Type a value.
vacancy-needs-contract = Publishing needs the contract. Press space and choose, or answer no to Publish at once.
vacancy-needs-ccnl = Publishing needs the collective agreement. Ask the company, or answer no to Publish at once.
vacancy-needs-hours = Publishing needs the hours. Type for instance 40, or answer no to Publish at once.
vacancy-posts-wrong = There is at least one post. Type for instance 2.
vacancy-hours-wrong = Hours go from 1 to 60. Type for instance 40.
vacancy-pay-wrong = The pay cannot be read. Type for instance 1400 or 1400-1600.
vacancy-deadline-past = The deadline is past. Type a day from today on, for instance +30d.
vacancy-title-one-gender = The title speaks to one gender only. Better: { $both }.
vacancy-advert-write = "{ $phrase }" chooses by { $ground } ({ $law }). Write: { $neutral }.
vacancy-advert-leave-out = "{ $phrase }" chooses by { $ground } ({ $law }). Leave these words out.
vacancy-advert-title = The advert cannot be published like this
vacancy-advert-why = Some words choose people on grounds that the law forbids. Each field says which.
vacancy-advert-mend = Back to the field, I will mend it
vacancy-advert-replace = Put the neutral words in
vacancy-advert-draft = Save as a draft, do not publish
vacancy-saved = Vacancy saved.
vacancy-saved-draft = Vacancy saved as a draft. Zero goes back to it, p publishes.
vacancy-saved-published = Vacancy published. Here are the people who fit.
vacancy-draft-resumed = Draft resumed: go on where you were.
advert-ground-sex = sex
advert-ground-age = age
advert-ground-looks = looks
advert-ground-family = family
advert-ground-origin = origin
advert-ground-belief = religion
advert-ground-health = health
advert-ground-union = political or union views
advert-ground-orientation = sexual orientation

## Match.
why-title-person = Work for { $name }
why-title-vacancy = People for: { $title }
why-title = { $title }: { $points }
why-compared-vacancies =
    { $n ->
        [one] One vacancy compared. Enter explains, { $key } applies.
       *[other] { $n } vacancies compared. Enter explains, { $key } applies.
    }
    .lines =
        { $n ->
            [one] One vacancy compared. Its number explains it, { $key } applies.
           *[other] { $n } vacancies compared. The number of a row explains it, { $key } applies.
        }
why-compared-people =
    { $n ->
        [one] One person compared. Enter explains, { $key } applies.
       *[other] { $n } people compared. Enter explains, { $key } applies.
    }
    .lines =
        { $n ->
            [one] One person compared. Its number explains it, { $key } applies.
           *[other] { $n } people compared. The number of a row explains it, { $key } applies.
        }
why-no-vacancies = No vacancy is open at the moment.
why-no-people = Nobody looks for this occupation. With { $key } check the occupation of the vacancy.
why-column-person = Person
why-column-residence = Residence
why-column-journey = Journey about
why-column-did = DID
why-column-points = Points
why-not-eligible = not allowed
why-points =
    { $n ->
        [one] { $n } point
       *[other] { $n } points
    }
why-days = { $shift }, possible days: { $part } of { $whole }
why-of = { $part } of { $whole }
why-km = { $n } km by road
    .full = { $n ->
        [one] { $n } kilometre
       *[other] { $n } kilometres
    }
why-about = { $n } min
    .full = { $n } minutes
why-minutes = { $n } min (est.)
    .full = { $n ->
        [one] { $n } minute (estimate)
       *[other] { $n } minutes (estimate)
    }
why-months-ago =
    { $n ->
        [one] a month ago
       *[other] { $n } months ago
    }
why-occupation = { $close } ({ $title })
why-skills-missing = { $of }, missing: { $skills }
why-asked-held = asked { $asked }, has { $held }
why-rule = ? by law
why-nothing-asked = nothing asked
why-missing = missing
why-to-ask = to ask
why-to-ask-of = to ask: { $found }
why-gate-allowed = The application is possible.
why-gate-refused = The application is not allowed: { $rules }.
why-gate-ask = Before applying, ask: { $rules }.
why-applied = Application
why-propose = Apply
why-open-application = Follow the application
why-open-vacancy = Open the vacancy
why-open-person = Open the record
why-ask-first = The answer that changes most: { $what }, up to { $n } points. Write it with { $key }.
why-known = Points on known facts: { $n } of 100. What is not known counts half.
why-supposed = { $found }; ask how they travel
why-ask-person = To ask the person: { $what }. Enter on the row records the answer.
    .lines = To ask the person: { $what }. The number of the row records the answer.
why-ask-company = To ask the company: { $what }.
why-not-used = Not used: gender, age, family, health, origin, detention.
why-company-answers = The company answers: ask, then edit the vacancy.
why-ask-on-record = Ask aloud: this answer is not kept. If it is fine, { $key } puts forward.

## An answer of the person.
answer-title = Question to { $name }
answer-occupation = Occupation wanted
answer-skills = Skills held
answer-shift = Hours wanted
answer-residence = Residence
answer-transport = Usual transport
answer-own-car = Own car
answer-radius = At most km
answer-education = Qualification
answer-italian = Level of Italian
answer-licence = Driving licence
answer-no-licence = no licence
answer-birth = Date of birth
answer-pair-gone = This question is no longer asked. The text stays among the drafts.
answer-save = Save the answer
answer-then = The answer goes on record and the list is sorted again.
answer-empty = The answer is missing. Press space or type a few letters.
answer-radius-wrong = Kilometres go from 1 to 1000. Type for instance 15.
answer-done = Answer saved on record. The list is up to date.

## Consent.
consent-title = Consent of { $name }
consent-read-aloud = Read aloud:
consent-agrees-new = Yes, agreed: record application and consent
consent-agrees = Yes, agreed: record the consent
consent-later = Not yet: record the proposal only
consent-no = No: go back, record nothing
consent-exception = Reason
consent-exception-empty = The reason is missing. Type for instance: licence due on 10 March.
consent-exception-why = The reason stays with the application, with your name.
consent-go-on = Go to the consent
consent-already = { $name }: the application is already there ({ $state }).
consent-done = Application recorded, with the consent: { $name }.
consent-done-later = Proposal recorded, the consent is missing: { $name }.
consent-nothing-done = Nothing was recorded.

## What a person was put forward for.
put-forward-title = Applications of { $name }

## One application.
application-title = Application of { $name }
application-vacancy = Vacancy
application-consent = Consent
application-revoked = taken back on { $day }
application-exception = Exception
application-why-ended = { $state }: for what reason?
application-step-consent = Ask for the consent
application-step-send = Send to the company
application-step-review = The company considers it
application-step-interview = There is an interview
application-step-offer = The company makes an offer
application-step-hired = Hired
application-step-rejected = The company declines
application-step-withdrawn = The person withdraws
application-step-person = Open the person's record
application-done = { $name }, application: { $state }.

## The work that comes of it.
work-hire-title = Hiring of { $name }
work-hire-ends = The other applications of the person end: there is work.
work-from = First day
work-from-far = The day is more than a year from today. Check the year.
work-to = Last day
work-to-empty = This contract has an end. Write the last day.
work-to-before = The end is before the beginning. Check both days.
work-proof = How it is known
work-ended-title = End of the work of { $name }
work-last = Last day of work
work-last-wrong = The day is from the first of work to today. Write another day.
work-terms = Hiring
work-since = from { $from }
work-from-to = from { $from } to { $to }
work-over = Work ended
work-follow-ups = Follow-ups
work-to-ask = to be asked
work-step-hear = Write down the follow-up due from { $day }
work-what-heard = How is the work going?
work-heard = The follow-up is on file.

# The page of an employer.
vacancy-open-company = Employer
company-name = Name
company-kind = Kind
company-code = Tax or VAT code
company-place = Municipality
company-contact = Whom to ask for
company-email = Mail
company-active = Active
company-is-active = yes, vacancies are taken
company-is-inactive = no, vacancies are not taken
company-vacancies = Vacancies
company-change = Change the data
company-saved = The employer is saved.
company-vacancies-count =
    { $n ->
        [one] one on file
       *[other] { $n } on file
    }
