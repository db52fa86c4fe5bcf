### The office: its parts, who works here, desks, services, opening plan, dated values; one's own settings.

office-title = Office and settings
office-needed = A value is missing. Write it here, then save.
office-backwards = The end comes before the start. Correct one of the two dates.
office-from-today = The past does not change. Write today or a later day.
office-no = No, leave it as it is
office-change-of = Change: { $name }
office-answer-yes = yes
office-answer-no = no

office-command-new-staff = new login
office-command-new-key = new key
office-command-new-absence = new absence
office-command-new-desk = new desk
office-command-new-service = new service
office-command-new-window = new hours
office-command-new-day = new day
office-command-new-value = new value
office-command-new-office = new office
office-command-change = change
office-command-close = close
office-command-reopen = reopen
office-command-end = end
office-command-drop = remove
office-command-revoke = revoke
office-command-switch-off = switch off
office-command-switch-on = switch on
office-command-passwords = passwords

## One's own settings.
mine-title = My settings
mine-about = language, colours, reader, keys
mine-column-what = Setting
mine-column-value = Value
mine-unset = standard
mine-usual = { $value }, standard
mine-in-use = in use
setting-kept = Saved: it holds at once, and each time you come in.
setting-kept-next-time = Saved: it holds from the next time you come in.
setting-theme-normal = normal
setting-theme-light = light
setting-theme-high-contrast = high contrast
setting-theme-yellow-on-black = yellow on black
setting-theme-terminal = the terminal's colours
setting-theme-mono = no colours
setting-profile-visual = visual
setting-profile-reader = screen reader or braille display
setting-linear-off = screen
setting-linear-on = plain lines
setting-letters-on = on
setting-letters-off = off: arrows, Enter and digits do it all
setting-layout-default = normal layout
setting-layout-left-hand = left hand only
setting-layout-right-hand = right hand only
setting-layout-arrows-only = arrows, Enter and digits only
setting-idle-office = after the time of the office without a key
setting-idle-times = after { $n } times as long
setting-pause-none = always counts
setting-pause-of = does not count for { $ms } milliseconds

## Who works here.
staff-title = Who works here
staff-about = logins, roles, keys, absences
staff-none = Nobody yet. Use { $key } to add somebody.
staff-column-name = Name
staff-column-roles = Roles
staff-column-desk = Desk
staff-column-state = State
staff-active = active
staff-inactive = off
member-title = Change: { $who }
member-title-new = New login
member-change = Change
member-access = Access
member-password = Password
member-totp = Second factor
member-last-in = Last came in
member-never-in = never
member-secret-set = set
member-secret-unset = none
member-secret-dropped = Removed: it no longer lets anybody in.
member-password-drop-why = The password no longer lets in. SSH keys stay.
member-password-drop-yes = Remove the password
member-totp-drop-why = Without the second factor the password does not let in.
member-totp-drop-yes = Remove the second factor
member-name = Full name
member-login = Login
member-roles = Roles
member-office = Office
member-desk = Desk
member-lang = Language
member-lang-own = up to the person
member-monday = Monday
member-tuesday = Tuesday
member-wednesday = Wednesday
member-thursday = Thursday
member-friday = Friday
member-saturday = Saturday
member-sunday = Sunday
member-day-off = does not work
member-hours-how = Hours: for example 9-13, 14-17.30. An empty day is free.
member-login-wrong = Use 1 to 32 small letters, digits, dots, hyphens. For example: anna.bianchi
member-login-stays = The login does not change: all of the history names it.
member-desk-elsewhere = The desk is in another office. Choose one of this office.
member-added = Login added. Now add an SSH key.
member-changed = Login updated.
member-switch-off-why = Whoever uses this login can no longer come in. The history of their work stays.
member-switch-off-yes = Switch the login off
member-switched-off = Login switched off.
member-switched-on = Login switched on.

## Absences.
absences-label = Absences
absences-count =
    { $n ->
        [0] none
        [one] 1 absence
       *[other] { $n } absences
    }
absences-title = Absences: { $who }
absences-none = No absence planned. Use { $key } to write one.
absences-column-from = From
absences-column-to = To
absences-from = from { $at }
absences-to = to { $at }
absences-drop-title = Remove the absence?
absences-drop-why = Appointments can be booked again in those hours.
absences-drop-yes = Remove the absence
absences-dropped = Absence removed.
absence-title = New absence: { $who }
absence-from = First day
absence-from-time = From what time
absence-to = Last day
absence-to-time = Until what time
absence-how = Without times the absence is of whole days. No reason is written.
absence-backwards = The end comes before the start. Correct the day or the time.
absence-added = Absence saved.

## Keys.
keys-label = SSH keys
keys-count =
    { $n ->
        [0] none
        [one] 1 key
       *[other] { $n } keys
    }
