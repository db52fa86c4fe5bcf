### Labels of the app's own commands: a verb, two words at most.
command-go = vai
command-back = indietro
command-find = trova persona
command-book = appuntamento
command-match = cerca lavoro
command-undo = annulla
command-repeat = ripeti
command-where = dove sono
command-day = elenchi
command-palette = comandi
command-help = aiuto
command-privacy = nascondi
command-quit = esci
command-about = fonti
command-next = avanti
command-previous = campo prima
