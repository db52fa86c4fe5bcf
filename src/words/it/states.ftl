### The words of the closed sets: one message for each value, `{family}-{code}`.
### States agree with "persona" or are nouns; what is said of a thing agrees with the thing.

lang-it = italiano
lang-en = inglese

## Queue.
ticket-state-waiting = in attesa
ticket-state-called = chiamata
ticket-state-serving = in servizio
ticket-state-parked = in pausa
ticket-state-no-show = assente
ticket-state-left = uscita prima del servizio
ticket-state-done = servizio concluso
ticket-state-voided = biglietto annullato
priority-1 = precedenza assoluta
priority-2 = precedenza
priority-3 = ordine di arrivo
outcome-appointment = appuntamento dato
outcome-plan = percorso avviato o rivisto
outcome-proposal = offerta proposta
outcome-referral = invio a un ente in rete
outcome-informed = informazioni date

## Agenda.
appointment-state-booked = fissato
appointment-state-confirmed = confermato
appointment-state-arrived = arrivo segnato
appointment-state-held = svolto
appointment-state-no-show = assente
appointment-state-cancelled-by-person = disdetto dalla persona
appointment-state-cancelled-by-office = disdetto dall'ente
appointment-state-moved = spostato
appointment-state-left = uscita prima del colloquio
place-office = in sede
place-phone = al telefono
place-video = in video
place-outside = fuori sede
opening-walk-in = accesso libero
opening-appointment = solo appuntamento
opening-mixed = accesso libero e appuntamento
opening-closed = chiusura

## Intake.
intake-state-open = in corso
intake-state-partial = da completare
intake-state-complete = completa
intake-state-taken-in-charge = presa in carico
intake-state-referred-out = orientata altrove
intake-state-withdrawn = rinuncia
intake-state-expired = scaduta
intake-kind-brief = accoglienza breve
intake-kind-full = accoglienza completa
intake-kind-update = aggiornamento
reason-work = cerca lavoro
reason-orientation = orientamento
reason-training = formazione
reason-traineeship = tirocinio
reason-papers = documenti e pratiche
reason-self-employment = mettersi in proprio
reason-information = informazioni
reason-other = altro

## Person.
registry-sex-F = femmina
registry-sex-M = maschio
gender-woman = donna
gender-man = uomo
gender-non-binary = persona non binaria
gender-other = altro
gender-undisclosed = preferisce non rispondere
contact-rule-free = a ogni ora e in ogni modo
contact-rule-mornings = solo la mattina
contact-rule-no-sms = senza messaggi
contact-rule-no-calls = senza telefonate
contact-rule-safe = contatto protetto
employment-unemployed = disoccupazione
employment-never-worked = in cerca di prima occupazione
employment-employed = occupazione
employment-below-threshold = occupazione sotto soglia
employment-suspended = sospensione
employment-inactive = non in cerca di lavoro
employment-student = studio
education-0 = nessun titolo
education-1 = licenza elementare
education-2 = licenza media
education-3v = qualifica professionale
education-3 = diploma di scuola superiore
education-5 = diploma tecnico superiore (ITS)
education-6 = laurea triennale
education-7 = laurea magistrale
education-8 = dottorato
identifier-cf = codice fiscale
identifier-cf-provisional = codice fiscale provvisorio
identifier-stp = codice STP
identifier-eni = codice ENI
identifier-passport = passaporto
checked-ok = verifica riuscita
checked-anomaly = anomalia da verificare
checked-forced = confermato a mano
transport-foot = a piedi
transport-bicycle = bicicletta
transport-public = mezzi pubblici
transport-car = auto
transport-motorcycle = moto

## Papers.
document-identity-card = carta d'identità
document-passport = passaporto
document-driving-licence = patente di guida
document-residence-permit = permesso di soggiorno
document-permit-receipt = ricevuta di rinnovo
document-did = DID
document-service-pact = patto di servizio
document-cv = curriculum
document-other = altro documento
permit-employment = lavoro subordinato
permit-self-employment = lavoro autonomo
permit-job-search = attesa occupazione
permit-family = famiglia
permit-study = studio
permit-protection = protezione
permit-asylum-request = richiesta di asilo
permit-long-term = lungo periodo
permit-other = altro motivo
privacy-notice = informativa data
privacy-send-cv = consenso all'invio del curriculum
privacy-objection = opposizione

