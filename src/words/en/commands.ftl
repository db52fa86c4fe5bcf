### Labels of the app's own commands: a verb, two words at most.
command-go = go
command-back = back
command-menu = menu
command-find = find person
command-book = appointment
command-match = match work
command-undo = undo
command-redo = redo
command-repeat = repeat
command-where = where
command-day = lists
command-palette = commands
command-help = help
command-privacy = hide
command-quit = leave
command-face = use lines
    .lines = use screen
command-about = sources
command-next = next
command-previous = field before

### Said after going over from one face to the other.
face-lines = Plain lines instead of the screen. To go back type: use screen.
face-screen = The screen instead of plain lines. To go back choose the command use lines.
face-only-lines = Here there are only plain lines: this terminal has no screen.
