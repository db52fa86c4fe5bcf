# The frame: start, end, what every pane says.
app-first-line = Sportello. For plain lines of text instead of a screen: { $command }
app-practice = Practice: invented data
app-practice-short = Practice
header-in-hand = In hand: { $name }
app-goodbye = Goodbye. Drafts stay here for next time.
app-nobody-in-hand = First choose a person: use { $key } and type the name.
app-nothing-said = There is no message yet.
app-waits = Wait: another program is using the data. What you asked for comes after it.
app-waits-for = Wait: { $by } is using the data. What you asked for comes after it.
paste-too-long = Too much text at once: the rest was dropped.
typed-ahead-dropped = What you typed while waiting for the answer was dropped.
app-no-room = Your role does not open this part.
app-not-now = This command is not for here and now: { $label }.
app-no-key = The key { $letter } does nothing here. Use { $key } for what you can do.
app-not-yours = Your role does not include this command.
layer-back = Go back
menu-title = Menu
menu-commands = Commands of this page
menu-back = Back
help-title = Help: what you can do here
help-what = What it does
help-key = Key
help-keys = The arrows change row. Enter opens. A digit opens the row with that number. Zero goes back. A page opens again where you left it.
    .lines = Type the number of a row to open it. Zero goes back. A page opens again where you left it.
help-fields = In a field, type the text. If you type over a date, a time or a number that stands there, it is replaced. With an arrow you correct it. Enter or Tab go on, the up arrow goes to the field before. The last row saves.
    .lines = In a field, type the text. An empty line leaves the field as it is. A colon and 0 go back. The last row saves.
help-queue-order = In the queue, appointments whose time has come and urgent cases go first. Then come those with priority, then everybody else. Among equals the time of arrival counts. Whoever waits longer than the standard of the office rises one class: so everybody is called.
palette-title = Commands
palette-nothing = No command has these letters. Try another word.
palette-field = Command
find-title = Find a person
find-nobody = Nobody was found. Try fewer letters.
find-lives = lives in { $place }
find-field = Name or code
day-title = Lists of the day
day-what = What
day-state = State
day-when = When
day-unsigned = hours to be signed
day-paper = { $paper }, expiry
day-interview = interview to complete, runs out
day-follow-up = follow-up of a hiring
day-plan-draft = plan in draft
day-plan-unsigned = plan to be signed
day-plan-ends = plan ends soon
day-until = until { $day }
day-since = from { $day }
day-code-also = code of { $who } too
day-code-wrong = code to be checked
day-codes-more = Tax codes to check: { $n }. Here the last { $shown }; all of them by sportello list codes.
day-draft = Draft: { $what }
day-draft-at = field { $n } of { $of }, { $field }
day-draft-whole = to be saved
day-throw = Throw a draft away
day-throw-which = Which draft do you throw away?
day-throw-lost = What you typed in a draft that is thrown away does not come back.
day-throw-none = None: go back
day-throw-one = { $what }, { $when }
day-thrown = Draft thrown away: { $what }.
day-throw-elsewhere = The draft is open in another window of yours: { $what }. Close it there and try again.
draft-elsewhere = The form goes on on another line with all that you typed. Here it is closed.
in-use = in use by { $name }
in-use-short = in use, { $name }
day-unsettled = outcome pending
day-empty = Nothing is left open today.
privacy-title = Privacy screen
privacy-idle = No key for { $n } minutes: the data are hidden and the drafts saved. Press a key to come back.
privacy-text = The data is hidden. Press a key to come back.
about-title = Sources and licences
card-unreadable = The card cannot be read. Try again, or type the tax code.
card-not-here = The card does not go here: what it wrote was taken away.
card-two = Two cards were read: the first one counts. Check the name.
card-nobody = No record has this tax code. Use { $key } to make one.
undo-done = Undone: { $what }. Use { $key } now to redo.
redo-done = Redone: { $what }.
where-row = row { $row } of { $count }
where-enter-opens = Enter opens
    .lines = its number opens it