## Plans. A plan is "percorso": its states agree with it.
plan-state-draft = bozza
plan-state-proposed = proposto
plan-state-signed = sottoscritto
plan-state-active = attivo
plan-state-suspended = sospeso
plan-state-revising = in revisione
plan-state-superseded = sostituito
plan-state-closed = concluso
plan-state-interrupted = interrotto
plan-state-expired = scaduto
action-state-planned = pianificata
action-state-booked = prenotata
action-state-running = in corso
action-state-done = svolta
action-state-partial = parziale
action-state-missed = non svolta
action-state-cancelled = annullata
action-state-replaced = sostituita
goal-domain-work = lavoro
goal-domain-training = formazione
goal-domain-mobility = mobilità
goal-domain-language = lingua
goal-domain-digital = digitale
goal-domain-housing = casa
goal-domain-family = famiglia
goal-domain-papers = documenti
goal-domain-income = reddito
strand-work = lavoro
strand-social = sociale
owner-staff = chi opera
owner-person = la persona
owner-partner = un ente in rete
plan-outcome-job = lavoro
plan-outcome-traineeship = tirocinio
plan-outcome-training = formazione
plan-outcome-self-employment = autoimpiego
plan-outcome-other-services = rinvio ad altri servizi
plan-outcome-withdrawal = rinuncia
plan-outcome-unreachable = irreperibilità
plan-outcome-other = altro
service-level-base = base
service-level-specialist = specialistico
service-level-training = formazione
service-level-placement = inserimento
service-level-by-outcome = a risultato

## Vacancies and applications.
vacancy-state-draft = bozza
vacancy-state-checking = in verifica
vacancy-state-open = aperta
vacancy-state-selecting = in selezione
vacancy-state-paused = sospesa
vacancy-state-filled = coperta
vacancy-state-expired = scaduta
vacancy-state-withdrawn = ritirata
contract-permanent = tempo indeterminato
contract-fixed-term = tempo determinato
contract-agency = somministrazione
contract-on-call = intermittente
contract-apprenticeship = apprendistato
contract-traineeship = tirocinio
contract-collaboration = collaborazione
contract-seasonal = stagionale
contract-domestic = lavoro domestico
contract-self-employed = lavoro autonomo
shift-full-time = tempo pieno
shift-part-morning = part-time mattina
shift-part-afternoon = part-time pomeriggio
shift-shifts = turni
shift-night = notturno
shift-weekend = fine settimana
requirement-experience = esperienza
requirement-skill = competenza
requirement-education = titolo di studio
requirement-language = lingua
requirement-licence = patente
requirement-own-car = auto propria
application-state-proposed = proposta
application-state-consented = consenso dato
application-state-sent = inviata
application-state-under-review = in valutazione
application-state-interview = colloquio
application-state-offer = offerta
application-state-hired = assunzione
application-state-rejected = rifiutata dall'azienda
application-state-withdrawn = ritirata dalla persona
application-state-post-filled = posto coperto
company-kind-company = azienda
company-kind-coop-a = cooperativa sociale di tipo A
company-kind-coop-b = cooperativa sociale di tipo B
company-kind-coop = altra cooperativa
company-kind-public = pubblica amministrazione
company-kind-association = associazione
company-kind-household = famiglia

## Staff.
role-reception = accoglienza
role-orientation = orientamento
role-matching = incontro domanda e offerta
role-coordination = coordinamento
role-quality = qualità
role-management = direzione
role-equality-committee = comitato per la parità di genere
role-administration = amministrazione
right-queue-serve = servire la coda
right-queue-read = leggere la coda
right-people-read = cercare e aprire le persone
right-people-write = registrare le persone
right-people-merge = unire schede doppie
right-people-unseal = aprire i dati riservati
right-agenda-read = leggere l'agenda
right-agenda-write = gestire gli appuntamenti
right-plans-read = leggere i percorsi
right-plans-write = scrivere i percorsi
right-vacancies-read = leggere le offerte
right-vacancies-write = scrivere le offerte
right-vacancies-propose = proporre candidature
right-office-manage = gestire la sede
right-office-read = leggere i dati della sede
right-complaints-write = scrivere un reclamo
right-complaints-answer = rispondere ai reclami
right-import = importare file
right-export = esportare elenchi
right-figures-read = leggere i numeri della sede
right-undo = annullare le proprie azioni

