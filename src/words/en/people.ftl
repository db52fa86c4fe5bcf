### People: finding, the record, its history, the form; and the labels of a person's facts.

people-title = People

## Finding.
people-find = Find
people-find-list = Go to the list
people-nobody = Nobody found. Try fewer letters, or use { $key } to make a record.
people-none-yet = Nobody is on file yet. Use { $key } to make the first record.
people-nameless = no name
people-no-code = no code
people-to-verify = to be checked
people-column-who = Person
people-column-birth = Born
people-column-residence = Town
people-column-code = Tax code
people-column-contact = Contact
people-command-new = new record
people-command-note = new note
people-command-edit = edit
people-command-groups = groups
people-command-history = history
people-command-other = somebody else

## The facts of a person.
person-code = Tax code
person-surname = Surname
person-name = Name
person-preferred-name = Preferred name
person-birth-on = Date of birth
person-birth-place = Birthplace
person-citizenship = Citizenship
person-registry-sex = Registry sex
person-gender = Gender
person-phone = Phone
person-email = Mail
person-contact-rule = How to contact
person-residence = Town of residence
person-address = Address
person-postcode = Postcode
person-employment = Employment status
person-since = Since
person-pursuits = At present
person-education = Education
person-permit = Residence permit
person-permit-expiry = Permit expires
person-did-on = Date of the DID
person-wishes = Work wished for
person-wish = Work wished for
person-wish-second = Second wish
person-wish-third = Third wish
person-skills = Skills
person-licence = Driving licence
person-transport = Transport
person-radius = Farthest (km)
person-shift = Hours wished for
person-hours = Hours a week
person-hours-wrong = The hours cannot be read. Write for example 20, or 20-30.
person-contracts = Contracts wished for
person-comes = When they can come
person-available-from = Available from
person-referent = Case owner
person-last-contact = Last contact
person-registered-on = On file since
person-abroad = foreign state
person-age =
    { $n ->
        [one] { $n } year old
       *[other] { $n } years old
    }
person-age-young =
    { $n ->
        [one] { $n } year old: check the year of birth.
       *[other] { $n } years old: check the year of birth.
    }
person-months-ago =
    { $n ->
        [0] For less than a month.
        [one] For { $n } month.
       *[other] For { $n } months.
    }
person-yes = yes
person-no = no
person-reading = One moment: reading.

## What is wrong with a field, and what follows from it.
person-choose = Choose one of the proposals: type a few letters, then Enter.
person-code-check-letter = The last letter should be { $expected }, not { $found }. Check the code again.
person-code-check-digit = The last digit should be { $expected }, not { $found }. Check the code again.
person-code-length = A code has 16 characters; here there are { $n }. Check it, for example RSSMRA80A01F205X.
person-code-character = Character number { $n } cannot stand there. Check the code again.
person-code-perhaps = Perhaps it is { $code }.
person-health-code = Taken as { $name }: good for finding, but it gives no right to work.
person-passport = Taken as a passport number.
person-provisional-code = Provisional code: type the birth by hand.
person-place-undated = place to be checked
person-omocodia = code with replaced digits
person-name-mismatch = The tax code has the letters { $letters } here. Check with the person.
person-name-digits = There are digits here. Check the name.
person-place-mismatch = The tax code says { $place }. Check with the person.
person-birth-unlikely = This age is not possible. Type the date like this: 12/03/1985.
person-birth-mismatch = The tax code says { $day }. Check with the person.
person-since-future = The date is in the future. Type 6m, for example: six months ago.
person-permit-expired = The permit has expired. Ask for the renewal receipt.
person-phone-wrong = The number has too few digits, or too many. For example: 399 123 4567.
person-no-phone = has no phone
person-no-licence = none
person-none-hint = If there is none, type no.
person-email-wrong = The address is not complete. Type name@example.org, for example.
person-radius-wrong = Type kilometres from 0 to 500, for example 20.

