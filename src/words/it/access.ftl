### Who may come in, who came in, who looked.

## Keys: the kinds that are taken, and why a line is not.
key-algorithm-ed25519 = Ed25519
key-algorithm-ecdsa-p256 = ECDSA P-256
key-algorithm-ecdsa-p384 = ECDSA P-384
key-algorithm-ecdsa-p521 = ECDSA P-521
key-algorithm-sk-ed25519 = Ed25519 su chiavetta
key-error-empty = Qui non c'è nessuna chiave. Usa il file che finisce in .pub.
key-error-many-lines = Una chiave pubblica sta su una riga sola. Usa il file che finisce in .pub, senza andare a capo.
key-error-too-long = La riga è troppo lunga per una chiave di questi tipi. Crea una chiave con ssh-keygen -t ed25519.
key-error-private = Questa è una chiave privata. Non deve uscire dal computer. Usa il file che finisce in .pub.
key-error-other-format = La chiave è in un altro formato. Per convertirla usa ssh-keygen -i -f FILE.
key-error-rsa = Le chiavi RSA non sono ammesse. Crea una chiave nuova con ssh-keygen -t ed25519.
key-error-dsa = Le chiavi DSA non sono più sicure. Crea una chiave nuova con ssh-keygen -t ed25519.
key-error-certificate = Questo è un certificato. Usa la chiave pubblica, senza cert nel nome del file.
key-error-options = Prima del tipo di chiave ci sono opzioni. Toglile: qui non hanno effetto.
key-error-unknown-kind = Questo tipo di chiave non è ammesso. Crea una chiave nuova con ssh-keygen -t ed25519.
key-error-not-a-key = Questa non è una chiave pubblica. Usa il file che finisce in .pub, per intero.
key-error-kind-differs = La riga dice un tipo di chiave, ma dentro ce n'è un altro. Copia di nuovo il file.
key-error-length = La chiave è incompleta. Copia di nuovo il file, per intero.
key-error-weak = Con questa chiave potrebbe entrare chiunque. Crea una chiave nuova con ssh-keygen -t ed25519.

## Passwords.
password-error-short = La password è troppo corta: servono almeno 12 caratteri.
password-error-long = La password è troppo lunga.
password-error-easy = La password è troppo facile. Non usare il nome di accesso, né una sola lettera ripetuta.
password-error-control = La password contiene caratteri che non si possono scrivere di nuovo.

## The book of log-ins.
login-method-key = chiave
login-method-password = password
login-method-local = sul posto
login-outcome-in = ingresso
login-outcome-out = uscita
login-outcome-refused = ingresso rifiutato
login-outcome-killed = sessione chiusa

## Who looked: what was done, and at what.
look-open = apertura
look-list = elenco
look-search = ricerca
look-unseal = apertura di dati riservati
look-print = stampa
look-export = esportazione
look-at-record = scheda
look-at-history = storia delle modifiche
look-at-notes = diario
look-at-intake = accoglienza
look-at-plan = percorso
look-at-plans = elenco dei percorsi
look-at-deliveries = ore erogate
look-at-appointment = appuntamento
look-at-appointments = appuntamenti
look-at-applications = candidature
look-at-matching = incontro con le offerte
look-at-people = persone
look-at-codes = codici da controllare
look-at-doubles = schede doppie
look-at-sealed = dati riservati
look-at-complaints = reclami
look-at-caseload = percorsi della sede
look-at-vacancies = offerte
look-at-logins = registro degli ingressi
look-at-looks = registro delle consultazioni

book-looks = chi ha guardato
book-logins = ingressi
look-why-here = la persona è qui o al telefono
look-why-instead = al posto di chi segue il caso
look-why-asked = lo chiede la persona
look-why-check = un controllo o un reclamo
look-why-mistake = ho aperto la persona sbagliata
## The command line.
cli-key-added = { $login } entra anche con la chiave { $fingerprint }.
cli-key-none = { $login } non ha chiavi.
cli-key-revoked = La chiave { $fingerprint } non vale più.
cli-key-gone = revocata: { $day }
cli-key-last = ultimo ingresso: { $day }
cli-key-never = mai usata
cli-no-key = { $login } non ha una chiave { $fingerprint }.
cli-key-fault = Riga { $line }: { $fault }
cli-file-unread = Il file { $path } non si legge: { $detail }
cli-password-ask = Password nuova:
cli-password-again = Di nuovo:
cli-password-differs = Le due password sono diverse. Nulla è cambiato.
cli-password-set = Password di { $login } cambiata.
cli-password-removed = { $login } non ha più una password.
cli-password-failed = Non c'è memoria per calcolare la password. Riprova.
cli-password-off = In questa sede le password sono spente: per ora si entra solo con la chiave.
cli-password-no-totp = Senza secondo fattore la password non basta. Dai anche sportello staff totp { $login }
cli-totp-set = Secondo fattore di { $login } creato. Copia questo indirizzo nella sua app: non si potrà leggere di nuovo.
cli-totp-removed = { $login } non ha più un secondo fattore, e con la password non entra.
cli-passwords-on = In questa sede ora si entra anche con password e secondo fattore.
cli-passwords-off = In questa sede ora si entra solo con la chiave.
