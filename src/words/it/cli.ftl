# The command line.
cli-nobody-of-that-name = In questa sede nessuno entra come { $login }. Scrivi --as e il nome giusto, oppure aggiungilo con sportello staff add.
cli-who-are-you = Chi sei? Scrivi --as e uno di questi nomi: { $names }.
cli-demo-written = Sede di prova scritta in { $path }.
cli-no-theme = Il tema { $theme } non c'è. Scegli normal, light, high-contrast, yellow-on-black, terminal o mono.
cli-office-name = Sede
cli-desk-name = Sportello { $n }
cli-no-place = Il comune { $place } non c'è. Controlla il nome.
cli-no-office = La sede { $name } non c'è. Controlla il nome.
cli-office-made = Sede creata in { $path }. Entri come { $login }, con il ruolo coordinamento.
cli-office-next =
    Ora: sportello staff add NOME --name "Nome Cognome" --role RUOLO aggiunge chi lavora con te, sportello import people FILE.csv importa le persone, sportello apre lo sportello.
cli-staff-added = { $login } ora lavora qui.
cli-staff-changed = { $login }: dati cambiati.
cli-staff-enabled = { $login } può entrare di nuovo.
cli-staff-disabled = { $login } non può più entrare. Il lavoro fatto resta.
cli-staff-off = non attivo
cli-import-no-file = Il file { $path } non si apre
cli-import-reading = Leggo il file
cli-import-writing = Scrivo le schede
cli-import-nothing = Il file non è stato importato. Correggi le righe, oppure usa --partial per importare solo quelle buone.
cli-import-would =
    { $n ->
        [one] Si può importare una riga. Nulla è cambiato.
       *[other] Si possono importare { $n } righe. Nulla è cambiato.
    }
cli-import-more = ... e altre { $n } righe da correggere.
cli-import-refused = Righe non importate: { $n }. Le trovi con il motivo in { $path }.
cli-import-refused-exists = Il file { $path } esiste già: spostalo o scrivi un altro nome dopo --partial
cli-import-reason = motivo
cli-import-people = Persone importate: { $n }. Codici fiscali da controllare: { $anomalies }. Persone già presenti: { $known }.
cli-import-codes = Li trovi con sportello list codes.
cli-import-vacancies = Offerte importate: { $n }. Aziende nuove: { $companies }. Offerte già presenti: { $known }.
fault-line = riga { $line }
fault-column = colonna { $column }
fault-empty = il file è vuoto
fault-not-utf8 = non è testo in UTF-8: salva il file come CSV in UTF-8 e riprova
fault-no-column = questa colonna manca: aggiungila alla prima riga
fault-cells = ha { $found } celle invece di { $expected }: controlla i separatori e le virgolette
fault-too-long = è troppo lunga
fault-missing = manca il valore
fault-unmapped = la parola { $cell } non ha un valore corrispondente
fault-not-a-date = { $cell } non è una data, per esempio 1985-03-12
fault-not-a-number = { $cell } non è un numero valido
fault-unknown = { $cell } non è in nessuna tabella: controlla come è scritto
fault-unreadable = il file non si legge oltre: { $detail }
cli-import-no-rows = Il file ha solo i titoli delle colonne: non c'è nulla da importare.
cli-backup-copying = Copio la sede
cli-backup-made = Copia di sicurezza fatta e verificata: { $path }. Contiene il registro fino al numero { $seq }, { $size } byte, SHA-256 { $digest }.
cli-restored = Sede ripristinata in { $path }: { $office }, com'era il { $day } alle { $time }, registro fino al numero { $seq }.
cli-restored-aside = La sede di prima resta in { $path }.
