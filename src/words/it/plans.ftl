### The plans: list, templates, goals, actions, steps.

plans-title = Percorsi
plans-title-of = Percorsi di { $who }
plans-title-mine = Percorsi che segui
plans-empty = Nessun percorso. Con { $key } ne inizi uno da un modello.
plans-empty-mine = Non segui percorsi aperti. Con { $key } cerchi una persona.
plans-wait = Attendere: leggo i percorsi.
plans-column-plan = Percorso
plans-column-person = Persona
plans-column-state = Stato
plans-column-end = Fine
plans-column-actions = Azioni
plans-column-referent = Referente
plans-column-hours = Ore
    .full = Durata
plans-settled = { $n } di { $of }
plans-soon = in scadenza
plans-overdue = fine passata
plan-action-late = in ritardo
plans-unnamed = personale
plans-own = senza modello
plans-which-action = Prima vai sulla riga di un'azione per cui si può fare.
plans-not-under-way = Il percorso non è in corso: prima va firmato.
plans-not-ours = Di questa azione si occupa: { $who }. Qui si prenota quello che fa la sede.
plans-not-now = L'azione ora è: { $state }. Questo non si può fare.
plans-which-row = Prima vai sulla riga di un obiettivo o di un'azione.
plans-open-already = { $who } ha già un percorso aperto: { $plan }. Invio lo apre.
    .lines = { $who } ha già un percorso aperto: { $plan }. Il suo numero lo apre.

## Commands.
plans-command-new = nuovo
plans-command-mine = tuoi percorsi
plans-command-person = persona
plans-command-add = aggiungi
plans-command-propose = proponi
plans-command-sign = firma
plans-command-start = avvia
plans-command-book = prenota
plans-command-drop = togli
plans-command-cancel = annulla azione
plans-command-suspend = sospendi
plans-command-resume = riprendi
plans-command-close = concludi
plans-command-page = stampa

## Templates.
templates-title = Nuovo percorso per { $who }
templates-column-name = Modello
templates-column-group = Gruppo
templates-column-days = Durata
templates-group = { $group }: { $answer }
templates-by-hand = si sceglie a mano
templates-days =
    { $n ->
        [one] { $n } giorno
       *[other] { $n } giorni
    }
templates-empty = Percorso vuoto

## One plan.
plan-title = Percorso di { $who }: { $plan }, { $state }
plan-version = versione { $n }
plan-period = Periodo
plan-programme = Programma
plan-signed = Firma
plan-outcome = Esito
plan-own-words = Parole sue
plan-column-what = Obiettivi e azioni
plan-column-who = Chi
plan-column-due = Entro
plan-is-goal = obiettivo
plan-by-staff = la sede
plan-by-person = la persona
plan-by-partner = ente in rete
plan-hours-of = { $part } di { $whole }
plan-planned = Ore previste
plan-delivered = Ore erogate
plan-hours-signed = Ore firmate
plan-over-cap = Sono previste { $planned }. Il programma { $programme } ne paga { $cap } dal { $since } ({ $source }). Riduci le ore.
plan-add-action = Aggiungi un'azione
plan-add-goal = Aggiungi un obiettivo
plan-head = Programma e periodo
plan-propose = Proponi il percorso
plan-sign = Firma del percorso
plan-amend = Riapri per modifiche
plan-start = Avvia il percorso
plan-resume = Riprendi il percorso
plan-close = Concludi il percorso
plan-suspend = Sospendi il percorso
plan-revise = Nuova versione
plan-interrupt = Interrompi il percorso
plan-expire = Segna scaduto
plan-extend = Proroga il percorso
plan-reopen = Riapri il percorso
plan-page = Pagina da stampare
plan-day-missing = Manca il giorno. Scrivi per esempio 12/3, oppure oggi.

## Dialogs.
add-title = Che cosa aggiungi?
drop-goal = Togliere l'obiettivo? Le sue azioni restano.
drop-action = Togliere l'azione?
drop-keep = Lascia com'è
drop-do = Togli
close-title = Con quale esito si conclude?
interrupt-title = Perché si interrompe?

