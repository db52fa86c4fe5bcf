### People: finding, the record, its history, the form; and the labels of a person's facts.

people-title = Persone

## Finding.
people-find = Cerca
people-find-list = Vai all'elenco
people-nobody = Nessuna persona trovata. Prova con meno lettere, oppure con { $key } crea una scheda.
people-none-yet = Nessuno è ancora in archivio. Con { $key } crei la prima scheda.
people-nameless = senza nome
people-no-code = senza codice
people-to-verify = da verificare
people-column-who = Persona
people-column-birth = Nascita
people-column-residence = Comune
people-column-code = Codice fiscale
people-column-contact = Contatto
people-command-new = nuova scheda
people-command-note = nuova nota
people-command-edit = modifica
people-command-groups = gruppi
people-command-history = storia
people-command-other = altra persona

## The facts of a person.
person-code = Codice fiscale
person-surname = Cognome
person-name = Nome
person-preferred-name = Nome d'uso
person-birth-on = Data di nascita
person-birth-place = Luogo di nascita
person-citizenship = Cittadinanza
person-registry-sex = Sesso anagrafico
person-gender = Genere
person-phone = Telefono
person-email = Posta elettronica
person-contact-rule = Come contattare
person-residence = Comune di residenza
person-address = Indirizzo
person-postcode = CAP
person-employment = Stato occupazionale
person-since = Da quando
person-pursuits = In questo periodo
person-education = Titolo di studio
person-permit = Permesso di soggiorno
person-permit-expiry = Scadenza permesso
person-did-on = Data della DID
person-wishes = Lavori cercati
person-wish = Lavoro cercato
person-wish-second = Secondo lavoro
person-wish-third = Terzo lavoro
person-skills = Competenze
person-licence = Patente
person-transport = Mezzo di trasporto
person-radius = Distanza massima (km)
person-shift = Orario cercato
person-hours = Ore alla settimana
person-hours-wrong = Le ore non si capiscono. Scrivi per esempio 20, oppure 20-30.
person-contracts = Contratti cercati
person-comes = Quando può venire
person-available-from = Disponibile dal
person-referent = Referente
person-last-contact = Ultimo contatto
person-registered-on = In archivio dal
person-abroad = Stato estero
person-age =
    { $n ->
        [one] { $n } anno
       *[other] { $n } anni
    }
person-age-young =
    { $n ->
        [one] { $n } anno: controlla l'anno di nascita.
       *[other] { $n } anni: controlla l'anno di nascita.
    }
person-months-ago =
    { $n ->
        [0] Da meno di un mese.
        [one] Da { $n } mese.
       *[other] Da { $n } mesi.
    }
person-yes = sì
person-no = no
person-reading = Un momento: leggo i dati.

## What is wrong with a field, and what follows from it.
person-choose = Scegli una delle proposte: scrivi qualche lettera, poi Invio.
person-code-check-letter = L'ultima lettera dovrebbe essere { $expected }, non { $found }. Ricontrolla il codice.
person-code-check-digit = L'ultima cifra dovrebbe essere { $expected }, non { $found }. Ricontrolla il codice.
person-code-length = Il codice ha 16 caratteri; qui sono { $n }. Ricontrolla, per esempio RSSMRA80A01F205X.
person-code-character = Il carattere numero { $n } non può stare in quel punto. Ricontrolla il codice.
person-code-perhaps = Forse è { $code }.
person-health-code = Preso come { $name }: serve a cercare, ma non dà diritto al lavoro.
person-passport = Preso come numero di passaporto.
person-provisional-code = Codice provvisorio: la nascita va scritta a mano.
person-place-undated = luogo da verificare
person-omocodia = codice con omocodia
person-name-mismatch = Il codice fiscale qui ha le lettere { $letters }. Verifica con la persona.
person-name-digits = Qui ci sono cifre. Controlla il nome.
person-place-mismatch = Il codice fiscale dice { $place }. Verifica con la persona.
person-birth-unlikely = L'età non è possibile. Scrivi la data così: 12/03/1985.
person-birth-mismatch = Il codice fiscale dice { $day }. Verifica con la persona.
person-since-future = La data è nel futuro. Scrivi per esempio 6m, cioè sei mesi fa.
person-permit-expired = Il permesso è scaduto. Chiedi la ricevuta di rinnovo.
person-phone-wrong = Al numero mancano cifre, o ne ha troppe. Per esempio: 399 123 4567.
person-no-phone = non ha telefono
person-no-licence = nessuna
person-none-hint = Se non c'è, scrivi no.
person-email-wrong = L'indirizzo non è completo. Servono un nome, la chiocciola e un dominio, per esempio example.org.
person-radius-wrong = Scrivi i chilometri da 0 a 500, per esempio 20.

