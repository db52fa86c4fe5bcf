### The words of the closed sets: one message for each value, `{family}-{code}`.

lang-it = Italian
lang-en = English

## Queue.
ticket-state-waiting = waiting
ticket-state-called = called
ticket-state-serving = being served
ticket-state-parked = parked
ticket-state-no-show = no-show
ticket-state-left = left before service
ticket-state-done = done
ticket-state-voided = voided
priority-1 = first
priority-2 = priority
priority-3 = by arrival
outcome-appointment = appointment given
outcome-plan = plan begun or revised
outcome-proposal = vacancy proposed
outcome-referral = referred to a partner
outcome-informed = information given

## Agenda.
appointment-state-booked = booked
appointment-state-confirmed = confirmed
appointment-state-arrived = arrived
appointment-state-held = held
appointment-state-no-show = no-show
appointment-state-cancelled-by-person = cancelled by the person
appointment-state-cancelled-by-office = cancelled by the office
appointment-state-moved = moved
appointment-state-left = left before the interview
place-office = at the office
place-phone = by phone
place-video = by video
place-outside = elsewhere
opening-walk-in = walk-in
opening-appointment = appointments only
opening-mixed = walk-in and appointments
opening-closed = closed

## Intake.
intake-state-open = open
intake-state-partial = to complete
intake-state-complete = complete
intake-state-taken-in-charge = taken in charge
intake-state-referred-out = referred elsewhere
intake-state-withdrawn = withdrawn
intake-state-expired = expired
intake-kind-brief = quick intake
intake-kind-full = full intake
intake-kind-update = update
reason-work = looking for work
reason-orientation = guidance
reason-training = training
reason-traineeship = traineeship
reason-papers = papers and procedures
reason-self-employment = self-employment
reason-information = information
reason-other = other

## Person.
registry-sex-F = female
registry-sex-M = male
gender-woman = woman
gender-man = man
gender-non-binary = non-binary
gender-other = other
gender-undisclosed = prefers not to say
contact-rule-free = any time, any way
contact-rule-mornings = mornings only
contact-rule-no-sms = no text messages
contact-rule-no-calls = no calls
contact-rule-safe = safe contact
employment-unemployed = unemployed
employment-never-worked = looking for a first job
employment-employed = employed
employment-below-threshold = employed below the threshold
employment-suspended = suspended
employment-inactive = not looking for work
employment-student = student
education-0 = no qualification
education-1 = primary school
education-2 = lower secondary school
education-3v = vocational qualification
education-3 = upper secondary diploma
education-5 = higher technical diploma (ITS)
education-6 = bachelor's degree
education-7 = master's degree
education-8 = doctorate
identifier-cf = tax code
identifier-cf-provisional = provisional tax code
identifier-stp = STP code
identifier-eni = ENI code
identifier-passport = passport
checked-ok = checked
checked-anomaly = anomaly to check
checked-forced = confirmed by hand
transport-foot = on foot
transport-bicycle = bicycle
transport-public = public transport
transport-car = car
transport-motorcycle = motorcycle

## Papers.
document-identity-card = identity card
document-passport = passport
document-driving-licence = driving licence
document-residence-permit = residence permit
document-permit-receipt = renewal receipt
document-did = availability declaration (DID)
document-service-pact = service pact
document-cv = CV
document-other = other paper
permit-employment = employment
permit-self-employment = self-employment
permit-job-search = job search
permit-family = family
permit-study = study
permit-protection = protection
permit-asylum-request = asylum request
permit-long-term = long-term
permit-other = other reason
privacy-notice = privacy notice given
privacy-send-cv = consent to send the CV
privacy-objection = objection

## Plans.
plan-state-draft = draft
plan-state-proposed = proposed
plan-state-signed = signed
plan-state-active = active
plan-state-suspended = suspended
plan-state-revising = being revised
plan-state-superseded = superseded
plan-state-closed = closed
plan-state-interrupted = interrupted
plan-state-expired = expired
action-state-planned = planned
action-state-booked = booked
action-state-running = under way
action-state-done = done
action-state-partial = partly done
action-state-missed = missed
action-state-cancelled = cancelled
action-state-replaced = replaced
goal-domain-work = work
goal-domain-training = training
goal-domain-mobility = mobility
goal-domain-language = language
goal-domain-digital = digital skills
goal-domain-housing = housing
goal-domain-family = family
goal-domain-papers = papers
goal-domain-income = income
strand-work = work
strand-social = social
owner-staff = staff
owner-person = the person
owner-partner = a partner
plan-outcome-job = job
plan-outcome-traineeship = traineeship
plan-outcome-training = training
plan-outcome-self-employment = self-employment
plan-outcome-other-services = sent on to other services
plan-outcome-withdrawal = withdrawal
plan-outcome-unreachable = unreachable
plan-outcome-other = other
service-level-base = basic
service-level-specialist = specialist
service-level-training = training
service-level-placement = placement
service-level-by-outcome = by outcome

