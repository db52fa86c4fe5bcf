# Forms and the frame of the screen.
form-save = Salva
form-required = obbligatorio
form-error = errore
form-note-hint = Invio va a capo. Una riga vuota e Invio finiscono la nota.
screen-small = Schermo piccolo: prova sportello --linear

# Dates and times.
weekday-1 = lunedì
weekday-2 = martedì
weekday-3 = mercoledì
weekday-4 = giovedì
weekday-5 = venerdì
weekday-6 = sabato
weekday-7 = domenica
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre
date-long = { $weekday } { $day } { $month } { $year }
date-near = { $weekday } { $day } { $month }
at-time = ore { $time }
duration-hours =
    { $n ->
        [one] { $n } ora
       *[other] { $n } ore
    }
duration-minutes =
    { $n ->
        [one] { $n } minuto
       *[other] { $n } minuti
    }
duration-both = { $hours } e { $minutes }