## Target groups.
person-target = { $target }: { $why }
person-target-ask = { $target }: da chiedere { $facts }
person-target-expired = { $target }: regola scaduta, ultimo giorno { $day }
person-why-years =
    { $n ->
        [one] { $n } anno di età
       *[other] { $n } anni di età
    }
person-why-months =
    { $n ->
        [one] da { $n } mese
       *[other] da { $n } mesi
    }
person-why-months-did =
    { $n ->
        [one] { $n } mese dalla DID
       *[other] { $n } mesi dalla DID
    }
person-why-days =
    { $n ->
        [one] { $n } giorno
       *[other] { $n } giorni
    }
person-why-permit-expires =
    { $n ->
        [0] il permesso scade oggi
        [one] il permesso scade domani
       *[other] il permesso scade tra { $n } giorni
    }
person-why-permit-endless = il permesso non ha scadenza
person-why-permit-expired =
    { $n ->
        [one] il permesso è scaduto ieri
       *[other] il permesso è scaduto da { $n } giorni
    }
person-why-benefit-until =
    { $n ->
        [0] l'indennità finisce oggi
        [one] l'indennità finisce domani
       *[other] l'indennità finisce tra { $n } giorni
    }
person-why-yes = { $fact }: sì
person-why-no = { $fact }: no

## The record.
record-birth = Nascita
record-plans = Percorso
record-booking = Appuntamento
record-work = Lavoro adatto
record-applications = Candidature
record-applied =
    { $open ->
        [0] { $n } in tutto, nessuna in corso
       *[other] { $n } in tutto, { $open } in corso
    }
record-diary = Diario
record-notes =
    { $n ->
        [0] nessuna nota
        [one] { $n } nota
       *[other] { $n } note
    }
record-groups = Gruppi di riferimento
record-groups-what = sì, no o da chiedere
record-history = Storia
record-history-what = chi ha cambiato che cosa
record-note = Scrivi una nota
record-edit = Modifica la scheda
record-ticket = Biglietto di oggi
record-status-since = { $status } dal { $day }
record-code-shared = { $code }, anche di un'altra scheda
record-code-doubtful = { $code }, da verificare
record-doubt-shared = Il codice { $code } è anche di un'altra scheda. Verifica chi è la persona.
record-doubt-wrong = Il codice { $code } non torna. Verificalo con un documento.
record-seen = documento visto il { $day } da { $by }
record-expires = scade il { $day }
record-expired = scadenza passata: { $day }
record-paper = Documento visto
record-paper-which = Quale documento è qui?
record-paper-done = Documento segnato.
record-notice-done = Informativa segnata.
record-intake = Accoglienza
record-intake-missing = mancano: { $items }
record-notice = Informativa
record-consent = Consenso all'invio
record-objection = Opposizione
record-notice-given = data il { $day }, versione { $version }
record-notice-missing = da dare
record-nothing-to-open = Questo dato si aggiorna con l'accoglienza.
record-read-only = Il tuo ruolo legge la scheda ma non la modifica.

## The history.
history-title = Storia di { $who }
history-empty = Ancora nessuna modifica.
history-when = Quando
history-who = Chi
history-what = Che cosa
history-act = { $act }
history-undo = annullo: { $act }
history-undone = { $act } (poi annullata)
history-changed = { $field }: era { $old }, ora { $new }
history-set = { $field }: ora { $new }
history-emptied = { $field }: era { $old }, ora vuoto
history-own-car = Auto propria
history-hours-min = Ore minime
history-hours-max = Ore massime
history-checked = Verifica del codice
history-until = Fino al
history-expiry = Scadenza del documento
history-revoked = Consenso o opposizione, fino al
history-seen = Documento visto il
history-intake = Accoglienza
history-appointment-at = Orario dell'appuntamento
history-signed = Firma del percorso
history-due = Scadenza dell'azione
history-application = Candidatura

## The diary.
diary-title = Diario di { $who }
diary-empty = Il diario è vuoto. Con { $key } scrivi la prima nota.
note-title = Nuova nota
note-title-of = Nuova nota: { $who }
note-kind = Tipo
note-words = Nota
note-empty = La nota è vuota. Scrivi qualche parola.
note-saved = Nota salvata nel diario.

## The form.
edit-title = Modifica: { $who }
edit-title-new = Nuova scheda
edit-saved = Scheda aggiornata: { $who }.
edit-registered = Nuova scheda: { $who }.
edit-resumed = Riprendi da dove avevi lasciato.
edit-duplicate = Salvata. Il codice è anche di un'altra scheda: verificalo.
people-command-looks = chi ha guardato
looks-title = Chi ha guardato { $who }
looks-why-open = Non è tra i tuoi casi: perché apri la scheda?
looks-reason-kept = Il motivo resta scritto nel registro.
looks-none = Nessuno ha guardato questa scheda.
looks-column-when = Quando
looks-column-who = Chi
looks-column-what = Che cosa
looks-from = da { $address }
looks-why = perché: { $reason }

