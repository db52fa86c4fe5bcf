### The reception: the queue of the day, tickets, the quick intake, the end of a contact.

reception-title = Accoglienza

## The queue.
queue-title = Coda di oggi, { $day }
queue-title-in-hand = Coda di oggi: { $number } { $state }
queue-empty = Nessuna persona in coda. Con { $key } dai un biglietto.
queue-in-hand = Alla tua postazione
queue-nobody-called = Nessuna persona è chiamata: prima usa { $key }.
queue-nobody-served = Nessuna persona è in servizio alla tua postazione: { $key } chiama la prossima.
queue-serve-first = Prima usa { $key }: dice che la persona è arrivata.
queue-column-number = N.
    .full = Turno
queue-column-who = Persona
queue-column-state = Stato
queue-column-service = Servizio
queue-column-waiting = Attesa
queue-state-waiting = in attesa
queue-state-called = chiamata
queue-state-serving = in servizio
queue-state-parked = in pausa
queue-state-no-show = assente
queue-state-left = uscita
queue-state-done = conclusa
queue-state-voided = annullata
queue-nameless = senza nome
queue-kept-for = per { $name }
queue-called-times = { $state }, { $n } volte
queue-fact-ticket = Biglietto
queue-fact-state = Stato
queue-fact-service = Servizio
queue-fact-arrival = Arrivo
queue-fact-due = Appuntamento
queue-fact-waiting = Attesa
queue-fact-desk = Postazione
queue-fact-place = Posto
queue-place = { $n }, { $why }
queue-place-next = la prossima, { $why }
queue-command-close-day = fine giornata
queue-command-new = nuovo biglietto
queue-command-call = chiama
queue-command-recall = richiama
queue-command-serve = servi
queue-command-end = concludi
queue-command-end-and-call = la prossima
queue-command-park = in pausa
queue-command-resume = riprendi
queue-command-forward = inoltra
queue-command-absent = assente
queue-command-intake = scheda breve
queue-called = { $number } chiamata: { $who }.
queue-called-number = { $number } chiamata: non ha un nome.
queue-recalled = { $what }: chiamata di nuovo.
queue-served = { $what }: in servizio. Invio apre la scheda.
    .lines = { $what }: in servizio. Il numero del biglietto apre la scheda.
queue-absent = { $what }: segnata assente.
queue-released = { $what }: torna al suo posto in coda.
queue-parked = { $what }: in pausa. Con { $key } riprendi.
queue-resumed = { $what }: di nuovo in servizio.
queue-requeued = { $what }: torna in coda, davanti alla sua fascia.
queue-forwarded = { $what }: passa a un altro servizio.
queue-left = { $what }: uscita prima del servizio.
queue-returned = { $what }: di nuovo in coda.
queue-attached = { $what }: ora ha la sua scheda.
queue-voided = { $what }: biglietto annullato.
queue-which-parked = Prima vai sulla riga di chi è in pausa.
queue-no-desk = Prima scegli la postazione: usa { $key }.
queue-no-desks = La sede non ha postazioni. Chiedi al coordinamento di crearne una.

## One ticket.
ticket-title = Biglietto { $number }
ticket-gone = Biglietto non più in coda
ticket-not-today = Questo biglietto non è di oggi.
ticket-nothing = Per questo biglietto non c'è altro da fare.
ticket-call-first = Si chiama per ordine: torna alla coda con 0, poi { $key } chiama chi tocca.
ticket-at-colleague = Questo biglietto è di { $name }.
ticket-ended = Questo biglietto è chiuso.
ticket-serve = La persona è arrivata: inizia il servizio
ticket-recall = Chiama di nuovo
ticket-absent = Segna assente
ticket-intake = Apri la scheda breve
ticket-end = Concludi il contatto
ticket-park = Metti in pausa
ticket-forward = Inoltra a un altro servizio
ticket-resume = Riprendi il servizio
ticket-requeue = Rimetti in coda, davanti alla sua fascia
ticket-return = La persona è tornata: rimettila in coda
ticket-release = Rimetti in coda al suo posto
ticket-leave = Uscita prima del servizio
ticket-void = Annulla il biglietto
ticket-attach = È per la persona in mano: { $who }
ticket-person = Apri la scheda della persona
park-title = In pausa: per quale motivo?
park-paper = Va a prendere un documento
park-colleague = Aspetta una persona della sede
park-call = Fa una telefonata
park-other = Altro motivo
void-title = Annulla il biglietto: per quale motivo?
void-mistake = Dato per errore
void-twice = Dato due volte
void-service = Servizio sbagliato
void-other = Altro motivo
forward-title = Inoltra: a quale servizio?
forward-whom = Inoltra: a chi?
forward-anybody = A chi è libero
desk-title = A quale postazione lavori?
desk-taken = { $desk }, ora in uso da { $name }

