# Quello che dice il server a chi sta lavorando e a chi lo avvia.
serve-stopping = Il server si ferma. Il testo non salvato è tra le bozze: si riprende al prossimo accesso.
serve-key-revoked = La chiave SSH usata per entrare è stata revocata. Rivolgersi a chi coordina l'ufficio.
serve-staff-off = L'accesso a questo ufficio è stato disattivato. Rivolgersi a chi coordina l'ufficio.
serve-line-cut = La linea è stata chiusa. Il testo non salvato è tra le bozze: si riprende al prossimo accesso.
serve-failed = Errore del programma: questa sessione è finita, le altre continuano. Il testo non salvato è tra le bozze: rientrare.
serve-beyond = Con questo nome sono già aperte { $sessions } sessioni. Chiuderne una con q e riprovare; quelle di una linea caduta si chiudono da sole entro un minuto.
serve-nobody = Nessuno può entrare: dare una chiave a qualcuno con sportello staff key add LOGIN FILE, poi riavviare.
serve-host-key = La chiave del server { $path } non si può usare ({ $reason }). Correggere il file o recuperarlo da una copia.
serve-host-key-open = La chiave del server { $path } può essere letta da altri. Scrivere chmod 600 { $path }, poi riavviare.
serve-host-key-gone = La chiave del server { $path } non c'è più. Recuperarla da una copia; se è persa, cancellare anche { $path }.pub: ne nasce una nuova, e chi si collega vedrà un avviso.
serve-address = Non si può ascoltare su { $address } ({ $reason }). Scegliere un altro indirizzo con --listen.
serve-no-fingerprint = La chiave del server non c'è ancora: nasce al primo avvio di sportello serve.
serve-password = Password:
serve-code = Codice del secondo fattore:
serve-log-file = Il registro { $path } non si apre: { $reason }. Scegliere un altro file con --log.
serve-log-open = Il registro { $path } può essere letto da altri. Scrivere chmod 600 { $path }, poi riavviare.
serve-key-file = non è una chiave di OpenSSH
