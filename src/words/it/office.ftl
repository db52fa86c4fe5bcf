### The office: its parts, who works here, desks, services, opening plan, dated values; one's own settings.

office-title = Sede e impostazioni
office-needed = Manca un valore. Scrivilo qui, poi salva.
office-backwards = La fine viene prima dell'inizio. Correggi una delle due date.
office-from-today = Il passato non si cambia. Scrivi oggi o un giorno futuro.
office-no = No, resta com'è
office-change-of = Modifica: { $name }
office-answer-yes = sì
office-answer-no = no

office-command-new-staff = nuovo accesso
office-command-new-key = nuova chiave
office-command-new-absence = nuova assenza
office-command-new-desk = nuova postazione
office-command-new-service = nuovo servizio
office-command-new-window = nuova fascia
office-command-new-day = nuovo giorno
office-command-new-value = nuovo valore
office-command-new-office = nuova sede
office-command-change = modifica
office-command-close = chiudi
office-command-reopen = riapri
office-command-end = termina
office-command-drop = togli
office-command-revoke = revoca
office-command-switch-off = disattiva
office-command-switch-on = riattiva
office-command-passwords = password

## One's own settings.
mine-title = Le mie impostazioni
mine-about = lingua, colori, lettore, tasti
mine-column-what = Impostazione
mine-column-value = Valore
mine-unset = come di solito
mine-usual = { $value }, come di solito
mine-in-use = in uso
setting-kept = Salvato: vale da subito, e a ogni tuo ingresso.
setting-kept-next-time = Salvato: vale dal tuo prossimo ingresso.
setting-theme-normal = normale
setting-theme-light = chiaro
setting-theme-high-contrast = alto contrasto
setting-theme-yellow-on-black = giallo su nero
setting-theme-terminal = colori del terminale
setting-theme-mono = senza colori
setting-profile-visual = visivo
setting-profile-reader = lettore di schermo o barra braille
setting-linear-off = schermo
setting-linear-on = righe semplici
setting-letters-on = attivi
setting-letters-off = spenti: bastano frecce, Invio e cifre
setting-layout-default = disposizione normale
setting-layout-left-hand = solo mano sinistra
setting-layout-right-hand = solo mano destra
setting-layout-arrows-only = solo frecce, Invio e cifre
setting-idle-office = dopo il tempo della sede senza tasti
setting-idle-times = dopo un tempo { $n } volte più lungo
setting-pause-none = vale sempre
setting-pause-of = non vale per { $ms } millisecondi

## Who works here.
staff-title = Chi lavora qui
staff-about = accessi, ruoli, chiavi, assenze
staff-none = Nessun accesso. Con { $key } ne crei uno.
staff-column-name = Nome
staff-column-roles = Ruoli
staff-column-desk = Postazione
staff-column-state = Stato
staff-active = attivo
staff-inactive = disattivo
member-title = Modifica: { $who }
member-title-new = Nuovo accesso
member-change = Modifica
member-access = Accesso
member-password = Password
member-totp = Secondo fattore
member-last-in = Ultimo ingresso
member-never-in = mai
member-secret-set = sì
member-secret-unset = no
member-secret-dropped = Tolto: da adesso non vale più.
member-password-drop-why = Con la password non si entra più. Le chiavi SSH restano.
member-password-drop-yes = Togli la password
member-totp-drop-why = Senza il secondo fattore la password non basta per entrare.
member-totp-drop-yes = Togli il secondo fattore
member-name = Nome e cognome
member-login = Nome di accesso
member-roles = Ruoli
member-office = Sede
member-desk = Postazione
member-lang = Lingua
member-lang-own = la sceglie chi lavora
member-monday = Lunedì
member-tuesday = Martedì
member-wednesday = Mercoledì
member-thursday = Giovedì
member-friday = Venerdì
member-saturday = Sabato
member-sunday = Domenica
member-day-off = non lavora
member-hours-how = Orari: per esempio 9-13, 14-17.30. Un giorno vuoto è libero.
member-login-wrong = Usa da 1 a 32 lettere minuscole, cifre, punto, trattino. Per esempio: anna.bianchi
member-login-stays = Il nome di accesso non cambia: compare in tutta la storia.
member-desk-elsewhere = La postazione è di un'altra sede. Scegline una di questa sede.
member-added = Accesso creato. Ora aggiungi una chiave SSH.
member-changed = Accesso aggiornato.
member-switch-off-why = Chi usa questo accesso non entra più. La storia del suo lavoro resta.
member-switch-off-yes = Disattiva l'accesso
member-switched-off = Accesso disattivato.
member-switched-on = Accesso riattivato.

