### What went wrong in the store, and what to do: one message for each kind of error.

error-denied = Il tuo ruolo non permette di { $right }. Rivolgiti al coordinamento.
error-conflict = Nel frattempo { $by } ha cambiato gli stessi dati. Rileggi la scheda e riprova.
error-not-found = La scheda non c'è più. Torna all'elenco.
error-invalid = Il campo { $field } non è valido. Correggi e salva di nuovo.
error-busy = Un altro programma usa i dati della sede: { $by }. Attendi e riprova.
error-disk-full = Il disco è pieno e nulla è stato salvato. Libera spazio, poi riprova: quello che hai scritto resta qui.
error-read-only = Non è possibile scrivere nel file dei dati. Controlla i permessi e il disco, poi riprova.
error-damaged = Il file { $path } è danneggiato: { $detail }. Ripristina l'ultima copia di sicurezza.
error-not-an-office = Il file { $path } non contiene una sede di sportello. Scegli un altro file con --db.
error-newer-schema = Il file { $path } viene da una versione più nuova ({ $found }, qui { $known }). Aggiorna sportello.
error-network-file-system = Il file { $path } è su un disco di rete ({ $detail }) e lì i dati non sono al sicuro. Sposta il file su un disco di questo computer.
error-open = Il file { $path } non si apre: { $detail }. Controlla il percorso e i permessi.
error-closed = Il programma si sta chiudendo. Riapri sportello e riprova.
error-fault = Il programma ha un guasto e nulla è cambiato. Riprova; se succede ancora, avvisa chi amministra: { $detail }
error-disk = Il disco non risponde come dovrebbe: { $detail }. Quello che hai scritto resta qui: riprova, poi avvisa chi amministra.
error-missing = Il file { $path } non c'è. Crea una sede con sportello init, oppure prova con sportello demo.
error-exists = Il file { $path } esiste già e resta com'è. Scegli un altro nome.
error-folder-read-only = Nella cartella { $path } non si può scrivere. Controlla i permessi o scegli un'altra cartella.
error-in-use = Il file { $path } è in uso: { $detail }. Chiudi sportello in ogni finestra, poi riprova.
error-not-a-backup = Il file { $path } non è una copia di sicurezza intatta: { $detail }. Scegli un'altra copia.
error-exposed = Altri account del computer possono aprire { $path } (permessi { $mode }). Esegui: chmod { $cure } "{ $path }"
notice-damaged = Sola lettura: dati danneggiati
notice-disk-full = Disco pieno: libera spazio