## Vacancies and applications.
vacancy-state-draft = draft
vacancy-state-checking = being checked
vacancy-state-open = open
vacancy-state-selecting = selecting
vacancy-state-paused = paused
vacancy-state-filled = filled
vacancy-state-expired = expired
vacancy-state-withdrawn = withdrawn
contract-permanent = permanent
contract-fixed-term = fixed-term
contract-agency = agency work
contract-on-call = on call
contract-apprenticeship = apprenticeship
contract-traineeship = traineeship
contract-collaboration = collaboration
contract-seasonal = seasonal
contract-domestic = domestic work
contract-self-employed = self-employed
shift-full-time = full time
shift-part-morning = part time, mornings
shift-part-afternoon = part time, afternoons
shift-shifts = shifts
shift-night = nights
shift-weekend = weekends
requirement-experience = experience
requirement-skill = skill
requirement-education = qualification
requirement-language = language
requirement-licence = driving licence
requirement-own-car = own car
application-state-proposed = proposed
application-state-consented = consent given
application-state-sent = sent
application-state-under-review = under review
application-state-interview = interview
application-state-offer = offer
application-state-hired = hired
application-state-rejected = rejected by the company
application-state-withdrawn = withdrawn by the person
application-state-post-filled = post filled
company-kind-company = company
company-kind-coop-a = type A social cooperative
company-kind-coop-b = type B social cooperative
company-kind-coop = other cooperative
company-kind-public = public administration
company-kind-association = association
company-kind-household = household

## Staff.
role-reception = reception
role-orientation = guidance
role-matching = job matching
role-coordination = coordination
role-quality = quality
role-management = management
role-equality-committee = gender equality committee
role-administration = administration
right-queue-serve = serve the queue
right-queue-read = read the queue
right-people-read = find and open people
right-people-write = register people
right-people-merge = merge double records
right-people-unseal = open sealed data
right-agenda-read = read the agenda
right-agenda-write = manage appointments
right-plans-read = read plans
right-plans-write = write plans
right-vacancies-read = read vacancies
right-vacancies-write = write vacancies
right-vacancies-propose = put people forward
right-office-manage = manage the office
right-office-read = read the office's data
right-complaints-write = write complaints down
right-complaints-answer = answer complaints
right-import = import files
right-export = export lists
right-figures-read = read the figures of the office
right-undo = undo one's own acts

## Queue.
ticket-step-issue = issued
ticket-step-call = called
ticket-step-recall = called again
ticket-step-serve = came to the desk
ticket-step-release = put back in its place
ticket-step-absent = no-show
ticket-step-park = parked
ticket-step-resume = resumed
ticket-step-requeue = back in the queue
ticket-step-forward = forwarded
ticket-step-finish = finished
ticket-step-leave = left before service
ticket-step-return = came back
ticket-step-void = voided
desk-kind-counter = counter
desk-kind-interview = interview
desk-kind-phone = phone
setting-lang = Language
setting-theme = Colours
setting-profile = How to mark where you are
setting-linear = Screen or lines
setting-letters = Letter keys
setting-layout = Layout of the keys
setting-pause = Same key twice
param-wait-min = usual wait
param-call-max = calls of a ticket
param-counter-min = minutes at the counter
param-absent-after-min = wait before an absence
param-notice-version = version of the privacy notice
param-consent-version = version of the consent
param-consent-text-it = consent read in Italian
param-consent-text-en = consent read in English
param-line-hold-s = wait when a line drops
param-draft-days = life of a draft
param-idle-min = screen hidden after
param-ask-reason = reason outside one's own cases
param-ask-satisfaction = satisfaction asked
param-complaint-days = days for a complaint
param-paper-days = notice for papers
unit-switch =
    { $n ->
        [0] no
       *[other] yes
    }