## Target groups.
person-target = { $target }: { $why }
person-target-ask = { $target }: to ask { $facts }
person-target-expired = { $target }: rule expired, last day { $day }
person-why-years =
    { $n ->
        [one] { $n } year old
       *[other] { $n } years old
    }
person-why-months =
    { $n ->
        [one] for { $n } month
       *[other] for { $n } months
    }
person-why-months-did =
    { $n ->
        [one] { $n } month since the DID
       *[other] { $n } months since the DID
    }
person-why-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
person-why-permit-expires =
    { $n ->
        [0] the permit expires today
        [one] the permit expires tomorrow
       *[other] the permit expires in { $n } days
    }
person-why-permit-endless = the permit has no last day
person-why-permit-expired =
    { $n ->
        [one] the permit expired yesterday
       *[other] the permit has been expired for { $n } days
    }
person-why-benefit-until =
    { $n ->
        [0] the benefit ends today
        [one] the benefit ends tomorrow
       *[other] the benefit ends in { $n } days
    }
person-why-yes = { $fact }: yes
person-why-no = { $fact }: no

## The record.
record-birth = Born
record-plans = Plan
record-booking = Appointment
record-work = Matching work
record-applications = Applications
record-applied =
    { $open ->
        [0] { $n } in all, none open
       *[other] { $n } in all, { $open } open
    }
record-diary = Diary
record-notes =
    { $n ->
        [0] no notes
        [one] { $n } note
       *[other] { $n } notes
    }
record-groups = Target groups
record-groups-what = yes, no or to ask
record-history = History
record-history-what = who changed what
record-note = Write a note
record-edit = Edit the record
record-ticket = Today's ticket
record-status-since = { $status } since { $day }
record-code-shared = { $code }, on another record too
record-code-doubtful = { $code }, to be checked
record-doubt-shared = The code { $code } is on another record too. Check who the person is.
record-doubt-wrong = The code { $code } does not add up. Check it against a paper.
record-seen = shown on { $day } to { $by }
record-expires = expires on { $day }
record-expired = expired on { $day }
record-paper = Paper shown
record-paper-which = Which paper is here?
record-paper-done = Paper recorded.
record-notice-done = Privacy notice recorded.
record-intake = Intake
record-intake-missing = missing: { $items }
record-notice = Privacy notice
record-consent = Consent to send
record-objection = Objection
record-notice-given = given on { $day }, version { $version }
record-notice-missing = to be given
record-nothing-to-open = This is updated by the intake.
record-read-only = Your role reads the record and does not change it.

## The history.
history-title = History of { $who }
history-empty = No changes yet.
history-when = When
history-who = Who
history-what = What
history-act = { $act }
history-undo = undone: { $act }
history-undone = { $act } (undone later)
history-changed = { $field }: was { $old }, now { $new }
history-set = { $field }: now { $new }
history-emptied = { $field }: was { $old }, now empty
history-own-car = Own car
history-hours-min = Fewest hours
history-hours-max = Most hours
history-checked = Check of the code
history-until = Until
history-expiry = Expiry of the paper
history-revoked = Consent or objection, until
history-seen = Paper shown on
history-intake = Intake
history-appointment-at = Time of the appointment
history-signed = Signature of the plan
history-due = Due date of the action
history-application = Application

## The diary.
diary-title = Diary of { $who }
diary-empty = The diary is empty. Use { $key } to write the first note.
note-title = New note
note-title-of = New note: { $who }
note-kind = Kind
note-words = Note
note-empty = The note is empty. Type a few words.
note-saved = Note saved in the diary.

## The form.
edit-title = Edit: { $who }
edit-title-new = New record
edit-saved = Record updated: { $who }.
edit-registered = New record: { $who }.
edit-resumed = You are back where you left off.
edit-duplicate = Saved. Another record has this code too: check it.
people-command-looks = who looked
looks-title = Who looked at { $who }
looks-why-open = Not among your cases: why do you open the record?
looks-reason-kept = The reason stays in the book.
looks-none = Nobody has looked at this record.
looks-column-when = When
looks-column-who = Who
looks-column-what = What
looks-from = from { $address }
looks-why = why: { $reason }