keys-title = SSH keys: { $who }
keys-none = No key: nobody comes in from another computer. Use { $key } to add one.
keys-nameless = without a name
keys-column-comment = Name
keys-column-fingerprint = Fingerprint
keys-column-since = Since
keys-revoke-title = Revoke the key?
keys-revoke-what = Fingerprint: { $fingerprint }
keys-revoke-why = Whoever is in with this key is out at once. It cannot be undone.
keys-revoke-yes = Revoke the key
keys-revoke-anyway = Revoke it even if it is the last
keys-revoked = Key revoked.
keys-added = Key added: it holds at once.
key-title = New key: { $who }
key-line = Public key
key-how = Paste the line of the file that ends in .pub: it begins with ssh-ed25519.

## Desks.
desks-title = Desks
desks-about = names, kinds, closing
desks-none = No desk yet. Use { $key } to add one.
desks-column-label = Name
desks-column-kind = Kind
desks-column-seated = Who sits there
desks-column-state = State
desks-open = in use
desks-closed-on = closed since { $day }
desks-close-why = No ticket will be called here any more. Whoever sits here is left without a desk.
desks-close-yes = Close the desk
desks-closed = Desk closed.
desks-reopened = Desk reopened.
desks-added = Desk added.
desks-changed = Desk updated.
desk-title-new = New desk
desk-label = Name
desk-kind = Kind