param-same-look-min = one and the same look
param-access-log-months = book of who looked
param-login-log-months = book of log-ins
param-fault-number = Type a whole number, { $range }.
param-fault-range = Type a number { $range }.
param-fault-text = It is empty or too long: type { $range }.
param-fault-blanks = The text must hold AZIENDA and LAVORO in capitals: the names go there.
unit-times =
    { $n ->
        [one] once
       *[other] { $n } times
    }
unit-seconds =
    { $n ->
        [one] 1 second
       *[other] { $n } seconds
    }
unit-minutes =
    { $n ->
        [one] 1 minute
       *[other] { $n } minutes
    }
unit-days =
    { $n ->
        [one] 1 day
       *[other] { $n } days
    }
unit-months =
    { $n ->
        [one] 1 month
       *[other] { $n } months
    }
hours-fault-unreadable = The hours cannot be read. Write for example 9-13, 14-17.30.
hours-fault-backwards = The hours end before they begin. Write for example 9-13.
hours-fault-overlap = Two stretches overlap. Write for example 9-13, 14-17.

## Agenda and plans.
called-off-by-person = by the person
called-off-by-office = by the office
channel-paper = on paper
channel-voice = by voice
channel-app = with the regional app
channel-digital = digitally
signature-paper = on paper
signature-digital = digital signature
signature-app = with the regional app
note-diary = diary
note-call = phone call
note-company = company contacted

## Intake.
area-it = Italy
area-eu = European Union
area-eea = European Economic Area and Switzerland
area-other = elsewhere
cefr-A1 = A1
cefr-A2 = A2
cefr-B1 = B1
cefr-B2 = B2
cefr-C1 = C1
cefr-C2 = C2
cefr-native = mother tongue
missing-identifier = tax code or another identifier
missing-surname = surname
missing-name = name
missing-birth-on = date of birth
missing-birth-place = place of birth
missing-phone = phone
missing-residence = municipality of residence
missing-employment = employment status
missing-employment-since = since when the status lasts
missing-education = qualification
missing-permit = residence permit
missing-permit-expiry = expiry of the permit
missing-identity-document = paper with a photograph
missing-notice = privacy notice
missing-reason = reason for coming
tax-code-reason-length = The code has 16 characters, or 11 digits when provisional. Count them.
tax-code-reason-characters = A character cannot stand where it stands. Compare the code with the card.
tax-code-reason-check-letter = The last letter does not match. Compare the code with the card.
tax-code-reason-check-digit = The last digit does not match. Compare the code with the paper.
tax-code-reason-birth-month = No month has that letter. Check the ninth character.
tax-code-reason-birth-day = No day has that number. Check the tenth and eleventh characters.
tax-code-reason-birth-date = The birth date is not in the calendar. Compare the code with the card.
tax-code-reason-place-unknown = No place ever had that code. Check the last characters.
tax-code-reason-place-undated = The dates of the birthplace are not known. Check with the person.
tax-code-reason-health-code = This is an STP or ENI code, not a tax code. Write it as a health code.
day-error-form = The date is not understood. Write for example 12/3/85.
day-error-calendar = This date is not in the calendar. Check day and month.
day-error-range = The date is too far away. Check the year.

## Target groups.
answer-yes = yes
answer-no = no
answer-unknown = facts are missing
target-neet = NEET
target-dld = long-term unemployment
target-over50 = over 50
target-extra-ue = citizenship outside the European Union
target-svant = disadvantaged
target-molto-svant = severely disadvantaged
target-donna-rientro = woman returning to work
target-donna-svant = disadvantaged woman
target-giovane = young person
target-bassa-qual = low qualification
target-naspi = NASpI or DIS-COLL benefit
target-dul5 = DUL, phase 5
fact-birth-on = birth date
fact-registry-sex = registry sex
fact-employment = employment status
fact-employment-since = since when the status lasts
fact-did-on = date of the DID
fact-education = qualification
fact-area = citizenship
fact-permit-expires-on = expiry of the permit
fact-benefit-until = end of the benefit
fact-studying = whether studying
fact-training = whether in training
fact-traineeship = whether in a traineeship
fact-civil-service = whether in civil service
fact-ever-worked = whether there was ever a regular job
fact-benefit = unemployment benefit
fact-permit-work = whether the permit allows work
fact-social-services = whether with the social services

