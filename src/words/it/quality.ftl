### What people say of the service: numbers, complaints.

quality-title = Ascolto
quality-command-complaint = nuovo reclamo
quality-command-opinion = gradimento
quality-days =
    { $n ->
        [one] Da ieri
       *[other] Ultimi { $n } giorni
    }
quality-satisfaction = Gradimento
quality-mean = { $mean } su 5
quality-no-answers = nessuna risposta
quality-companies = Gradimento, aziende
quality-bodies = Gradimento, enti
quality-mean-of =
    { $n ->
        [one] { $mean }, { $n } risposta
       *[other] { $mean }, { $n } risposte
    }
opinion-whose = Chi risponde?
quality-answers = Risposte
quality-of = { $n } su { $of }, { $percent } per cento
quality-owed = Reclami aperti
quality-owed-late =
    { $late ->
        [0] { $n }
       *[other] { $n }, fuori termine { $late }
    }
quality-answered = Reclami con risposta
quality-answered-in =
    { $days ->
        [one] { $n }, in media in { $days } giorno
       *[other] { $n }, in media in { $days } giorni
    }
complaints-none = Nessun reclamo.
complaints-of-coordination = I reclami li legge il coordinamento. Con { $key } ne scrivi uno.
complaints-column-number = Numero
complaints-column-state = Stato
complaints-column-due = Termine
complaints-column-who = Chi
complaints-due = entro il { $day }
complaints-late = scaduto il { $day }
complaints-nobody = senza nome
complaint-title = Reclamo { $number }
complaint-new = Nuovo reclamo
complaint-new-of = Reclamo di { $who }
complaint-text = Che cosa dice
complaint-who = Chi reclama, se lo dice
complaint-customer = In qualità di
complaint-empty = Scrivi che cosa è stato detto.
complaint-answer-empty = Scrivi la risposta.
complaint-received = Ricevuto il
complaint-owner = Risponde
complaint-due = Entro il
complaint-answered = Risposto il
complaint-answer-text = La risposta
complaint-take = Prendi in esame
complaint-answer = Scrivi la risposta
complaint-close = Chiudi il reclamo
complaint-person = Apri la scheda della persona
complaint-settled = Il reclamo è chiuso.
complaint-opened = Reclamo { $number } scritto: risposta entro il { $day }.
complaint-moved = Reclamo aggiornato.