## Queue.
ticket-step-issue = biglietto dato
ticket-step-call = chiamata
ticket-step-recall = chiamata di nuovo
ticket-step-serve = arrivata alla postazione
ticket-step-release = rimessa al suo posto
ticket-step-absent = assente
ticket-step-park = in pausa
ticket-step-resume = ripresa
ticket-step-requeue = di nuovo in coda
ticket-step-forward = inoltrata
ticket-step-finish = servizio concluso
ticket-step-leave = uscita prima del servizio
ticket-step-return = tornata
ticket-step-void = biglietto annullato
desk-kind-counter = sportello
desk-kind-interview = colloquio
desk-kind-phone = telefono
setting-lang = Lingua
setting-theme = Colori
setting-profile = Come segnare dove sei
setting-linear = Schermo o righe
setting-letters = Tasti con lettere
setting-layout = Disposizione dei tasti
setting-pause = Stesso tasto due volte
param-wait-min = attesa normale
param-call-max = chiamate per biglietto
param-counter-min = minuti al banco
param-absent-after-min = attesa prima dell'assenza
param-notice-version = versione dell'informativa
param-consent-version = versione del consenso
param-consent-text-it = consenso letto in italiano
param-consent-text-en = consenso letto in inglese
param-line-hold-s = attesa se cade la linea
param-draft-days = durata di una bozza
param-idle-min = schermo coperto dopo
param-ask-reason = motivo fuori dai propri casi
param-ask-satisfaction = gradimento a fine contatto
param-complaint-days = giorni per un reclamo
param-paper-days = avviso per i documenti
unit-switch =
    { $n ->
        [0] no
       *[other] sì
    }
param-same-look-min = una stessa consultazione
param-access-log-months = registro di chi ha guardato
param-login-log-months = registro degli ingressi
param-fault-number = Scrivi un numero intero, { $range }.
param-fault-range = Scrivi un numero { $range }.
param-fault-text = È vuoto o troppo lungo: scrivi { $range }.
param-fault-blanks = Il testo deve contenere AZIENDA e LAVORO in maiuscolo: lì vanno i nomi.
unit-times =
    { $n ->
        [one] 1 volta
       *[other] { $n } volte
    }
unit-seconds =
    { $n ->
        [one] 1 secondo
       *[other] { $n } secondi
    }
unit-minutes =
    { $n ->
        [one] 1 minuto
       *[other] { $n } minuti
    }
unit-days =
    { $n ->
        [one] 1 giorno
       *[other] { $n } giorni
    }
unit-months =
    { $n ->
        [one] 1 mese
       *[other] { $n } mesi
    }
hours-fault-unreadable = L'orario non si legge. Scrivi per esempio 9-13, 14-17.30.
hours-fault-backwards = L'orario finisce prima di iniziare. Scrivi per esempio 9-13.
hours-fault-overlap = Due orari si sovrappongono. Scrivi per esempio 9-13, 14-17.

## Agenda and plans.
called-off-by-person = dalla persona
called-off-by-office = dall'ente
channel-paper = su carta
channel-voice = a voce
channel-app = con l'app regionale
channel-digital = in digitale
signature-paper = su carta
signature-digital = firma digitale
signature-app = con l'app regionale
note-diary = diario
note-call = telefonata
note-company = sentita l'azienda

