### The vacancies: search, one vacancy, match, consent, form.

## Search.
vacancies-title = Offerte di lavoro
vacancies-words = Parole
vacancies-occupation = Mestiere
vacancies-near = Vicino a
vacancies-km = Entro km
vacancies-contract = Contratto
vacancies-state = Stato
vacancies-only-open = solo le offerte aperte
vacancies-all-states = tutte le offerte
vacancies-to-results = Vai ai risultati
vacancies-column-title = Titolo
vacancies-column-company = Azienda
vacancies-column-place = Luogo
vacancies-column-contract = Contratto
vacancies-company = Azienda
vacancies-place = Luogo
vacancies-hours = Orario
vacancies-pay = Paga
vacancies-posts = Posti
vacancies-deadline = Scadenza
vacancies-found =
    { $n ->
        [one] Un'offerta aperta
       *[other] { $n } offerte aperte
    }
vacancies-found-all =
    { $n ->
        [one] Un'offerta
       *[other] { $n } offerte
    }
vacancies-found-more = Più di { $n } offerte. Con { $key } cerchi tra tutte.
vacancies-none-found = Nessuna offerta. Prova con meno parole, o più lontano.
vacancies-asked-words = Valgono anche le parole: { $words }
vacancies-wait = Attendere: leggo le offerte.
vacancies-asked = Ricerca: { $what }. Con { $key } la cambi.
vacancies-asked-near = entro { $km } km in linea retta da { $place }
    .full = entro { $km } chilometri in linea retta da { $place }
vacancies-also = anche { $titles }
vacancies-pick-one = Scrivi qualche lettera e scegli una riga dell'elenco.
vacancies-km-wrong = I chilometri vanno da 1 a 500. Scrivi per esempio 20.
vacancies-command-search = cerca
vacancies-command-conditions = filtri
vacancies-command-new = nuova offerta
vacancies-command-people = persone adatte
vacancies-command-answer = rispondi
vacancies-command-propose = candida
vacancies-command-open = apri offerta
vacancies-command-publish = pubblica
vacancies-command-pause = sospendi
vacancies-command-resume = riprendi
vacancies-command-reopen = riapri
vacancies-command-edit = modifica
vacancies-command-fill = posti coperti
vacancies-command-withdraw = ritira

## Contracts in one word, for columns.
vacancy-contract-permanent = indeterminato
vacancy-contract-fixed-term = determinato
vacancy-contract-agency = agenzia
vacancy-contract-on-call = intermittente
vacancy-contract-apprenticeship = apprendistato
vacancy-contract-traineeship = tirocinio
vacancy-contract-collaboration = collaborazione
vacancy-contract-seasonal = stagionale
vacancy-contract-domestic = domestico
vacancy-contract-self-employed = autonomo

## One vacancy.
vacancy-place-km = { $place }, { $km } km
    .full = { $place }, { $km } chilometri
vacancy-missing = manca: { $what }
vacancy-missing-to-publish = Per pubblicare { $missing }. Con { $key } completi l'offerta.
vacancy-hours =
    { $n ->
        [one] { $n } ora alla settimana
       *[other] { $n } ore alla settimana
    }
vacancy-pay = { $pay } euro lordi al mese
vacancy-until = fino al { $day }
vacancy-since = dal { $day }
vacancy-from = inizio { $day }
vacancy-ccnl = CCNL { $ccnl }
vacancy-level = livello { $level }
vacancy-licence = patente { $licence }
vacancy-own-car = auto propria
vacancy-italian = italiano { $level }
vacancy-asks = Richieste
vacancy-essential = Essenziale
vacancy-optional = Preferibile
vacancy-applications =
    { $n ->
        [one] Una candidatura
       *[other] { $n } candidature
    }
vacancy-no-applications = Nessuna candidatura
vacancy-find-people = Persone adatte
vacancy-read-text = Testo dell'annuncio
vacancy-done-published = Offerta pubblicata: { $title }.
vacancy-done-paused = Offerta sospesa: { $title }.
vacancy-done-resumed = Offerta di nuovo aperta: { $title }.
vacancy-done-filled = Posti coperti: { $title }.
vacancy-done-withdrawn = Offerta ritirata. Le candidature aperte sono finite.
vacancy-done-reopened = Offerta riaperta con la nuova scadenza.
vacancy-fill-ask = Posti tutti coperti: { $title }?
vacancy-fill-ends = Le altre candidature aperte finiscono qui.
vacancy-fill-no = No, lascia l'offerta aperta
vacancy-fill-yes = Sì, i posti sono coperti
step-reason = Motivo
step-withdraw = Ritira l'offerta
step-withdraw-ends = Le candidature ancora aperte finiscono con l'offerta.
step-reopen = Riapri l'offerta

