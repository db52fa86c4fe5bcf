# Forms and the frame of the screen.
form-save = Save
form-required = required
form-error = error
form-note-hint = Enter starts a line. An empty line and Enter end the note.
screen-small = Small screen: try sportello --linear

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
