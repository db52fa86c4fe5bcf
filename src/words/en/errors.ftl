### What went wrong in the store, and what to do: one message for each kind of error.

error-denied = Your role does not allow you to { $right }. Ask the coordination.
error-conflict = Meanwhile { $by } has changed the same data. Read the record again and retry.
error-not-found = The record is no longer there. Go back to the list.
error-invalid = The field { $field } is not valid. Correct it and save again.
error-busy = Another program is using the office's data: { $by }. Wait and try again.
error-disk-full = The disk is full and nothing was saved. Free some space, then try again: what you typed stays here.
error-read-only = The data file cannot be written. Check the permissions and the disk, then try again.
error-damaged = The file { $path } is damaged: { $detail }. Restore the latest backup.
error-not-an-office = The file { $path } does not hold an office of sportello. Choose another file with --db.
error-newer-schema = The file { $path } comes from a newer version ({ $found }, here { $known }). Update sportello.
error-network-file-system = The file { $path } is on a network disk ({ $detail }), where the data is not safe. Move it to a disk of this computer.
error-open = The file { $path } cannot be opened: { $detail }. Check the path and the permissions.
error-closed = The program is closing. Open sportello again and retry.
error-fault = The program has a fault and nothing was changed. Try again; if it happens again, tell the administration: { $detail }
error-disk = The disk does not answer as it should: { $detail }. What you typed stays here: try again, then tell whoever administers it.
error-missing = The file { $path } is not there. Make an office with sportello init, or try sportello demo.
error-exists = The file { $path } is already there and stays as it is. Choose another name.
error-folder-read-only = The folder { $path } cannot be written. Check its permissions or choose another folder.
error-in-use = The file { $path } is in use: { $detail }. Close sportello in every window, then try again.
error-not-a-backup = The file { $path } is not a sound backup: { $detail }. Choose another backup.
error-exposed = Other accounts of this computer can open { $path } (mode { $mode }). Run: chmod { $cure } "{ $path }"
notice-damaged = Read only: the data is damaged
notice-disk-full = Disk full: free some space