## The form.
vacancy-new-title = Nuova offerta
vacancy-edit-title = Modifica: { $title }
vacancy-new-company = nuova azienda
vacancy-field-ccnl = CCNL
vacancy-field-level = Livello del contratto
vacancy-field-transport = Mezzi pubblici
vacancy-field-reserved = Posto riservato
vacancy-field-hours = Ore a settimana
vacancy-field-pay = Paga lorda mensile
vacancy-field-start = Inizio
vacancy-field-italian = Italiano
vacancy-field-essential = Competenze essenziali
vacancy-field-optional = Competenze preferibili
vacancy-field-text = Testo dell'annuncio
vacancy-field-publish = Pubblica subito
vacancy-field-empty = Il campo è vuoto. Scrivi un valore.
vacancy-needs-contract = Per pubblicare serve il contratto. Premi spazio e scegli, oppure rispondi no a Pubblica subito.
vacancy-needs-ccnl = Per pubblicare serve il CCNL. Chiedilo all'azienda, oppure rispondi no a Pubblica subito.
vacancy-needs-hours = Per pubblicare servono le ore. Scrivi per esempio 40, oppure rispondi no a Pubblica subito.
vacancy-posts-wrong = I posti sono almeno uno. Scrivi per esempio 2.
vacancy-hours-wrong = Le ore vanno da 1 a 60. Scrivi per esempio 40.
vacancy-pay-wrong = La paga non si capisce. Scrivi per esempio 1400 oppure 1400-1600.
vacancy-deadline-past = La scadenza è passata. Scrivi un giorno da oggi in poi, per esempio +30g.
vacancy-title-one-gender = Il titolo parla a un solo genere. Meglio: { $both }.
vacancy-advert-write = "{ $phrase }" sceglie per { $ground } ({ $law }). Scrivi: { $neutral }.
vacancy-advert-leave-out = "{ $phrase }" sceglie per { $ground } ({ $law }). Togli queste parole.
vacancy-advert-title = L'annuncio non si può pubblicare così
vacancy-advert-why = Alcune parole scelgono le persone per motivi che la legge vieta. Ogni campo dice quali sono.
vacancy-advert-mend = Torno al campo e correggo
vacancy-advert-replace = Metti le parole neutre
vacancy-advert-draft = Salva come bozza, senza pubblicare
vacancy-saved = Offerta salvata.
vacancy-saved-draft = Offerta salvata come bozza. Zero torna all'offerta, p pubblica.
vacancy-saved-published = Offerta pubblicata. Ecco le persone adatte.
vacancy-draft-resumed = Bozza ripresa: continua da dove eri.
advert-ground-sex = sesso
advert-ground-age = età
advert-ground-looks = aspetto
advert-ground-family = famiglia
advert-ground-origin = origine
advert-ground-belief = religione
advert-ground-health = salute
advert-ground-union = idee politiche o sindacali
advert-ground-orientation = orientamento sessuale

## Match.
why-title-person = Lavoro per { $name }
why-title-vacancy = Persone per: { $title }
why-title = { $title }: { $points }
why-compared-vacancies =
    { $n ->
        [one] Un'offerta confrontata. Invio spiega, { $key } candida.
       *[other] { $n } offerte confrontate. Invio spiega, { $key } candida.
    }
    .lines =
        { $n ->
            [one] Un'offerta confrontata. Il suo numero la spiega, { $key } candida.
           *[other] { $n } offerte confrontate. Il numero di una riga la spiega, { $key } candida.
        }
why-compared-people =
    { $n ->
        [one] Una persona confrontata. Invio spiega, { $key } candida.
       *[other] { $n } persone confrontate. Invio spiega, { $key } candida.
    }
    .lines =
        { $n ->
            [one] Una persona confrontata. Il suo numero la spiega, { $key } candida.
           *[other] { $n } persone confrontate. Il numero di una riga la spiega, { $key } candida.
        }
why-no-vacancies = Nessuna offerta aperta in questo momento.
why-no-people = Nessuna persona cerca questo mestiere. Con { $key } controlla il mestiere dell'offerta.
why-column-person = Persona
why-column-residence = Residenza
why-column-journey = Viaggio circa
why-column-did = DID
why-column-points = Punti
why-not-eligible = non ammessa
why-points =
    { $n ->
        [one] { $n } punto
       *[other] { $n } punti
    }
why-days = { $shift }, giorni possibili: { $part } su { $whole }
why-of = { $part } di { $whole }
why-km = { $n } km di strada
    .full = { $n ->
        [one] { $n } chilometro
       *[other] { $n } chilometri
    }
why-about = { $n } min
    .full = { $n } minuti
why-minutes = { $n } min (stima)
    .full = { $n ->
        [one] { $n } minuto (stima)
       *[other] { $n } minuti (stima)
    }
why-months-ago =
    { $n ->
        [one] un mese fa
       *[other] { $n } mesi fa
    }
