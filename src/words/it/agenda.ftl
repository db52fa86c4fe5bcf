### The agenda: days, appointments, free times.

agenda-title = Agenda
agenda-title-of = Agenda, { $day }, { $who }
agenda-today = Oggi
agenda-tomorrow = Domani
agenda-yesterday = Ieri
agenda-hours = orario { $hours }
agenda-no-hours = nessun orario di lavoro
agenda-away = con ore di assenza
agenda-closed = sede chiusa: { $why }
agenda-empty = Nessun appuntamento e nessun orario libero. Freccia destra passa al giorno dopo.
agenda-empty-choosing = In questo giorno non c'è un'ora libera. Con la freccia destra vai al giorno dopo.
agenda-wait = Attendere: leggo l'agenda.
agenda-colleagues = Colleghi alla stessa ora
agenda-not-here = non in sede
agenda-free = libero
agenda-kept = tempo riservato
agenda-choosing = Scegli un orario libero per { $who }: Invio lo prende, 0 lascia tutto com'è.
    .lines = Scegli un orario libero per { $who }: il suo numero lo prende, 0 lascia tutto com'è.
agenda-nobody-else = Nessun'altra persona lavora qui in questo giorno.
agenda-which = Prima vai sulla riga di un appuntamento.
agenda-not-now = Ora lo stato è: { $state }. Questo passo non è possibile.
agenda-resumed = Bozza ripresa.
agenda-choose = Questa voce non è nell'elenco. Scrivi qualche lettera e scegli con Invio.

## What is known of an appointment.
agenda-when = Quando
agenda-with = Con chi
agenda-service = Servizio
agenda-place = Luogo
agenda-state = Stato
agenda-reason = Motivo
agenda-exception = Motivo dell'eccezione
agenda-note = Nota
agenda-plan = Percorso

## Commands.
agenda-command-new = prenota
agenda-command-move = sposta
agenda-command-cancel = disdici
agenda-command-arrived = arrivo
agenda-command-absent = assente
agenda-command-colleague = collega
agenda-command-calendar = calendario
agenda-command-today = oggi

## A new appointment.
book-title = Prenota, { $day }, { $who }
book-who = Persona
book-who-unknown = Nessuna scheda con questo nome. Scrivi cognome e nome, per esempio: Rossi Maria.
book-who-missing = Manca la persona. Scrivi qualche lettera del cognome, per esempio: ros mar.
book-time = Ora
book-time-form = L'ora non si capisce. Scrivi per esempio 9:30.
book-time-clock = Questa ora non esiste. Scrivi per esempio 9:30.
book-until = { $length }, fino alle { $time }
book-save = Prenota
book-overlaps = Dalle { $time } è già occupato.
book-free-at = Libero per { $length }: alle { $time }.
book-free-none = In questo giorno non c'è posto per { $length }. Scegli un altro giorno.
book-closed = Sede chiusa: { $why }. Per prenotare lo stesso scrivi il motivo, oppure torna indietro e scegli un altro giorno.
book-closed-reason = La sede è chiusa. Scrivi il motivo, oppure torna indietro e scegli un altro giorno.
book-outside = L'ora è fuori dall'orario di lavoro. Scrivi il motivo, oppure scegli un'altra ora.

## Free times.
offer-title = Orari liberi per { $who }
offer-title-move = Nuovo orario per { $who }
offer-now = Ora è
offer-wait = Attendere: cerco gli orari liberi.
offer-more = Altri orari
offer-anyone = Con chi è libero prima
offer-calendar = Scegli dal calendario
offer-service = Un altro servizio
offer-standing = già fissato, { $who }
confirm-title = Appuntamento per { $who }
confirm-book = Prenota { $place }

## One appointment.
sheet-title = Appuntamento: { $who }
sheet-arrive = La persona è arrivata
sheet-hold = Segna svolto
sheet-miss = Segna assente
sheet-leave = La persona è uscita prima
sheet-confirm = La persona conferma
sheet-move = Sposta
sheet-cancel = Disdici
sheet-correct-held = Correggi: il colloquio c'è stato
sheet-correct-cancelled = Correggi: la persona aveva disdetto
sheet-plan = Apri il percorso
sheet-record = Apri la scheda
sheet-of-plan = è un'azione del percorso
sheet-nothing = Per questo appuntamento non resta nulla da fare.

## Calling off, putting right, another day.
cancel-title = Disdire l'appuntamento?
cancel-which = { $who }, { $when }, con { $with }.
cancel-keep = Lascia l'appuntamento
cancel-by-person = Disdice la persona
cancel-by-office = Disdice la sede
ask-cancel-title = Disdetta della sede: { $who }
ask-cancel-save = Disdici
ask-correct-title = Correzione: { $who }
ask-reason-missing = Manca il motivo. Scrivi per esempio: sede chiusa per guasto.
ask-day-title = Vai a un altro giorno
ask-day = Giorno
ask-day-missing = Manca il giorno. Scrivi per esempio 12/3, lun, oppure domani.
ask-go = Vai
ask-service-title = Orari per un altro servizio
ask-look = Cerca gli orari

## What was done.
agenda-booked = Fissato: { $who }, { $day } alle { $time } con { $with }.
agenda-moved = Spostato: { $who }, { $day } alle { $time } con { $with }.
agenda-cancelled = Disdetto: { $who }, { $when }.
agenda-arrived = Arrivo segnato: { $who }, biglietto { $number }.
agenda-held = Svolto: l'appuntamento di { $who }.
agenda-missed = Assenza segnata: { $who }.
agenda-left = Uscita prima del colloquio: { $who }.
agenda-confirmed = Confermato: l'appuntamento di { $who }.
agenda-corrected = Corretto: l'appuntamento di { $who }.
agenda-theirs = Nel frattempo { $by } ha cambiato l'appuntamento: ora è { $when } con { $with }. Controlla e riprova.