## Services.
services-title = Services
services-about = catalogue: names, levels, minutes
services-none = No service yet. Use { $key } to add one.
services-column-name = Service
services-column-code = Code
services-column-minutes = Takes
services-column-state = How to come
services-minutes = { $n } min
    .full = { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
services-from = from { $day }
services-until = until { $day }
services-walk-in = walk-in
services-by-appointment = by appointment
services-end-why = From tomorrow nobody can ask for it. Plans and history stay.
services-end-yes = End it today
services-ended = Service ended: today is its last day.
services-added = Service added.
services-changed = Service updated.
service-title-new = New service
service-code = Code
service-label-it = Italian name
service-label-en = English name
service-level = Level
service-minutes = Minutes it takes
service-planned = Minutes in a plan
service-walk-in = Without appointment
service-needs-person = Needs a record
service-from = From
service-to = Until
service-code-wrong = Use letters, digits, dots or hyphens, 24 at most. For example: COL2
service-minutes-wrong = Write the minutes from 1 to 480, for example 60.
service-planned-wrong = Write the minutes from 1 to 60000, for example 120.

## The week.
week-title = Opening hours
week-about = hours of the week
week-none = No hours yet: the office always receives. Use { $key } to write some.
week-column-day = Day
week-column-hours = Hours
week-column-kind = For whom
week-column-valid = Valid
week-drop-why = The office no longer counts as open in these hours.
week-drop-yes = Remove the hours
week-dropped = Hours removed.
week-added = Hours saved.
week-changed = Hours updated.
window-title-new = New hours
window-weekday = Day
window-hours = Hours
window-kind = For whom
window-from = From
window-to = Until
window-how = Hours: for example 9-13. For two stretches on one day write two rows.
window-one = Write one stretch only, for example 9-13.

## Special days.
days-title = Closures and holidays
days-about = holidays, patron saint, special openings
days-none = No special day yet. Use { $key } to write one.
days-column-day = Day
days-column-what = What
days-column-label = Reason
days-is-closed = closed
days-is-open = open as usual
days-is-open-at = open { $hours }
days-patron = { $name }, { $day }.
days-patron-unknown = The tables do not know the patron saint of { $place }. Add the closure by hand.
days-no-municipality = The office has no municipality, so its patron saint is not known. Write it under Offices.
days-clear-why = The day goes by the hours of the week again.
days-clear-yes = Back to normal hours
days-cleared = The day goes by normal hours again.
days-closed = Closure saved.
days-closed-over =
    { $n ->
        [one] Closure saved. 1 appointment on those days has to be moved.
       *[other] Closure saved. { $n } appointments on those days have to be moved.
    }
days-opened = Special opening saved.
days-holidays-written =
    { $n ->
        [0] All holidays of that year were there already.
        [one] 1 holiday added.
       *[other] { $n } holidays added.
    }
special-title-new = New special day
special-what = What
special-what-close = closure
special-what-open = special opening
special-what-holidays = holidays of a year
special-first = From
special-last = Until
special-label = Reason
special-year = Year
special-how = A closure of one day needs no end.
special-too-many = These are more than 366 days. Split the closure in two.
special-year-wrong = Write a year from this one to ten years on.

## Dated values.
rules-title = Rules of the office
rules-about = dated values, interview outline
params-title = Dated values
params-about = limits and minutes, with day and source
params-none = No value.
params-column-name = Value
params-column-value = How much
params-column-from = From
params-column-source = Source
params-column-state = State
params-usual = as usual
params-usual-holds = The usual value holds. Use { $key } to write another.
params-words =
    { $n ->
        [one] 1 word
       *[other] { $n } words
    }
param-switch = 0 for no, 1 for yes
param-range = from { $least } to { $most }
param-longest = at most { $n } characters
params-holds = holds now
params-to-come = to come
params-past-stays = The past does not change. Use { $key } to write a new value.
params-revised = Value saved.
param-title = New value: { $name }
param-value = Value
param-from = From
param-source = Source
param-how = The value before it holds until the day before.

books-title = Books
books-about = how long they are kept
books-column-name = Book
books-column-rows = Rows
books-column-kept = Kept
books-column-due = Due
books-empty = no row
books-rows =
    { $n ->
        [one] 1 row, since { $since }
       *[other] { $n } rows, since { $since }
    }
books-kept =
    { $n ->
        [one] kept for 1 month
       *[other] kept for { $n } months
    }
books-due =
    { $n ->
        [one] 1 row due
       *[other] { $n } rows due
    }
books-nothing-due = nothing due
books-preview =
    { $n ->
        [one] 1 row to be removed, of { $first }. { $left } stay.
       *[other] { $n } rows to be removed, { $first } to { $last }. { $left } stay.
    }
books-for-good = They are gone for good; that it was done stays in the history of the office.
books-purge-yes = Remove the rows that are due
books-purged =
    { $n ->
        [one] 1 row removed.
       *[other] { $n } rows removed.
    }
office-command-purge = remove due
member-password-why = The program makes the password and shows it once. Whoever is on with the one before is signed out.
member-password-make = Make a new password
member-totp-why = The program makes the secret for the app of codes and shows it once.
member-totp-make = Make a new second factor
member-passwords-off = In this office passwords are off: they are switched on in Offices.
once-why = It is told only now: copy it or read it out, then go back.
once-password = New password: { $who }
once-totp = Second factor: { $who }
once-secret = Secret
once-address = Address
outside-title = Outside one's own cases
outside-about = records opened in the last 7 days
outside-none = None in the last 7 days.
outside-column-person = Person
outside-column-when = When
outside-column-why = What and why
outside-column-by = Who
outside-gone = record removed
outside-no-reason = no reason asked
mine-password-title = A new password?
mine-password-how = Enter makes a new one
    .lines = its number makes a new one
mine-password = password
mine-keys = keys of the commands
mine-keys-usual = those of the layout
mine-keys-own =
    { $n ->
        [one] 1 chosen by you
       *[other] { $n } chosen by you
    }
keymap-title = Keys of the commands
keymap-column-what = Command
keymap-column-key = Key
keymap-column-where = Where
keymap-everywhere = everywhere
keymap-by-number = by number
keymap-yours = { $key }, yours
keymap-new-title = Key for: { $what }
keymap-key = New key
keymap-how = Press the key: it holds at once. Empty and Save: back to that of the layout. Arrows, Enter and digits always stay.
keymap-clash = { $key } belongs to: { $other }. Press another key.
keymap-reserved-rows = Digits choose rows. Press a lowercase letter or a sign.
keymap-reserved-cards = The card reader types this key. Press a lowercase letter.
keymap-reserved-shell = The connection uses this key. Press a lowercase letter.
keymap-reserved-keyboard = This key is not pressed alone. Press a lowercase letter or a sign.
keymap-off = Letters are off: the keys hold when you switch them on again.
## Offices.
offices-title = Offices
offices-about = name, municipality, accreditation
offices-column-name = Name
offices-column-place = Municipality
offices-column-address = Address
offices-column-doors = How to come in
offices-with-keys = keys only
offices-with-passwords = passwords too
offices-keys-only = Only keys let in at this office now.
offices-passwords-why = Whoever has a password and a second factor can come in without a key.
offices-passwords-yes = Allow passwords
offices-passwords-on = Passwords are allowed at this office now.
offices-added = Office added.
offices-changed = Office updated.
site-title-new = New office
site-name = Name
site-place = Municipality
site-address = Address
site-accreditation = Accreditation

## The outline of the interview.
outline-of-the-program = the program's outline
outline-title = Interview outline
outline-about = what is asked, of whom, in which order
outline-column-whom = Of whom
outline-column-change = Change
outline-column-asks = What is needed
outline-column-version = Version
outline-column-since = From
outline-column-who = Who
outline-not-asked = not asked
outline-in-force-program = In force: the program's outline.
outline-in-force = In force: version { $version }, from { $moment }, by { $who }. Source: { $source }
outline-was-put = In force from { $moment }, by { $who }. Source: { $source }
outline-version = version { $version }
outline-as = as in { $name }
outline-changes =
    { $n ->
        [one] You have changed one section. The outline in force still holds.
       *[other] You have changed { $n } sections. The outline in force still holds.
    }
outline-faulty = First mend what is wrong.
outline-put = Put in force
outline-put-again = Put in force again
outline-put-how = From now on interviews are done like this. Whoever is in charge already stays so.
outline-is-in-force = The new outline is in force.
outline-give-up = Back to the outline in force
outline-met = { $who } has changed the outline meanwhile: your changes stand on theirs. Check before you put it in force.
outline-given-up = The changes are gone.
outline-versions = Versions of the outline
outline-whom = Of whom it is asked
outline-asks = What is needed
outline-take = Keep
outline-section-how = What you mark is missing until it is answered. The rest can still be written.
office-command-put = in force
office-command-up = before
office-command-down = after
office-command-leave-out = leave out
office-command-ask-again = ask