## Two records of one person.
people-command-doubles = double records
doubles-title =
    { $n ->
        [0] Double records
        [one] Double records: { $n } pair
       *[other] Double records: { $n } pairs
    }
doubles-column-one = First record
doubles-column-other = Second record
doubles-column-why = Why
doubles-none = No double records.
pair-title = Two records: { $one } and { $other }
pair-merge = Merge the two records
pair-not-same = They are two people
pair-column-fact = Fact
pair-column-stays = What stays
pair-history = History
pair-rows =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
pair-all-stays = all of it stays
pair-nothing = nothing
pair-same = the same
pair-one-stays = the first stays
pair-other-stays = the second stays
pair-nothing-to-choose = There is nothing to choose here: they are the same, or all of it stays.
pair-merge-ask = Merge the two records?
pair-merge-what = One record stays, with the history of both. You can undo it today and separate them later.
pair-merged = Records merged: { $who }. { $key } undoes it.
pair-unlike = { $who }: noted as two people. { $key } undoes it.
record-merged = Merged record
separate-ask = Separate the two records again?
separate-what = Each row goes back to the record it came from. What was written after the merge stays here.
separate-do = Separate the two records
separate-done = Records separated.

## Papers.
people-command-papers = expiring papers
papers-title = Running out: { $n } days
papers-column-paper = What
papers-interview = Interview to complete
papers-column-until = Until
papers-none = Nothing runs out.
paper-title = { $paper } of { $who }
paper-expires = Expires on
paper-number = Number
paper-issuer = Issued by
paper-issued = Issued on
paper-permit = Reason for the permit
paper-copy = Copy kept in the office
paper-save = Note that it was shown

## Sealed facts.
record-sealed = Sealed data
record-merged-meanwhile = This record was merged into that of { $who }: you go on with that one.
record-complaint = Write a complaint down
sealed-title = Sealed data of { $who }
sealed-notice = This is in the book of who looked. The page closes when you leave it.
sealed-why = Why do you open the sealed data?
sealed-column-what = Fact
sealed-column-when = When
sealed-column-proof = Proof
sealed-add = Add a sealed fact
sealed-kind = What
sealed-percent = { $n } per cent
sealed-percent-field = Percentage
sealed-percent-wrong = Write a number from 0 to 100, or leave it empty.
sealed-text = In a few words
sealed-proof = Paper that proves it
sealed-from = from { $day }
sealed-to = until { $day }
sealed-from-field = From
sealed-to-field = Until
sealed-group-yes = { $target }: yes, { $why }
sealed-group-no = { $target }: no, { $why }
sealed-group-ask = { $target }: the percentage is missing, { $why }
sealed-what-of-it = What of this fact?
sealed-end = It ends today
sealed-strike = It was a mistake: take it away
sealed-done = Sealed fact written.

### The full interview.