why-occupation = { $close } ({ $title })
why-skills-missing = { $of }, mancano: { $skills }
why-asked-held = chiesto { $asked }, ha { $held }
why-rule = ? per legge
why-nothing-asked = nessuna richiesta
why-missing = manca
why-to-ask = da chiedere
why-to-ask-of = da chiedere: { $found }
why-gate-allowed = La candidatura è possibile.
why-gate-refused = La candidatura non è ammessa: { $rules }.
why-gate-ask = Prima della candidatura chiedi: { $rules }.
why-applied = Candidatura
why-propose = Candida
why-open-application = Segui la candidatura
why-open-vacancy = Apri l'offerta
why-open-person = Apri la scheda
why-ask-first = La risposta che cambia di più: { $what }, fino a { $n } punti. Con { $key } la scrivi.
why-known = Punti noti: { $n } su 100. Quello che non si sa conta metà.
why-supposed = { $found }; chiedi il mezzo
why-ask-person = Da chiedere alla persona: { $what }. Invio sulla riga registra la risposta.
    .lines = Da chiedere alla persona: { $what }. Il numero della riga registra la risposta.
why-ask-company = Da chiedere all'azienda: { $what }.
why-not-used = Non usati: genere, età, famiglia, salute, origine, detenzione.
why-company-answers = Risponde l'azienda: chiedi e poi modifica l'offerta.
why-ask-on-record = Chiedi a voce: questa risposta non si conserva. Se va bene, { $key } candida.

## An answer of the person.
answer-title = Domanda a { $name }
answer-occupation = Mestiere cercato
answer-skills = Competenze che ha
answer-shift = Orario cercato
answer-residence = Residenza
answer-transport = Mezzo usato
answer-own-car = Auto propria
answer-radius = Al massimo km
answer-education = Titolo di studio
answer-italian = Livello di italiano
answer-licence = Patente
answer-no-licence = nessuna patente
answer-birth = Data di nascita
answer-pair-gone = Questa domanda non c'è più. Il testo resta tra le bozze.
answer-save = Salva la risposta
answer-then = La risposta va nella scheda e l'elenco si riordina.
answer-empty = Manca la risposta. Premi spazio o scrivi qualche lettera.
answer-radius-wrong = I chilometri vanno da 1 a 1000. Scrivi per esempio 15.
answer-done = Risposta salvata nella scheda. L'elenco è aggiornato.

## Consent.
consent-title = Consenso di { $name }
consent-read-aloud = Leggi ad alta voce:
consent-agrees-new = Sì, è d'accordo: registra candidatura e consenso
consent-agrees = Sì, è d'accordo: registra il consenso
consent-later = Non ancora: registra solo la proposta
consent-no = No: torna indietro, non registrare nulla
consent-exception = Motivo
consent-exception-empty = Manca il motivo. Scrivi per esempio: patente in arrivo il 10 marzo.
consent-exception-why = Il motivo resta nella candidatura, con il tuo nome.
consent-go-on = Vai al consenso
consent-already = { $name }: la candidatura c'è già ({ $state }).
consent-done = Candidatura registrata, con il consenso: { $name }.
consent-done-later = Proposta registrata, il consenso manca: { $name }.
consent-nothing-done = Nulla è stato registrato.

## What a person was put forward for.
put-forward-title = Candidature di { $name }

## One application.
application-title = Candidatura di { $name }
application-vacancy = Offerta
application-consent = Consenso
application-revoked = tolto il { $day }
application-exception = Eccezione
application-why-ended = { $state }: per quale motivo?
application-step-consent = Chiedi il consenso
application-step-send = Invia all'azienda
application-step-review = L'azienda la valuta
application-step-interview = C'è un colloquio
application-step-offer = L'azienda fa un'offerta
application-step-hired = Assunzione
application-step-rejected = L'azienda rifiuta
application-step-withdrawn = La persona si ritira
application-step-person = Apri la scheda della persona
application-done = { $name }, candidatura: { $state }.

## Il lavoro che ne viene.
work-hire-title = Assunzione di { $name }
work-hire-ends = Le altre candidature della persona finiscono: ha un lavoro.
work-from = Primo giorno
work-from-far = Il giorno è a più di un anno da oggi. Controlla l'anno.
work-to = Ultimo giorno
work-to-empty = Questo contratto ha una fine. Scrivi l'ultimo giorno.
work-to-before = La fine viene prima dell'inizio. Controlla i due giorni.
work-proof = Come si sa
work-ended-title = Fine del lavoro di { $name }
work-last = Ultimo giorno di lavoro
work-last-wrong = Il giorno va dal primo di lavoro a oggi. Scrivi un altro giorno.
work-terms = Assunzione
work-since = dal { $from }
work-from-to = dal { $from } al { $to }
work-over = Lavoro finito
work-follow-ups = Verifiche
work-to-ask = da fare
work-step-hear = Scrivi la verifica prevista dal { $day }
work-what-heard = Come va il lavoro?
work-heard = Verifica scritta.

# The page of an employer.
vacancy-open-company = Azienda
company-name = Nome
company-kind = Tipo
company-code = Partita IVA o codice
company-place = Comune
company-contact = Di chi chiedere
company-email = Posta elettronica
company-active = Attiva
company-is-active = sì, si raccolgono offerte
company-is-inactive = no, non si raccolgono offerte
company-vacancies = Offerte
company-change = Modifica i dati
company-saved = Dati dell'azienda salvati.
company-vacancies-count =
    { $n ->
        [one] una in archivio
       *[other] { $n } in archivio
    }