## Forms.
edit-goal = Obiettivo: { $who }
edit-new-goal = Nuovo obiettivo: { $who }
edit-action = Azione: { $who }
edit-new-action = Nuova azione: { $who }
edit-head = Dati del percorso: { $who }
edit-sign = Firma del percorso: { $who }
edit-extend = Proroga del percorso: { $who }
edit-replan = Azione da rifare: { $who }
edit-complete = Azione svolta: { $who }
edit-stop = Azione fermata: { $who }
edit-cancel = Azione annullata: { $who }
edit-deliver = Ore erogate: { $who }
goal-text = Obiettivo
goal-text-missing = Manca l'obiettivo. Scrivi per esempio: trovare un lavoro vicino a casa.
goal-domain = Ambito
goal-strand = Area
action-service = Servizio
action-text = Che cosa
action-goal = Obiettivo
action-owner = Chi se ne occupa
action-staff = Chi nella sede
action-hours = Ore
action-hours-wrong = Le ore non si capiscono. Scrivi per esempio 8, oppure 1:30.
action-hours-given = Ore erogate
action-given = { $given }, firmate { $signed }
action-appointment = Appuntamento
action-reason = Motivo
action-reason-missing = Manca il motivo. Scrivi per esempio: la persona ha trovato lavoro.
head-starts = Primo giorno
head-ends = Ultimo giorno
action-due-outside = Il percorso va dal { $from } al { $to }. Scrivi un giorno tra questi, oppure cambia il percorso.
head-ends-before = La fine viene prima dell'inizio. Scrivi un giorno dopo il primo.
sign-on = Data della firma
sign-how = Come
sign-save = Firma
sign-future = La firma non può essere nel futuro. Scrivi per esempio: oggi.
deliver-on = Giorno
deliver-from = Dalle ore
deliver-place = Luogo
deliver-note = Nota

## One action.
action-title = Azione di { $who }
action-nothing = Per questa azione ora non c'è nulla da fare.
action-do-book = Prenota un appuntamento
action-do-tie = Collega un appuntamento già preso
action-tie-title = Quale appuntamento serve questa azione?
action-tie-none = Questa persona non ha appuntamenti da collegare.
action-tied = Appuntamento collegato all'azione: { $who }.
action-do-appointment = Apri l'appuntamento
action-do-deliver = Segna ore erogate
action-do-complete = Segna svolta
action-do-stop = Ferma l'azione
action-do-replan = Pianifica di nuovo
action-do-cancel = Annulla l'azione

## What was done.
plans-drafted = Bozza del percorso pronta: { $who }.
plan-proposed = Percorso proposto: { $who }.
plan-amended = Percorso riaperto per modifiche: { $who }.
plan-is-signed = Percorso firmato: { $who }.
plan-started = Percorso avviato: { $who }.
plan-suspended = Percorso sospeso: { $who }.
plan-resumed = Percorso ripreso: { $who }.
plan-revised = Nuova versione in bozza: { $who }.
plan-closed = Percorso concluso: { $who }.
plan-interrupted = Percorso interrotto: { $who }.
plan-expired = Percorso scaduto: { $who }.
plan-extended = Percorso prorogato: { $who }.
plan-reopened = Percorso riaperto: { $who }.
goal-saved = Obiettivo salvato.
goal-dropped = Obiettivo tolto.
head-saved = Dati del percorso salvati.
action-saved = Azione salvata.
action-dropped = Azione tolta.
action-replanned = Azione pianificata di nuovo.
action-completed = Azione svolta.
action-stopped = Azione fermata.
action-cancelled = Azione annullata.
action-delivered = Ore erogate salvate.

## The printed page.
page-title = Pagina da stampare: { $who }
page-heading = Percorso personalizzato
page-by = entro il
page-other-actions = Altre azioni
page-planned = Ore previste
page-cap = Ore pagate
page-date = Data
page-person-signs = Firma della persona
page-staff-signs = Firma della sede
plan-row-gone = Questa riga non c'è più. Se salvi, ne fai una nuova con quello che hai scritto.

## Hours and rows that are gone.
action-hours-to-sign = Fai firmare: { $what }
action-hours-signed = Firmate il { $day }: { $what }
action-hours-stay = Queste ore sono firmate: non cambiano più.
action-hours-done = Ore firmate.
edit-hours = Firma delle ore: { $who }
plan-goal-gone = Questo obiettivo non c'è più
plan-goal-again = Tieni il testo in un nuovo obiettivo
plan-action-gone = Questa azione non c'è più
plan-action-again = Tieni il testo in una nuova azione
plan-row-forget = Lascia perdere la bozza
