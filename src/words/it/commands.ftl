### Labels of the app's own commands: a verb, two words at most.
command-go = vai
command-back = indietro
command-menu = menu
command-find = trova persona
command-book = appuntamento
command-match = cerca lavoro
command-undo = annulla
command-redo = rifai
command-repeat = ripeti
command-where = dove sono
command-day = elenchi
command-palette = comandi
command-help = aiuto
command-privacy = nascondi
command-quit = esci
command-face = usa righe
    .lines = usa schermo
command-about = fonti
command-next = avanti
command-previous = campo prima

### Said after going over from one face to the other.
face-lines = Righe di testo, al posto dello schermo. Per tornare scrivi: usa schermo.
face-screen = Schermo, al posto delle righe di testo. Per tornare scegli il comando usa righe.
face-only-lines = Qui ci sono solo le righe di testo: questo terminale non ha uno schermo.