## A new ticket.
issue-title = Nuovo biglietto
issue-who = Persona
issue-who-hint = Nome, telefono, data di nascita o codice fiscale. Senza nome va bene lo stesso.
issue-card-hint = Tessera letta: { $code }. Non in archivio: il codice passa all'accoglienza.
issue-alias-hint = Non in archivio: il biglietto porta questo nome.
issue-not-on-file = non in archivio
issue-due = Appuntamento oggi alle { $time } con { $with }: il biglietto vale per questo.
issue-early = Appuntamento oggi alle { $time } con { $with }: manca più di mezz'ora.
issue-afar = Appuntamento oggi alle { $time } con { $with }, { $place }: il biglietto è per altro.
issue-elsewhere = Appuntamento oggi alle { $time } con { $with }, ma in un'altra sede.
issue-service = Servizio
issue-service-missing = Scegli il servizio: scrivi il suo numero.
issue-priority = Precedenza
issue-exception = Motivo
issue-closed = Ora la sede non riceve senza appuntamento. Scrivi il motivo dell'eccezione.
issue-save = Dai il biglietto
issue-wait-minutes = { $low }-{ $high } minuti
    .full = da { $low } a { $high } minuti
issue-wait-hours = da { $low } a { $high } ore
issue-done =
    { $n ->
        [0] Biglietto { $number }: è la prossima persona.
        [one] Biglietto { $number }: 1 persona davanti, { $wait }.
       *[other] Biglietto { $number }: { $n } persone davanti, { $wait }.
    }

## The quick intake.
intake-title = Accoglienza breve
intake-title-ticket = Accoglienza breve, { $number }
intake-title-person = Accoglienza breve: { $who }
intake-title-both = Accoglienza breve, { $number }: { $who }
intake-papers = Documenti visti
intake-papers-seen = Già visti: { $papers }.
intake-notice = Informativa data
intake-notice-given = Già data il { $day }, versione { $version }.
intake-reason = Motivo della visita
intake-same = Già in archivio?
intake-same-hint = { $who }: { $why }. Scrivi 1 per usare la sua scheda.
intake-complete = La scheda è completa.
intake-missing = Manca: { $items }.
intake-name-or-code = Scrivi almeno il cognome o il codice fiscale.
intake-saved = Scheda salvata: { $who }.
intake-resumed = Riprendi da dove avevi lasciato.
intake-draft-gone = La bozza non c'è più.
intake-owner-title = Codice già in archivio: { $who }
intake-owner = Se è la stessa persona, usa la sua scheda: i dati già noti arrivano da soli.
intake-owner-use = Usa la scheda in archivio
intake-owner-apart = È un'altra persona: lascia due schede
intake-duplicate = Il codice è anche di un'altra scheda: verificalo appena puoi.
intake-doubtful-title = Il codice fiscale non torna
intake-doubtful = Puoi correggerlo, oppure salvarlo così: resta segnato da verificare.
intake-doubtful-mend = Correggi il codice
intake-doubtful-keep = Salva così, da verificare
next-title = E ora, { $who }?
next-heading = Come si va avanti
next-plan = Percorso
next-appointment = Appuntamento
next-work = Lavoro adatto
next-record = Scheda della persona
next-charge = Presa in carico
next-charged = Presa in carico: { $who }.
next-end = Concludi il contatto
next-wishes = Orari, contratti e quando può venire
next-queue = Passa alla coda: la persona resta con te

## The end of a contact.
closing-title = Fine del contatto, { $number }
closing-who = Persona
closing-service = Servizio
closing-start = Inizio
closing-end = Fine
closing-length = Durata
closing-how = Come si è concluso?
closing-how-then-call = Come si è concluso? Poi chiami la prossima persona.
closing-write = Correggi esito, servizio e minuti
closing-outcome = Esito
closing-outcome-missing = Scegli l'esito: scrivi il suo numero.
closing-minutes = Minuti
closing-minutes-wrong = I minuti vanno da 0 a 480. Scrivi per esempio 20.
closing-note = Nota
closing-save = Concludi
closing-done = { $number } conclusa: { $length }.
closing-nobody = Nessuna persona in servizio. Con { $key } chiami la prossima.
queue-state-line-lost = linea caduta
ticket-take-over = Prendi il biglietto, con la bozza: la linea è caduta
queue-taken-over = { $what }: ora è con te.

## The close of the day.
evening-title = Fine giornata
evening-text =
    { $n ->
        [0] Nessuna persona aspetta più.
        [one] 1 biglietto aspetta ancora: esce dalla coda.
       *[other] { $n } biglietti aspettano ancora: escono dalla coda.
    }
evening-at-desk =
    { $n ->
        [one] 1 biglietto è ancora a una postazione: va concluso a mano.
       *[other] { $n } biglietti sono ancora a una postazione: vanno conclusi a mano.
    }
evening-open = Biglietti aperti
evening-day = del { $day }
evening-close = Chiudi la giornata: chi aspetta esce dalla coda
evening-empty = Tutti i biglietti sono conclusi.
evening-done =
    { $n ->
        [one] Giornata chiusa: 1 biglietto uscito dalla coda.
       *[other] Giornata chiusa: { $n } biglietti usciti dalla coda.
    }
evening-colleague = Lo conclude { $name }, oppure il coordinamento.

## Satisfaction, at the end of a contact.
opinion-title = Il servizio è stato utile?
opinion-anonymous = La risposta è senza nome: se ne contano solo il voto e il giorno.
opinion-go-on = Oppure vai avanti: { $key } per servire chi hai chiamato.
opinion-named = La risposta resta con il nome: { $who }.
opinion-skip = Non risponde
opinion-with-name = Vuole dare il nome
opinion-complaint = Scrivi un reclamo
opinion-thanks = Risposta segnata. Ringrazia la persona.
next-interview = Colloquio completo
