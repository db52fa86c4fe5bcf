# The frame: start, end, what every pane says.
app-first-line = Sportello. Per le righe di testo senza schermo: { $command }
app-practice = Prova: dati inventati
app-practice-short = Prova
header-in-hand = In mano: { $name }
app-goodbye = Ciao. Le bozze restano qui per la prossima volta.
app-nobody-in-hand = Prima scegli una persona: usa { $key } e scrivi il nome.
app-nothing-said = Finora non c'è nessun messaggio.
app-waits = Attendi: un altro programma usa i dati. Quello che hai chiesto arriva dopo.
app-waits-for = Attendi: { $by } usa i dati. Quello che hai chiesto arriva dopo.
paste-too-long = Troppo testo in una volta: il resto è stato lasciato.
typed-ahead-dropped = Ciò che hai scritto in attesa della risposta è stato lasciato.
app-no-room = Il tuo ruolo non apre questa parte.
app-not-now = Questo comando non si usa qui, adesso: { $label }.
app-no-key = Qui il tasto { $letter } non fa nulla. Con { $key } trovi che cosa puoi fare.
app-not-yours = Il tuo ruolo non prevede questo comando.
layer-back = Torna indietro
menu-title = Menu
menu-commands = Comandi di questa pagina
menu-back = Indietro
help-title = Aiuto: che cosa puoi fare qui
help-what = Che cosa fa
help-key = Tasto
help-keys = Le frecce cambiano riga. Invio apre. I numeri aprono la riga con quel numero. Zero torna indietro. Una pagina si riapre dove l'hai lasciata.
    .lines = Scrivi il numero di una riga per aprirla. Zero torna indietro. Una pagina si riapre dove l'hai lasciata.
help-fields = In un campo scrivi il testo. Se scrivi su una data, un'ora o un numero già pronti, li cambi. Con una freccia li correggi. Invio o Tab vanno avanti, la freccia su torna al campo prima. L'ultima riga salva.
    .lines = In un campo scrivi il testo. Una riga vuota lascia il campo com'è. Due punti e 0 tornano indietro. L'ultima riga salva.
help-queue-order = In coda passano prima gli appuntamenti la cui ora è arrivata e le urgenze. Poi passa chi ha la precedenza, poi tutte le altre persone. A parità conta l'ora di arrivo. Chi attende oltre lo standard della sede sale di una fascia: così tutte le persone passano.
palette-title = Comandi
palette-nothing = Nessun comando con queste lettere. Prova un'altra parola.
palette-field = Comando
find-title = Cerca una persona
find-nobody = Nessuna persona trovata. Prova con meno lettere.
find-lives = abita a { $place }
find-field = Nome o codice
day-title = Elenchi del giorno
day-what = Che cosa
day-state = Stato
day-when = Quando
day-unsigned = ore da firmare
day-paper = { $paper }, scadenza
day-interview = colloquio da completare, scadenza
day-follow-up = verifica dopo l'assunzione
day-plan-draft = percorso in bozza
day-plan-unsigned = percorso da firmare
day-plan-ends = percorso in scadenza
day-until = fino al { $day }
day-since = dal { $day }
day-code-also = codice anche di { $who }
day-code-wrong = codice da verificare
day-codes-more = Codici fiscali da controllare: { $n }. Qui gli ultimi { $shown }; tutti con sportello list codes.
day-draft = Bozza: { $what }
day-draft-at = campo { $n } di { $of }, { $field }
day-draft-whole = da salvare
day-throw = Butta una bozza
day-throw-which = Quale bozza butti?
day-throw-lost = Quello che hai scritto in una bozza buttata non torna.
day-throw-none = Nessuna: torna indietro
day-throw-one = { $what }, { $when }
day-thrown = Bozza buttata: { $what }.
day-throw-elsewhere = La bozza è aperta in un'altra tua finestra: { $what }. Chiudila lì e riprova.
draft-elsewhere = La scheda continua su un'altra linea con tutto quello che hai scritto. Qui è chiusa.
in-use = in uso da { $name }
in-use-short = in uso, { $name }
day-unsettled = da esitare
day-empty = Oggi non resta nulla in sospeso.
privacy-title = Schermo riservato
privacy-idle = Nessun tasto da { $n } minuti: i dati sono nascosti e le bozze salvate. Premi un tasto per tornare.
privacy-text = I dati sono nascosti. Premi un tasto per tornare.
about-title = Fonti e licenze
card-unreadable = La tessera non si legge. Riprova, oppure scrivi il codice fiscale.
card-not-here = Qui la tessera non serve: quello che ha scritto è stato tolto.
card-two = Sono state lette due tessere: vale la prima. Controlla il nome.
card-nobody = Nessuna scheda ha questo codice fiscale. Con { $key } ne crei una.
undo-done = Annullato: { $what }. Se ora usi { $key }, torna com'era.
redo-done = Rifatto: { $what }.
where-row = riga { $row } di { $count }
where-enter-opens = Invio apre
    .lines = il suo numero la apre