## Absences.
absences-label = Assenze
absences-count =
    { $n ->
        [0] nessuna
        [one] 1 assenza
       *[other] { $n } assenze
    }
absences-title = Assenze: { $who }
absences-none = Nessuna assenza in programma. Con { $key } ne scrivi una.
absences-column-from = Da
absences-column-to = A
absences-from = dal { $at }
absences-to = al { $at }
absences-drop-title = Togliere l'assenza?
absences-drop-why = In quelle ore si potranno di nuovo prendere appuntamenti.
absences-drop-yes = Togli l'assenza
absences-dropped = Assenza tolta.
absence-title = Nuova assenza: { $who }
absence-from = Dal giorno
absence-from-time = Dalle ore
absence-to = Al giorno
absence-to-time = Alle ore
absence-how = Senza ore l'assenza è di giorni interi. Il motivo non si scrive.
absence-backwards = La fine viene prima dell'inizio. Correggi giorno o ora.
absence-added = Assenza salvata.

## Keys.
keys-label = Chiavi SSH
keys-count =
    { $n ->
        [0] nessuna
        [one] 1 chiave
       *[other] { $n } chiavi
    }
keys-title = Chiavi SSH: { $who }
keys-none = Nessuna chiave: da un altro computer non si entra. Con { $key } ne aggiungi una.
keys-nameless = senza nome
keys-column-comment = Nome
keys-column-fingerprint = Impronta
keys-column-since = Dal
keys-revoke-title = Revocare la chiave?
keys-revoke-what = Impronta: { $fingerprint }
keys-revoke-why = Chi è in linea con questa chiave esce subito. La revoca non si annulla.
keys-revoke-yes = Revoca la chiave
keys-revoke-anyway = Revoca anche se è l'ultima
keys-revoked = Chiave revocata.
keys-added = Chiave aggiunta: vale da subito.
key-title = Nuova chiave: { $who }
key-line = Chiave pubblica
key-how = Incolla la riga del file che finisce in .pub: comincia con ssh-ed25519.

## Desks.
desks-title = Postazioni
desks-about = nomi, tipi, chiusura
desks-none = Nessuna postazione. Con { $key } ne crei una.
desks-column-label = Nome
desks-column-kind = Tipo
desks-column-seated = Chi la usa
desks-column-state = Stato
desks-open = in uso
desks-closed-on = chiusa dal { $day }
desks-close-why = Nessun biglietto sarà più chiamato qui. Chi la usa resta senza postazione.
desks-close-yes = Chiudi la postazione
desks-closed = Postazione chiusa.
desks-reopened = Postazione riaperta.
desks-added = Postazione creata.
desks-changed = Postazione aggiornata.
desk-title-new = Nuova postazione
desk-label = Nome
desk-kind = Tipo

## Services.
services-title = Servizi
services-about = catalogo: nomi, livelli, minuti
services-none = Nessun servizio. Con { $key } ne crei uno.
services-column-name = Servizio
services-column-code = Codice
services-column-minutes = Durata
services-column-state = Come si accede
services-minutes = { $n } min
    .full = { $n ->
        [one] { $n } minuto
       *[other] { $n } minuti
    }
services-from = dal { $day }
services-until = fino al { $day }
services-walk-in = accesso libero
services-by-appointment = su appuntamento
services-end-why = Da domani nessuno può più chiederlo. Percorsi e storia restano.
services-end-yes = Termina oggi
services-ended = Servizio terminato: oggi è l'ultimo giorno.
services-added = Servizio creato.
services-changed = Servizio aggiornato.
service-title-new = Nuovo servizio
service-code = Codice
service-label-it = Nome in italiano
service-label-en = Nome in inglese
service-level = Livello
service-minutes = Durata in minuti
service-planned = Minuti nel percorso
service-walk-in = Senza appuntamento
service-needs-person = Serve la scheda
service-from = Dal
service-to = Fino al
service-code-wrong = Usa lettere, cifre, punto o trattino, 24 al massimo. Per esempio: COL2
service-minutes-wrong = Scrivi i minuti da 1 a 480, per esempio 60.
service-planned-wrong = Scrivi i minuti da 1 a 60000, per esempio 120.

## The week.
week-title = Orari di apertura
week-about = fasce della settimana
week-none = Nessuna fascia: la sede riceve sempre. Con { $key } ne scrivi una.
week-column-day = Giorno
week-column-hours = Orario
week-column-kind = Per chi
week-column-valid = Validità
week-drop-why = In queste ore la sede non risulta più aperta.
week-drop-yes = Togli la fascia
week-dropped = Fascia tolta.
week-added = Fascia salvata.
week-changed = Fascia aggiornata.
window-title-new = Nuova fascia
window-weekday = Giorno
window-hours = Orario
window-kind = Per chi
window-from = Dal
window-to = Fino al
window-how = Orario: per esempio 9-13. Per due orari nello stesso giorno scrivi due fasce.
window-one = Scrivi un solo orario, per esempio 9-13.