## Intake.
area-it = Italia
area-eu = Unione europea
area-eea = Spazio economico europeo e Svizzera
area-other = altro Paese
cefr-A1 = A1
cefr-A2 = A2
cefr-B1 = B1
cefr-B2 = B2
cefr-C1 = C1
cefr-C2 = C2
cefr-native = lingua madre
missing-identifier = codice fiscale o altro codice
missing-surname = cognome
missing-name = nome
missing-birth-on = data di nascita
missing-birth-place = luogo di nascita
missing-phone = telefono
missing-residence = comune di residenza
missing-employment = stato occupazionale
missing-employment-since = data dello stato occupazionale
missing-education = titolo di studio
missing-permit = permesso di soggiorno
missing-permit-expiry = scadenza del permesso
missing-identity-document = documento con foto
missing-notice = informativa
missing-reason = motivo della visita
tax-code-reason-length = Il codice ha 16 caratteri, o 11 cifre se è provvisorio. Conta i caratteri.
tax-code-reason-characters = Un carattere non può stare in quel punto. Confronta il codice con la tessera.
tax-code-reason-check-letter = L'ultima lettera non torna. Confronta il codice con la tessera.
tax-code-reason-check-digit = L'ultima cifra non torna. Confronta il codice con il documento.
tax-code-reason-birth-month = La lettera del mese non esiste. Controlla il nono carattere.
tax-code-reason-birth-day = Il giorno di nascita non esiste. Controlla il decimo e l'undicesimo carattere.
tax-code-reason-birth-date = La data di nascita non esiste nel calendario. Confronta il codice con la tessera.
tax-code-reason-place-unknown = Il luogo di nascita non esiste. Controlla gli ultimi caratteri.
tax-code-reason-place-undated = Del luogo di nascita non si conoscono le date. Verifica con la persona.
tax-code-reason-health-code = È un codice STP o ENI, non un codice fiscale. Scrivilo come codice sanitario.
day-error-form = La data non si capisce. Scrivi per esempio 12/3/85.
day-error-calendar = Questa data non esiste nel calendario. Controlla giorno e mese.
day-error-range = La data è troppo lontana. Controlla l'anno.

## Target groups.
answer-yes = sì
answer-no = no
answer-unknown = mancano dei dati
target-neet = NEET
target-dld = disoccupazione di lunga durata
target-over50 = più di 50 anni
target-extra-ue = cittadinanza fuori dall'Unione europea
target-svant = condizione di svantaggio
target-molto-svant = condizione di forte svantaggio
target-donna-rientro = donna che rientra al lavoro
target-donna-svant = donna in condizione di svantaggio
target-giovane = persona giovane
target-bassa-qual = bassa qualifica
target-naspi = indennità NASpI o DIS-COLL
target-dul5 = DUL, fase 5
fact-birth-on = data di nascita
fact-registry-sex = sesso anagrafico
fact-employment = stato occupazionale
fact-employment-since = data dello stato occupazionale
fact-did-on = data della DID
fact-education = titolo di studio
fact-area = cittadinanza
fact-permit-expires-on = scadenza del permesso
fact-benefit-until = fine dell'indennità
fact-studying = frequenza di una scuola
fact-training = frequenza di un corso
fact-traineeship = tirocinio in corso
fact-civil-service = servizio civile in corso
fact-ever-worked = lavoro regolare in passato
fact-benefit = indennità di disoccupazione
fact-permit-work = permesso che consente il lavoro
fact-social-services = presa in carico dei servizi sociali

## Matching and vacancies.
application-reason-skills = competenze
application-reason-experience = esperienza
application-reason-hours = orario
application-reason-distance = distanza
application-reason-licence = patente
application-reason-other-choice = altra scelta
application-reason-post-cancelled = posto annullato
application-reason-unreachable = persona non reperibile
application-reason-pay = paga
application-reason-tasks = mansione
application-reason-already-employed = già al lavoro
application-reason-other = altro
closeness-unit = stesso mestiere
closeness-minor = mestiere molto vicino
closeness-sub-major = mestiere vicino
closeness-skills = competenze in comune
closeness-far = mestiere lontano
gate-right-to-work = diritto al lavoro alla data di inizio
gate-legal-age = età di legge per il contratto
gate-licence = patente richiesta
gate-reserved = posto riservato al collocamento mirato
gate-own-exclusion = scelta della persona
lack-contract = tipo di contratto
lack-hours = ore alla settimana
lack-ccnl = CCNL
match-occupation = mestiere
match-skills = competenze
match-experience = esperienza
match-shift = orario
match-hours = ore alla settimana
match-journey = tragitto
match-contract = contratto
match-education = titolo di studio
match-italian = italiano
match-side-person = la persona
match-side-company = l'azienda
match-sign-plus = a favore
match-sign-minus = manca
match-sign-unknown = da chiedere
public-transport-yes = con i mezzi pubblici
public-transport-no = senza mezzi pubblici
public-transport-not-at-these-hours = mezzi pubblici non in questi orari
reserved-no = aperta a chiunque
reserved-l68-art1 = riservata, legge 68/99 art. 1
reserved-l68-art18 = riservata, legge 68/99 art. 18
vacancy-source-desk = scritta allo sportello
vacancy-source-import = letta da un file

