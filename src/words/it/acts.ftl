### What an act was, as a noun: said when it is undone, and in a record's history.

## Queue: the steps of a ticket.
act-queue-close-day = fine della giornata
act-ticket-issue = biglietto dato
act-ticket-call-next = chiamata della prossima persona
act-ticket-recall = nuova chiamata
act-ticket-serve = inizio del servizio
act-ticket-release = ritorno al posto in coda
act-ticket-absent = assenza segnata
act-ticket-park = messa in pausa
act-ticket-resume = ripresa del servizio
act-ticket-take-over = biglietto preso da chi ha perso la linea
act-ticket-requeue = ritorno in coda
act-ticket-forward = inoltro a un altro servizio
act-ticket-finish = chiusura del contatto
act-ticket-leave = uscita prima del servizio
act-ticket-return = ritorno dopo un'assenza
act-ticket-void = annullo del biglietto
act-ticket-attach = persona legata al biglietto

## People.
act-person-register = nuova scheda della persona
act-person-change = modifica della scheda
act-person-document = documento registrato
act-person-employment = stato occupazionale
act-person-identify = codice della persona
act-person-note = nota nel diario
act-person-notice = informativa data
act-person-take-back = consenso o opposizione tolti
act-person-object = opposizione della persona
act-person-merge = unione di due schede
act-person-separate = separazione di due schede
act-person-not-same = due persone diverse
act-intake-save = accoglienza salvata
act-intake-take-charge = presa in carico

## Agenda.
act-appointment-book = appuntamento fissato
act-appointment-confirm = appuntamento confermato
act-appointment-move = appuntamento spostato
act-appointment-cancel = appuntamento disdetto
act-appointment-arrive = arrivo della persona
act-appointment-held = appuntamento svolto
act-appointment-no-show = assenza all'appuntamento
act-appointment-leave = uscita prima del colloquio
act-appointment-correct = esito corretto

## Plans.
act-plan-draft = bozza del percorso
act-plan-set = modifica del percorso
act-plan-propose = percorso proposto
act-plan-amend = percorso riaperto per modifiche
act-plan-sign = firma del percorso
act-plan-start = avvio del percorso
act-plan-suspend = sospensione del percorso
act-plan-resume = ripresa del percorso
act-plan-revise = revisione del percorso
act-plan-close = chiusura del percorso
act-plan-interrupt = interruzione del percorso
act-plan-expire = scadenza del percorso
act-plan-extend = proroga del percorso
act-plan-reopen = riapertura del percorso
act-goal-add = nuovo obiettivo
act-goal-set = modifica dell'obiettivo
act-goal-drop = obiettivo tolto
act-action-add = nuova azione
act-action-set = modifica dell'azione
act-action-drop = azione tolta
act-action-book = azione prenotata
act-action-deliver = ore erogate
act-action-complete = azione svolta
act-action-stop = azione fermata
act-action-replan = azione pianificata di nuovo
act-action-cancel = azione annullata
act-delivery-sign = ore firmate

## Vacancies.
act-company-add = nuova azienda
act-company-set = modifica dell'azienda
act-vacancy-add = nuova offerta
act-vacancy-change = modifica dell'offerta
act-vacancy-publish = pubblicazione dell'offerta
act-vacancy-pause = sospensione dell'offerta
act-vacancy-resume = ripresa dell'offerta
act-vacancy-fill = offerta coperta
act-vacancy-reopen = riapertura dell'offerta
act-vacancy-withdraw = ritiro dell'offerta
act-vacancy-expire-overdue = scadenza delle offerte

## Office.
act-batch-publish = pubblicazione di un'importazione
act-batch-abandon = importazione abbandonata
act-office-add = nuova sede
act-desk-add = nuova postazione
act-service-add = nuovo servizio
act-programme-add = nuovo programma
act-book-purge = cancellazione di righe scadute di un registro
act-param-set = nuovo valore con data
act-opening-add = nuova fascia oraria
act-opening-set = modifica della fascia oraria
act-opening-drop = fascia oraria tolta
act-closure-add = nuova chiusura
act-staff-add = nuovo accesso
act-staff-change = modifica di un accesso
act-staff-absence = assenza in agenda
act-staff-desk = cambio di postazione
act-staff-setting = modifica di una preferenza
act-staff-present = assenza tolta
act-desk-change = modifica della postazione
act-desk-close = chiusura della postazione
act-desk-reopen = riapertura della postazione
act-service-change = modifica del servizio
act-service-end = fine di un servizio
act-day-close = chiusura di uno o più giorni
act-day-open = apertura straordinaria
act-day-clear = ritorno agli orari normali
act-office-change = modifica della sede
act-staff-key-add = nuova chiave di accesso
act-staff-key-revoke = chiave di accesso revocata
act-staff-password = password cambiata
act-staff-totp = secondo fattore cambiato
act-office-passwords = uso delle password in sede

# Applications.
act-application-propose = candidatura proposta
act-application-consent = consenso alla candidatura
act-application-send = invio della candidatura
act-application-hire = assunzione registrata
act-placement-follow-up = verifica dopo l'assunzione
act-application-advance = passo avanti della candidatura
act-undo = annullamento
act-undo-last = annullamento
act-redo-last = ripristino
act-office-backup = copia di sicurezza

## What people say of the service.
act-feedback-give = gradimento segnato
act-complaint-open = reclamo scritto
act-complaint-move = passo di un reclamo

## Sealed facts.
act-sealed-add = dato riservato scritto
act-sealed-end = fine di un dato riservato
act-sealed-strike = tolto un dato riservato scritto per errore
act-interview-write = voce del colloquio scritta
act-interview-remove = voce del colloquio tolta
act-interview-save = colloquio salvato
act-interview-end = colloquio chiuso
act-outline-put = traccia del colloquio messa in vigore
