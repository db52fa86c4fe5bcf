### La pagina dell'accessibilità e la tabella della norma.

accessibility-title = Accessibilità
accessibility-keys = Le frecce, Invio e le cifre fanno tutto. Le lettere sono più veloci: puoi cambiarle o spegnerle.
accessibility-reader = Usi un lettore di schermo o il braille? Scegli il profilo per lettori. Quando ti sposti, si muove solo il cursore: la voce dice la riga, una volta.
accessibility-linear = Puoi lavorare a righe di testo, senza schermo: sportello --linear. I comandi sono gli stessi. Ci passi anche durante il lavoro, con il comando: usa righe.
accessibility-sight = Ci sono temi ad alto contrasto, su fondo nero e senza colori. Ogni stato è scritto con una parola.
accessibility-again = Un comando ripete i messaggi. Un altro dice dove sei. Nessun messaggio sparisce da solo.
accessibility-tested = Le prove con Fenrir, YASR e BRLTTY sono fatte su Linux. Con NVDA, JAWS e VoiceOver non ci sono ancora prove.
accessibility-obstacle = Trovi un ostacolo? Scrivi a chi gestisce il programma nella tua sede.
accessibility-table = Qui sta la norma EN 301 549, punto per punto. Invio dice di più.
    .lines = Qui sta la norma EN 301 549, punto per punto. Il numero di un punto dice di più.
conformance-met = soddisfatto
conformance-partly = in parte
conformance-not = non soddisfatto
conformance-none = non riguarda
conformance-clause = Punto della norma
conformance-verdict = Esito
conformance-tests = Prove: { $tests }.
command-accessibility = accessibilità
help-accessibility = La pagina dell'accessibilità e la tabella della norma