where-in-hand = person in hand: { $name }
where-time = time { $time }
where-news =
    { $n ->
        [one] one thing is new
       *[other] { $n } things are new
    }

# Forms and the frame of the screen.
form-save = Save
form-open = Open
form-required = required
form-error = error
form-choice-of = { $at } of { $n }
form-proposals = Proposals:
form-choices = { $n } choices
form-choose = choose from { $n }
form-note-hint = Enter starts a line. An empty line and Enter end the note.
more-rows = more
more-before = more rows before
more-after = more rows after
more-both = more rows before and after
screen-small = Small screen: try { $command }

# The linear face.
linear-choice = Choice
linear-choice-now = Choice (now { $n }, { $name })
linear-choice-row = Choice (now row { $n })
linear-answer = Answer
linear-empty = empty
linear-marked = yes
linear-error = Error, { $field }: { $error }
linear-more = { $n } more, Enter
linear-more-letters = { $n } more: type some letters
time-between = from { $start } to { $end }
days-between = { $start } - { $end }
    .full = from { $start } to { $end }
linear-save = { $save }? Enter, or a number
linear-note = Type one line at a time. An empty line ends the note.
linear-note-line = Next line
linear-take-first = Number (Enter takes 1)
linear-nothing-found = Nothing found for: { $value }. Type other letters.
linear-field-now = { $label } (now { $value })
linear-field-required = { $label } (required)
linear-unclear = Not understood: { $line }. Type a number, a command or a question mark.
linear-nothing-more = The list ends here. Type a number, a command or a question mark.
linear-beyond =
    { $n ->
        [one] There is only number 1.
       *[other] Type a number from 1 to { $n }.
    }
linear-number-asked =
    { $n ->
        [one] Type 1, or two letters or more. A command begins with a colon.
       *[other] Type a number from 1 to { $n }, or two letters or more. A command begins with a colon.
    }
linear-several = Which of these commands?
linear-shifted = Meanwhile the list has changed. This is how it stands now.
linear-no-more-messages = There is nothing before that.
linear-where-field = { $title }, row { $n } of { $total }, { $label }
linear-where-row = { $title }, row { $n } of { $total }, { $name }
linear-help-rows = Type the number of a row to open it. Enter alone reads the other rows.
linear-help-row-command = A command and the number of a row are for that row.
linear-help-field = Type the value and press Enter. Enter alone leaves the field as it is. A hyphen alone empties it.
linear-help-field-command = A colon gives a command: colon and 0 goes back, colon and a number goes to that field.
linear-help-days = Plus goes to the next day. Minus goes to the day before.
linear-help-always = Zero goes back. The letter r says it again.

# Dates and times.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-long = { $weekday } { $day } { $month } { $year }
date-in-full = { $day } { $month } { $year }
date-near = { $weekday } { $day } { $month }
at-time = { $time }
duration-hours =
    { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
duration-minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
duration-both = { $hours } { $minutes }
duration-short = { $n } min
    .full = { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
duration-short-both = { $h } h { $m }
    .full = about { $about } hours
key-enter = Enter
key-up = Up
key-out = Esc, at the end 0
app-goodbye-practice = Goodbye. The practice ends here and leaves no data.

# Somebody else was faster.
clash-title = The record has changed meanwhile
clash-done = Go on
clash-choose = Choose which text to keep: 1 or 2.
clash-nothing = (empty)
clash-on-file = on file
clash-earlier = from before
clash-theirs = { $by }: { $theirs }
clash-mine = typed here: { $mine }
clash-before = as it was: { $before }
clash-both =
    1 { $by }, { $when }: { $theirs }
    2 Typed here: { $mine }
    Before: { $before }
clash-theirs-only =
    { $by }, { $when }
    Before: { $before }
clash-gone = { $by } has removed this row ({ $when }). Your text stays in the draft.
clash-last = { $by } has changed the data ({ $when }): your text stays in the draft.
field-cut = The text is too long for this field: its end did not fit.
clash-kept = What you typed stays in the draft.
number-tenths = { $whole }.{ $tenth }