## Two records of one person.
people-command-doubles = schede doppie
doubles-title =
    { $n ->
        [0] Schede doppie
        [one] Schede doppie: { $n } coppia
       *[other] Schede doppie: { $n } coppie
    }
doubles-column-one = Prima scheda
doubles-column-other = Seconda scheda
doubles-column-why = Perché
doubles-none = Nessuna scheda doppia.
pair-title = Due schede: { $one } e { $other }
pair-merge = Unisci le due schede
pair-not-same = Sono due persone diverse
pair-column-fact = Dato
pair-column-stays = Che cosa resta
pair-history = Storia
pair-rows =
    { $n ->
        [one] { $n } riga
       *[other] { $n } righe
    }
pair-all-stays = resta tutto
pair-nothing = niente
pair-same = uguale
pair-one-stays = resta la prima
pair-other-stays = resta la seconda
pair-nothing-to-choose = Qui non c'è niente da scegliere: sono uguali, o resta tutto.
pair-merge-ask = Unire le due schede?
pair-merge-what = Resta una scheda sola, con la storia di tutte e due. Puoi annullare oggi e separarle più avanti.
pair-merged = Schede unite: { $who }. Con { $key } annulli.
pair-unlike = { $who }: segnate come due persone diverse. Con { $key } annulli.
record-merged = Scheda unita
separate-ask = Separare di nuovo le due schede?
separate-what = Ogni riga torna alla scheda da cui veniva. Quello che è stato scritto dopo l'unione resta qui.
separate-do = Separa le due schede
separate-done = Schede separate.

## Papers.
people-command-papers = documenti in scadenza
papers-title = In scadenza: { $n } giorni
papers-column-paper = Che cosa
papers-interview = Colloquio da completare
papers-column-until = Scadenza
papers-none = Niente in scadenza.
paper-title = { $paper } di { $who }
paper-expires = Scade il
paper-number = Numero
paper-issuer = Rilasciato da
paper-issued = Rilasciato il
paper-permit = Motivo del permesso
paper-copy = Copia tenuta in sede
paper-save = Segna come visto

## Sealed facts.
record-sealed = Dati riservati
record-merged-meanwhile = Questa scheda è stata unita a quella di { $who }: continui con quella.
record-complaint = Scrivi un reclamo
sealed-title = Dati riservati di { $who }
sealed-notice = L'apertura è nel registro di chi ha guardato. Quando esci, la pagina si chiude.
sealed-why = Perché apri i dati riservati?
sealed-column-what = Dato
sealed-column-when = Quando
sealed-column-proof = Prova
sealed-add = Aggiungi un dato riservato
sealed-kind = Che cosa
sealed-percent = { $n } per cento
sealed-percent-field = Percentuale
sealed-percent-wrong = Scrivi un numero da 0 a 100, oppure lascia vuoto.
sealed-text = In poche parole
sealed-proof = Documento che lo prova
sealed-from = dal { $day }
sealed-to = al { $day }
sealed-from-field = Dal
sealed-to-field = Al
sealed-group-yes = { $target }: sì, { $why }
sealed-group-no = { $target }: no, { $why }
sealed-group-ask = { $target }: manca la percentuale, { $why }
sealed-what-of-it = Che cosa è di questo dato?
sealed-end = Da domani non vale più
sealed-strike = Era un errore: toglilo
sealed-done = Dato riservato scritto.

### The full interview.