people-command-interview = full interview
people-command-entry-remove = remove row
record-interview = Full interview
record-interview-what = section by section
interview-title = Interview: { $who }
interview-column-section = Section
interview-column-state = Where it stands
interview-save = Save the interview
interview-charge = Take in charge
interview-end = End without taking in charge
interview-whole = Nothing is missing.
interview-merged = closed when the records were merged
interview-last = Last interview: { $state }
interview-last-until = Last interview: { $state }, expires on { $day }
interview-section-whole = complete
interview-save-first = Save the interview first.
interview-saved = Interview saved: nothing is missing.
interview-charged = The person is taken in charge.
interview-ended = Interview ended.
interview-end-how = How does the interview end?
interview-referred = The person is helped elsewhere
interview-withdrawn = The person no longer wishes it
entries-add = Add
entries-none = Nothing to write
entries-said = { $what }: noted
entries-no-strengths = No strengths
entries-no-needs = No needs
entries-which = Choose a row first.
entry-done = Written. { $key } undoes it.
entry-gone = Row taken away. { $key } undoes it.
entry-row-gone = This entry is gone: saving it makes a new one.
entry-needed = Needed for saving.
entry-goes-on = goes on
entry-recognised-is = recognised: { $known }
entry-hours-wrong = Write the hours a week, 1 to 168.
entry-not-begun = Work done began today or before.
entry-before-first = It is before the first day.
entry-occupation = Occupation
entry-work-title = In own words
entry-employer = Employer
entry-to = Until (empty if it goes on)
entry-contract = Contract
entry-hours = Hours a week
entry-reason = Why it ended
entry-named-twice = Choose from the list or use own words: not both.
entry-level = Level
entry-school-title = Title or course
entry-ongoing = Goes on
entry-school-to = Ended on
entry-country = Country
entry-recognised = Recognised in Italy
entry-skill = Skill
entry-skill-title = In own words
entry-proof = What shows it
entry-lang-other = Another language
entry-lang = Language
entry-benefit = Benefit
entry-need-kind = What
entry-domain = Side of life
entry-words = In the person's words
person-own-car = Own car
person-days = Days of work
person-part-morning = morning
person-part-afternoon = afternoon
person-part-evening = evening
person-part-night = night
history-entry = row of the interview
person-days-1 = Monday, can work
person-days-2 = Tuesday, can work
person-days-3 = Wednesday, can work
person-days-4 = Thursday, can work
person-days-5 = Friday, can work
person-days-6 = Saturday, can work
person-days-7 = Sunday, can work
interview-saved-part =
    { $n ->
        [one] Interview saved: { $n } answer is still missing.
       *[other] Interview saved: { $n } answers are still missing.
    }
interview-entries =
    { $n ->
        [0] nothing to write
        [one] { $n } row
       *[other] { $n } rows
    }
interview-outline-changed = The outline has changed since the last save: version { $version } holds now.
privacy-what = Notice, consents, objections: what do you record?
privacy-give = Privacy notice given, { $channel }
privacy-no-consent = The consent for { $whom } no longer holds
privacy-no-objection = The objection for { $whom } no longer holds
privacy-object-to = Does not want to be put forward to { $company }
privacy-object-to-another = Does not want to be put forward to another company
objection-title = Objection: { $who }
objection-company = Company
objection-how = How it was said
privacy-object-to-all = Does not want to be put forward to any company
privacy-object-how = How was it said? It holds from today.
privacy-all = all companies
privacy-row = since { $day }, { $channel }: { $whom }
privacy-row-until = until { $day }: { $whom }
privacy-objected =
    { $n ->
        [0] Recorded: no longer put forward from today. { $key } undoes it.
        [one] Recorded: no longer put forward from today. Tell the company: it has an application. { $key } undoes it.
       *[other] Recorded: no longer put forward from today. Tell the companies: they have { $n } applications. { $key } undoes it.
    }
privacy-taken-back =
    { $n ->
        [0] Recorded: it no longer holds from today. { $key } undoes it.
        [one] Recorded: it no longer holds from today. Tell the company: it has an application. { $key } undoes it.
       *[other] Recorded: it no longer holds from today. Tell the companies: they have { $n } applications. { $key } undoes it.
    }
privacy-on-file =
    { $n ->
        [one] { $what }: { $day }, { $channel }.
       *[other] { $what }: { $n } times, last { $day }, { $channel }.
    }
privacy-until = { $what }: until { $day }.

## Target groups.
groups-title = Target groups: { $who }
groups-column-group = Group
groups-column-answer = Answer
groups-yes = yes: { $why }
groups-ask = to ask: { $facts }
groups-no = no: { $why }
groups-no-so-far = no as far as is known: { $why }
groups-expired = rule expired, last day { $day }
groups-over = The rule of this group has expired: there is nothing to ask.
groups-sealed = Groups that need sealed facts
groups-sealed-where = on the page of the sealed facts