where-in-hand = persona in mano: { $name }
where-time = ore { $time }
where-news =
    { $n ->
        [one] una novità
       *[other] { $n } novità
    }

# Forms and the frame of the screen.
form-save = Salva
form-open = Apri
form-required = obbligatorio
form-error = errore
form-choice-of = { $at } di { $n }
form-proposals = Proposte:
form-choices = { $n } voci
form-choose = scegli fra { $n }
form-note-hint = Invio va a capo. Una riga vuota e Invio finiscono la nota.
more-rows = altro
more-before = altre righe prima
more-after = altre righe dopo
more-both = altre righe prima e dopo
screen-small = Schermo piccolo: prova { $command }

# The linear face.
linear-choice = Scelta
linear-choice-now = Scelta (ora { $n }, { $name })
linear-choice-row = Scelta (ora riga { $n })
linear-answer = Risposta
linear-empty = vuoto
linear-marked = sì
linear-error = Errore, { $field }: { $error }
linear-more = altre { $n }, Invio
linear-more-letters = altre { $n }: scrivi qualche lettera
time-between = dalle { $start } alle { $end }
days-between = { $start } - { $end }
    .full = inizio { $start }, fine { $end }
linear-save = { $save }? Invio, o un numero
linear-note = Scrivi una riga per volta. Una riga vuota chiude la nota.
linear-note-line = Altra riga
linear-take-first = Numero (Invio prende 1)
linear-nothing-found = Nessun risultato per: { $value }. Scrivi altre lettere.
linear-field-now = { $label } (ora { $value })
linear-field-required = { $label } (obbligatorio)
linear-unclear = Non capisco: { $line }. Scrivi un numero, un comando o il punto di domanda.
linear-nothing-more = L'elenco è finito. Scrivi un numero, un comando o il punto di domanda.
linear-beyond =
    { $n ->
        [one] C'è solo il numero 1.
       *[other] Scrivi un numero da 1 a { $n }.
    }
linear-number-asked =
    { $n ->
        [one] Scrivi 1, oppure due lettere o più. Un comando comincia con i due punti.
       *[other] Scrivi un numero da 1 a { $n }, oppure due lettere o più. Un comando comincia con i due punti.
    }
linear-several = Quale di questi comandi?
linear-shifted = Nel frattempo l'elenco è cambiato. Ecco come sta ora.
linear-no-more-messages = Prima non c'è altro.
linear-where-field = { $title }, riga { $n } di { $total }, { $label }
linear-where-row = { $title }, riga { $n } di { $total }, { $name }
linear-help-rows = Scrivi il numero di una riga per aprirla. Solo Invio legge le altre righe.
linear-help-row-command = Un comando e il numero di una riga valgono per quella riga.
linear-help-field = Scrivi il valore e premi Invio. Solo Invio lascia il campo come sta. Un trattino da solo lo svuota.
linear-help-field-command = I due punti danno un comando: due punti e 0 torna indietro, due punti e un numero va a quel campo.
linear-help-days = Il più va al giorno dopo. Il meno va al giorno prima.
linear-help-always = Zero torna indietro. La lettera r ripete.

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
date-in-full = { $day } { $month } { $year }
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
duration-short = { $n } min
    .full = { $n ->
        [one] { $n } minuto
       *[other] { $n } minuti
    }
duration-short-both = { $h } h { $m }
    .full = circa { $about } ore
key-enter = Invio
key-up = Su
key-out = Esc, in fondo 0
app-goodbye-practice = Ciao. La prova finisce qui e non lascia dati.

# Somebody else was faster.
clash-title = Nel frattempo la scheda è cambiata
clash-done = Continua
clash-choose = Scegli quale testo tenere: 1 o 2.
clash-nothing = (vuoto)
clash-on-file = in archivio
clash-earlier = da prima
clash-theirs = { $by }: { $theirs }
clash-mine = scritto qui: { $mine }
clash-before = com'era: { $before }
clash-both =
    1 { $by }, { $when }: { $theirs }
    2 Scritto qui: { $mine }
    Prima: { $before }
clash-theirs-only =
    { $by }, { $when }
    Prima: { $before }
clash-gone = { $by } ha tolto questa riga ({ $when }). Il testo resta nella bozza.
clash-last = { $by } ha cambiato i dati ({ $when }): il testo resta nella bozza.
field-cut = Il testo è troppo lungo per questo campo: la fine non è entrata.
clash-kept = Quello che hai scritto resta nella bozza.
number-tenths = { $whole },{ $tenth }
