# What the server says to those at work and to whoever starts it.
serve-stopping = The server is stopping. Text not saved is among the drafts: go on with it when you come in again.
serve-key-revoked = The SSH key with which you came in has been revoked. Ask whoever coordinates the office.
serve-staff-off = You may no longer come in to this office. Ask whoever coordinates the office.
serve-line-cut = The line has been closed. Text not saved is among the drafts: go on with it when you come in again.
serve-failed = Program error: this session has ended, the others go on. Text not saved is among the drafts: come in again.
serve-beyond = { $sessions } sessions are already open under this name. Close one of them with q and try again; those whose line dropped close by themselves within a minute.
serve-nobody = Nobody can come in: give somebody a key with sportello staff key add LOGIN FILE, then start again.
serve-host-key = The server's key { $path } cannot be used ({ $reason }). Mend the file, or take it from a copy.
serve-host-key-open = The server's key { $path } can be read by others. Write chmod 600 { $path }, then start again.
serve-host-key-gone = The server's key { $path } is gone. Take it from a copy; if it is lost, remove { $path }.pub too: a new one is made, and those who connect will get a warning.
serve-address = Cannot listen on { $address } ({ $reason }). Choose another address with --listen.
serve-no-fingerprint = The server has no key yet: it is made at the first start of sportello serve.
serve-password = Password:
serve-code = Code of the second factor:
serve-log-file = The log { $path } cannot be opened: { $reason }. Choose another file with --log.
serve-log-open = The log { $path } can be read by others. Write chmod 600 { $path }, then start again.
serve-key-file = it is not a key of OpenSSH