# When somebody can come.
half-day-mon-am = lunedì mattina
half-day-mon-pm = lunedì pomeriggio
half-day-tue-am = martedì mattina
half-day-tue-pm = martedì pomeriggio
half-day-wed-am = mercoledì mattina
half-day-wed-pm = mercoledì pomeriggio
half-day-thu-am = giovedì mattina
half-day-thu-pm = giovedì pomeriggio
half-day-fri-am = venerdì mattina
half-day-fri-pm = venerdì pomeriggio
half-day-sat-am = sabato mattina

## Why a waiting ticket stands where it stands.
place-reason-due = è l'ora del suo appuntamento
place-reason-urgent = precedenza urgente
place-reason-front = torna davanti alla sua fascia
place-reason-risen = attesa oltre lo standard, sale di una fascia
place-reason-preferred = precedenza
place-reason-early = prima del suo appuntamento conta l'arrivo
place-reason-arrival = in ordine di arrivo

## By what somebody on file is likely the same.
same-by-code = stesso codice fiscale
same-by-birth = stesso nome e data di nascita
same-by-phone = stesso telefono

## Facts of which two records may say different things.
same-fact-code = codice fiscale
same-fact-surname = cognome
same-fact-name = nome
same-fact-preferred-name = nome d'uso
same-fact-birth-on = data di nascita
same-fact-birth-place = luogo di nascita
same-fact-registry-sex = sesso anagrafico
same-fact-gender = genere
same-fact-citizenship = cittadinanza
same-fact-phone = telefono
same-fact-email = posta elettronica
same-fact-contact-rule = come contattare
same-fact-residence = comune di residenza
same-fact-address = indirizzo
same-fact-employment = stato occupazionale
same-fact-did-on = data della DID
same-fact-education = titolo di studio
same-fact-languages = lingue parlate
same-fact-italian = italiano
same-fact-wishes = lavori cercati
same-fact-skills = competenze
same-fact-licence = patente
same-fact-own-car = auto propria
same-fact-radius-km = distanza (km)
same-fact-transport = mezzo di trasporto
same-fact-shift = orario cercato
same-fact-hours = ore alla settimana
same-fact-contracts = contratti cercati
same-fact-comes = quando può venire
same-fact-available-from = disponibile dal
same-fact-referent = referente

## What people say of the service.
customer-person = persona
customer-company = azienda
customer-body = ente pubblico
complaint-state-open = aperto
complaint-state-examining = in esame
complaint-state-answered = risposto
complaint-state-closed = chiuso
score-1 = per niente
score-2 = poco
score-3 = abbastanza
score-4 = molto
score-5 = moltissimo

## Sealed facts.
sealed-disability = invalidità civile
sealed-work-injury = invalidità del lavoro
sealed-l68 = iscrizione L. 68/99
sealed-health = salute
sealed-detention = detenzione
sealed-alternative-measure = misura alternativa
sealed-addiction = dipendenza
sealed-victim = violenza o tratta subita
sealed-family = famiglia
sealed-origin = origine
sealed-undeclared-work = lavoro irregolare
sealed-other = altro
sealed-target-l68 = liste L. 68/99
sealed-target-detained = persona ristretta
sealed-target-l381 = svantaggio L. 381/91