## Matching and vacancies.
application-reason-skills = skills
application-reason-experience = experience
application-reason-hours = hours
application-reason-distance = distance
application-reason-licence = driving licence
application-reason-other-choice = another choice
application-reason-post-cancelled = post cancelled
application-reason-unreachable = unreachable
application-reason-pay = pay
application-reason-tasks = tasks
application-reason-already-employed = already employed
application-reason-other = other
closeness-unit = same occupation
closeness-minor = very close occupation
closeness-sub-major = close occupation
closeness-skills = skills in common
closeness-far = distant occupation
gate-right-to-work = right to work on the day of the start
gate-legal-age = legal age for the contract
gate-licence = licence asked for
gate-reserved = post reserved to targeted placement
gate-own-exclusion = the person's own choice
lack-contract = kind of contract
lack-hours = hours a week
lack-ccnl = collective agreement
match-occupation = occupation
match-skills = skills
match-experience = experience
match-shift = shift
match-hours = hours a week
match-journey = journey
match-contract = contract
match-education = qualification
match-italian = Italian
match-side-person = the person
match-side-company = the company
match-sign-plus = met
match-sign-minus = missing
match-sign-unknown = to ask
public-transport-yes = by public transport
public-transport-no = no public transport
public-transport-not-at-these-hours = no public transport at these hours
reserved-no = open to all
reserved-l68-art1 = reserved, law 68/99 art. 1
reserved-l68-art18 = reserved, law 68/99 art. 18
vacancy-source-desk = typed at the desk
vacancy-source-import = read from a file

# When somebody can come.
half-day-mon-am = Monday morning
half-day-mon-pm = Monday afternoon
half-day-tue-am = Tuesday morning
half-day-tue-pm = Tuesday afternoon
half-day-wed-am = Wednesday morning
half-day-wed-pm = Wednesday afternoon
half-day-thu-am = Thursday morning
half-day-thu-pm = Thursday afternoon
half-day-fri-am = Friday morning
half-day-fri-pm = Friday afternoon
half-day-sat-am = Saturday morning

## Why a waiting ticket stands where it stands.
place-reason-due = the time of the appointment has come
place-reason-urgent = urgent
place-reason-front = back in front of its class
place-reason-risen = waited longer than the standard, one class up
place-reason-preferred = priority
place-reason-early = before the appointment the arrival counts
place-reason-arrival = by arrival

## By what somebody on file is likely the same.
same-by-code = same tax code
same-by-birth = same name and date of birth
same-by-phone = same phone number

## Facts of which two records may say different things.
same-fact-code = tax code
same-fact-surname = surname
same-fact-name = name
same-fact-preferred-name = preferred name
same-fact-birth-on = date of birth
same-fact-birth-place = place of birth
same-fact-registry-sex = registry sex
same-fact-gender = gender
same-fact-citizenship = citizenship
same-fact-phone = phone
same-fact-email = email
same-fact-contact-rule = how to contact
same-fact-residence = municipality
same-fact-address = address
same-fact-employment = employment status
same-fact-did-on = DID date
same-fact-education = education
same-fact-languages = languages spoken
same-fact-italian = Italian
same-fact-wishes = jobs wanted
same-fact-skills = skills
same-fact-licence = licence
same-fact-own-car = own car
same-fact-radius-km = distance (km)
same-fact-transport = means of transport
same-fact-shift = hours wanted
same-fact-hours = hours a week
same-fact-contracts = contracts wanted
same-fact-comes = when they can come
same-fact-available-from = available from
same-fact-referent = case owner

## What people say of the service.
customer-person = person
customer-company = company
customer-body = public body
complaint-state-open = open
complaint-state-examining = being looked into
complaint-state-answered = answered
complaint-state-closed = closed
score-1 = not at all
score-2 = a little
score-3 = fairly
score-4 = very
score-5 = extremely

## Sealed facts.
sealed-disability = civil disability
sealed-work-injury = work disability
sealed-l68 = registered under L. 68/99
sealed-health = health
sealed-detention = detention
sealed-alternative-measure = alternative measure
sealed-addiction = addiction
sealed-victim = violence or trafficking suffered
sealed-family = family
sealed-origin = origin
sealed-undeclared-work = undeclared work
sealed-other = other
sealed-target-l68 = L. 68/99 lists
sealed-target-detained = person in detention
sealed-target-l381 = disadvantage under L. 381/91