people-command-interview = colloquio completo
people-command-entry-remove = togli voce
record-interview = Colloquio completo
record-interview-what = sezione per sezione
interview-title = Colloquio: { $who }
interview-column-section = Sezione
interview-column-state = A che punto è
interview-save = Salva il colloquio
interview-charge = Prendi in carico
interview-end = Chiudi senza presa in carico
interview-whole = Non manca nulla.
interview-merged = chiusa con l'unione delle schede
interview-last = Ultimo colloquio: { $state }
interview-last-until = Ultimo colloquio: { $state }, scade il { $day }
interview-section-whole = completo
interview-save-first = Prima salva il colloquio.
interview-saved = Colloquio salvato: non manca nulla.
interview-charged = Persona presa in carico.
interview-ended = Colloquio chiuso.
interview-end-how = Come finisce il colloquio?
interview-referred = La persona è orientata altrove
interview-withdrawn = La persona rinuncia
entries-add = Aggiungi
entries-none = Niente da scrivere
entries-said = { $what }: già segnato
entries-no-strengths = Nessun punto di forza
entries-no-needs = Nessun bisogno
entries-which = Scegli prima una voce.
entry-done = Scritto. { $key } annulla.
entry-gone = Voce tolta. { $key } annulla.
entry-row-gone = Questa voce non c'è più: se la salvi, ne nasce una nuova.
entry-needed = Serve per salvare.
entry-goes-on = in corso
entry-recognised-is = riconosciuto: { $known }
entry-hours-wrong = Scrivi le ore alla settimana, da 1 a 168.
entry-not-begun = Un lavoro svolto comincia oggi o prima.
entry-before-first = È prima del primo giorno.
entry-occupation = Mestiere
entry-work-title = Con parole proprie
entry-employer = Presso
entry-to = Al (vuoto se continua)
entry-contract = Contratto
entry-hours = Ore alla settimana
entry-reason = Perché è finito
entry-named-twice = Scegli dall'elenco oppure scrivi con parole proprie: non tutti e due.
entry-level = Livello
entry-school-title = Titolo o corso
entry-ongoing = In corso
entry-school-to = Concluso il
entry-country = Stato in cui
entry-recognised = Riconosciuto in Italia
entry-skill = Competenza
entry-skill-title = Con parole proprie
entry-proof = Che cosa la mostra
entry-lang-other = Altra lingua
entry-lang = Lingua
entry-benefit = Sussidio o indennità
entry-need-kind = Che cosa
entry-domain = Ambito
entry-words = Con le parole della persona
person-own-car = Auto propria
person-days = Giorni di lavoro
person-part-morning = mattina
person-part-afternoon = pomeriggio
person-part-evening = sera
person-part-night = notte
history-entry = voce del colloquio
person-days-1 = Lunedì, può lavorare
person-days-2 = Martedì, può lavorare
person-days-3 = Mercoledì, può lavorare
person-days-4 = Giovedì, può lavorare
person-days-5 = Venerdì, può lavorare
person-days-6 = Sabato, può lavorare
person-days-7 = Domenica, può lavorare
interview-saved-part =
    { $n ->
        [one] Colloquio salvato: manca ancora { $n } risposta.
       *[other] Colloquio salvato: mancano ancora { $n } risposte.
    }
interview-entries =
    { $n ->
        [0] niente da scrivere
        [one] { $n } voce
       *[other] { $n } voci
    }
interview-outline-changed = Dopo l'ultimo salvataggio è cambiata la traccia: ora vale la versione { $version }.
privacy-what = Informativa, consensi, opposizioni: che cosa segni?
privacy-give = Informativa data, { $channel }
privacy-no-consent = Non vale più il consenso per { $whom }
privacy-no-objection = Non vale più l'opposizione per { $whom }
privacy-object-to = Non vuole essere proposta a { $company }
privacy-object-to-another = Non vuole essere proposta a un'altra azienda
objection-title = Opposizione: { $who }
objection-company = Azienda
objection-how = Come l'ha detto
privacy-object-to-all = Non vuole essere proposta a nessuna azienda
privacy-object-how = Come l'ha detto? Vale da oggi.
privacy-all = tutte le aziende
privacy-row = dal { $day }, { $channel }: { $whom }
privacy-row-until = fino al { $day }: { $whom }
privacy-objected =
    { $n ->
        [0] Segnato: da oggi non si propone più. { $key } annulla.
        [one] Segnato: da oggi non si propone più. Avvisa l'azienda: ha una candidatura. { $key } annulla.
       *[other] Segnato: da oggi non si propone più. Avvisa le aziende: hanno { $n } candidature. { $key } annulla.
    }
privacy-taken-back =
    { $n ->
        [0] Segnato: da oggi non vale più. { $key } annulla.
        [one] Segnato: da oggi non vale più. Avvisa l'azienda: ha una candidatura. { $key } annulla.
       *[other] Segnato: da oggi non vale più. Avvisa le aziende: hanno { $n } candidature. { $key } annulla.
    }
privacy-on-file =
    { $n ->
        [one] { $what }: il { $day }, { $channel }.
       *[other] { $what }: { $n } volte, l'ultima il { $day }, { $channel }.
    }
privacy-until = { $what }: fino al { $day }.

## Target groups.
groups-title = Gruppi di riferimento: { $who }
groups-column-group = Gruppo
groups-column-answer = Risposta
groups-yes = sì: { $why }
groups-ask = da chiedere: { $facts }
groups-no = no: { $why }
groups-no-so-far = no per quanto è noto: { $why }
groups-expired = regola scaduta, ultimo giorno { $day }
groups-over = La regola di questo gruppo è scaduta: non c'è nulla da chiedere.
groups-sealed = Gruppi con dati riservati
groups-sealed-where = nella pagina dei dati riservati