## Special days.
days-title = Chiusure e festività
days-about = festività, patrono, aperture straordinarie
days-none = Nessun giorno particolare. Con { $key } ne scrivi uno.
days-column-day = Giorno
days-column-what = Che cosa
days-column-label = Motivo
days-is-closed = chiuso
days-is-open = aperto come al solito
days-is-open-at = aperto { $hours }
days-patron = { $name }, { $day }.
days-patron-unknown = Il patrono di { $place } non è nelle tabelle. Aggiungi a mano la chiusura.
days-no-municipality = La sede non ha un comune, quindi il patrono non è noto. Scrivi il comune in Sedi.
days-clear-why = Il giorno torna agli orari della settimana.
days-clear-yes = Torna agli orari normali
days-cleared = Il giorno segue di nuovo gli orari normali.
days-closed = Chiusura salvata.
days-closed-over =
    { $n ->
        [one] Chiusura salvata. In quei giorni c'è 1 appuntamento da spostare.
       *[other] Chiusura salvata. In quei giorni ci sono { $n } appuntamenti da spostare.
    }
days-opened = Apertura straordinaria salvata.
days-holidays-written =
    { $n ->
        [0] Le festività di quell'anno c'erano già tutte.
        [one] 1 festività aggiunta.
       *[other] { $n } festività aggiunte.
    }
special-title-new = Nuovo giorno particolare
special-what = Che cosa
special-what-close = chiusura
special-what-open = apertura straordinaria
special-what-holidays = festività di un anno
special-first = Dal
special-last = Fino al
special-label = Motivo
special-year = Anno
special-how = Una chiusura di un solo giorno non ha bisogno della fine.
special-too-many = Sono più di 366 giorni. Dividi la chiusura in due.
special-year-wrong = Scrivi un anno da quello in corso ai prossimi dieci.

## Dated values.
rules-title = Regole della sede
rules-about = valori con data, traccia del colloquio
params-title = Valori con data
params-about = soglie e minuti, con data e fonte
params-none = Nessun valore.
params-column-name = Valore
params-column-value = Quanto
params-column-from = Dal
params-column-source = Fonte
params-column-state = Stato
params-usual = come di solito
params-usual-holds = Vale il valore di solito. Con { $key } ne scrivi un altro.
params-words =
    { $n ->
        [one] 1 parola
       *[other] { $n } parole
    }
param-switch = 0 per no, 1 per sì
param-range = da { $least } a { $most }
param-longest = al massimo { $n } caratteri
params-holds = in vigore
params-to-come = in arrivo
params-past-stays = Il passato non si cambia. Con { $key } scrivi un valore nuovo.
params-revised = Valore salvato.
param-title = Nuovo valore: { $name }
param-value = Valore
param-from = Dal
param-source = Fonte
param-how = Il valore di prima vale fino al giorno precedente.

books-title = Registri
books-about = durata, righe scadute
books-column-name = Registro
books-column-rows = Righe
books-column-kept = Durata
books-column-due = Scadute
books-empty = nessuna riga
books-rows =
    { $n ->
        [one] 1 riga, dal { $since }
       *[other] { $n } righe, dal { $since }
    }
books-kept =
    { $n ->
        [one] si conserva 1 mese
       *[other] si conserva { $n } mesi
    }
books-due =
    { $n ->
        [one] 1 riga scaduta
       *[other] { $n } righe scadute
    }
books-nothing-due = nessuna riga scaduta
books-preview =
    { $n ->
        [one] 1 riga da cancellare, del { $first }. Ne restano { $left }.
       *[other] { $n } righe da cancellare, dal { $first } al { $last }. Ne restano { $left }.
    }
books-for-good = La cancellazione è definitiva e resta scritta nella storia della sede.
books-purge-yes = Cancella le righe scadute
books-purged =
    { $n ->
        [one] 1 riga cancellata.
       *[other] { $n } righe cancellate.
    }
