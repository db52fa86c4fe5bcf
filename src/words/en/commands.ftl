### Labels of the app's own commands: a verb, two words at most.
command-go = go
command-back = back
command-find = find person
command-book = appointment
command-match = match work
command-undo = undo
command-repeat = repeat
command-where = where
command-day = lists
command-palette = commands
command-help = help
command-privacy = hide
command-quit = leave
command-about = sources
command-next = next
command-previous = field before
