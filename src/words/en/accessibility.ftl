### The accessibility page and the table of the norm.

accessibility-title = Accessibility
accessibility-keys = Arrows, Enter and digits do everything. Letters are faster: you can change them or switch them off.
accessibility-reader = Do you use a screen reader or braille? Choose the reader profile. When you move, only the cursor moves: the voice says the row, once.
accessibility-linear = You can work in lines of text, without a screen: sportello --linear. The commands are the same. You can go over to them at any time with the command: use lines.
accessibility-sight = There are themes with high contrast, on black and without colours. Every state is written as a word.
accessibility-again = One command repeats the messages. Another says where you are. No message goes away by itself.
accessibility-tested = Fenrir, YASR and BRLTTY are tested on Linux. NVDA, JAWS and VoiceOver are not tested yet.
accessibility-obstacle = Is something in your way? Write to whoever runs the program in your office.
accessibility-table = This is the norm EN 301 549, point by point, in Italian. Enter says more.
    .lines = This is the norm EN 301 549, point by point, in Italian. The number of a point says more.
conformance-met = met
conformance-partly = in part
conformance-not = not met
conformance-none = does not apply
conformance-clause = Point of the norm
conformance-verdict = Result
conformance-tests = Tests: { $tests }.
command-accessibility = accessibility
help-accessibility = The accessibility page and the table of the norm