office-command-purge = cancella scadute
member-password-why = Il programma crea la password e la mostra una volta sola. Chi è in linea con quella di prima esce.
member-password-make = Crea una password nuova
member-totp-why = Il programma crea il segreto per la app dei codici e lo mostra una volta sola.
member-totp-make = Crea un secondo fattore nuovo
member-passwords-off = In questa sede le password sono spente: si accendono in Sedi.
once-why = Si vede solo adesso: copialo o dettalo, poi torna indietro.
once-password = Password nuova: { $who }
once-totp = Secondo fattore: { $who }
once-secret = Segreto
once-address = Indirizzo
outside-title = Fuori dai propri casi
outside-about = schede aperte negli ultimi 7 giorni
outside-none = Negli ultimi 7 giorni nessuna.
outside-column-person = Persona
outside-column-when = Quando
outside-column-why = Che cosa e perché
outside-column-by = Chi
outside-gone = scheda tolta
outside-no-reason = motivo non chiesto
mine-password-title = Una password nuova?
mine-password-how = Invio ne crea una nuova
    .lines = il numero ne crea una nuova
mine-password = password
mine-keys = tasti dei comandi
mine-keys-usual = quelli della disposizione
mine-keys-own =
    { $n ->
        [one] 1 scelto da te
       *[other] { $n } scelti da te
    }
keymap-title = Tasti dei comandi
keymap-column-what = Comando
keymap-column-key = Tasto
keymap-column-where = Dove
keymap-everywhere = ovunque
keymap-by-number = con il numero
keymap-yours = { $key }, tuo
keymap-new-title = Tasto per: { $what }
keymap-key = Tasto nuovo
keymap-how = Premi il tasto: vale subito. Vuoto e Salva: torna quello della disposizione. Frecce, Invio e cifre restano sempre.
keymap-clash = { $key } è già di: { $other }. Premi un altro tasto.
keymap-reserved-rows = Le cifre scelgono le righe. Premi una lettera minuscola o un segno.
keymap-reserved-cards = Questo tasto lo scrive il lettore di tessere. Premi una lettera minuscola.
keymap-reserved-shell = Questo tasto lo usa il collegamento. Premi una lettera minuscola.
keymap-reserved-keyboard = Questo tasto non si preme da solo. Premi una lettera minuscola o un segno.
keymap-off = Le lettere sono spente: i tasti valgono quando le riaccendi.
## Offices.
offices-title = Sedi
offices-about = nome, comune, accreditamento
offices-column-name = Nome
offices-column-place = Comune
offices-column-address = Indirizzo
offices-column-doors = Come si entra
offices-with-keys = solo chiavi
offices-with-passwords = anche password
offices-keys-only = Ora in questa sede si entra solo con le chiavi.
offices-passwords-why = Chi ha una password e un secondo fattore potrà entrare senza chiave.
offices-passwords-yes = Permetti le password
offices-passwords-on = Ora in questa sede le password sono permesse.
offices-added = Sede creata.
offices-changed = Sede aggiornata.
site-title-new = Nuova sede
site-name = Nome
site-place = Comune
site-address = Indirizzo
site-accreditation = Accreditamento

## The outline of the interview.
outline-of-the-program = traccia del programma
outline-title = Traccia del colloquio
outline-about = che cosa si chiede, a chi, in che ordine
outline-column-whom = Di chi
outline-column-change = Modifica
outline-column-asks = Che cosa serve
outline-column-version = Versione
outline-column-since = Dal
outline-column-who = Chi
outline-not-asked = non si chiede
outline-in-force-program = In vigore: la traccia del programma.
outline-in-force = In vigore: versione { $version }, dal { $moment }, di { $who }. Fonte: { $source }
outline-was-put = In vigore dal { $moment }, di { $who }. Fonte: { $source }
outline-version = versione { $version }
outline-as = come la { $name }
outline-changes =
    { $n ->
        [one] Hai cambiato una sezione. Vale ancora la traccia in vigore.
       *[other] Hai cambiato { $n } sezioni. Vale ancora la traccia in vigore.
    }
outline-faulty = Prima correggi quello che non va.
outline-put = Metti in vigore
outline-put-again = Rimetti in vigore
outline-put-how = Da adesso i colloqui si fanno così. Chi è già in carico resta com'è.
outline-is-in-force = La nuova traccia è in vigore.
outline-give-up = Torna alla traccia in vigore
outline-met = { $who } ha cambiato la traccia intanto: le tue modifiche stanno sopra la sua. Controlla prima di metterla in vigore.
outline-given-up = Le modifiche sono state tolte.
outline-versions = Versioni della traccia
outline-whom = Di chi si chiede
outline-asks = Che cosa serve
outline-take = Tieni
outline-section-how = Quello che segni manca finché non ha risposta. Il resto si può scrivere lo stesso.
office-command-put = in vigore
office-command-up = prima
office-command-down = dopo
office-command-leave-out = non chiedere
office-command-ask-again = chiedi
