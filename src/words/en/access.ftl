### Who may come in, who came in, who looked.

## Keys: the kinds that are taken, and why a line is not.
key-algorithm-ed25519 = Ed25519
key-algorithm-ecdsa-p256 = ECDSA P-256
key-algorithm-ecdsa-p384 = ECDSA P-384
key-algorithm-ecdsa-p521 = ECDSA P-521
key-algorithm-sk-ed25519 = Ed25519 on a token
key-error-empty = There is no key here. Use the file that ends in .pub.
key-error-many-lines = A public key stands on one line. Use the file that ends in .pub, without line breaks.
key-error-too-long = The line is too long for a key of these kinds. Make a key with ssh-keygen -t ed25519.
key-error-private = This is a private key. It must not leave its computer. Use the file that ends in .pub.
key-error-other-format = The key is in another format. Convert it with ssh-keygen -i -f FILE.
key-error-rsa = RSA keys are not taken. Make a new key with ssh-keygen -t ed25519.
key-error-dsa = DSA keys are no longer safe. Make a new key with ssh-keygen -t ed25519.
key-error-certificate = This is a certificate. Use the public key, without cert in the name of the file.
key-error-options = There are options before the kind of key. Take them away: they have no effect here.
key-error-unknown-kind = This kind of key is not taken. Make a new key with ssh-keygen -t ed25519.
key-error-not-a-key = This is not a public key. Use the whole file that ends in .pub.
key-error-kind-differs = The line says one kind of key, but another one is inside. Copy the file again.
key-error-length = The key is incomplete. Copy the whole file again.
key-error-weak = With this key anybody could come in. Make a new key with ssh-keygen -t ed25519.

## Passwords.
password-error-short = The password is too short: it takes 12 characters at least.
password-error-long = The password is too long.
password-error-easy = The password is too easy. Use neither the login nor one letter over and over.
password-error-control = The password holds characters that cannot be typed again.

## The book of log-ins.
login-method-key = key
login-method-password = password
login-method-local = on the spot
login-outcome-in = came in
login-outcome-out = left
login-outcome-refused = refused
login-outcome-killed = session ended

## Who looked: what was done, and at what.
look-open = opened
look-list = listed
look-search = searched
look-unseal = sealed data opened
look-print = printed
look-export = exported
look-at-record = record
look-at-history = history of changes
look-at-notes = diary
look-at-intake = intake
look-at-plan = plan
look-at-plans = list of plans
look-at-deliveries = hours given
look-at-appointment = appointment
look-at-appointments = appointments
look-at-applications = applications
look-at-matching = match with vacancies
look-at-people = people
look-at-codes = codes to check
look-at-doubles = double records
look-at-sealed = sealed data
look-at-complaints = complaints
look-at-caseload = plans of the office
look-at-vacancies = vacancies
look-at-logins = book of log-ins
look-at-looks = book of looks

book-looks = who looked
book-logins = log-ins
look-why-here = the person is here or on the telephone
look-why-instead = in the place of whoever follows the case
look-why-asked = the person asks for it
look-why-check = a check or a complaint
look-why-mistake = I opened the wrong person
## The command line.
cli-key-added = { $login } also comes in with the key { $fingerprint }.
cli-key-none = { $login } has no keys.
cli-key-revoked = The key { $fingerprint } no longer holds.
cli-key-gone = revoked on { $day }
cli-key-last = last used on { $day }
cli-key-never = never used
cli-no-key = { $login } has no key { $fingerprint }.
cli-key-fault = Line { $line }: { $fault }
cli-file-unread = The file { $path } cannot be read: { $detail }
cli-password-ask = New password:
cli-password-again = Again:
cli-password-differs = The two passwords differ. Nothing has changed.
cli-password-set = The password of { $login } is changed.
cli-password-removed = { $login } has no password any more.
cli-password-failed = There is no memory to compute the password. Try again.
cli-password-off = Passwords are switched off in this office: for now, keys alone let in.
cli-password-no-totp = Without a second factor the password is not enough. Also give sportello staff totp { $login }
cli-totp-set = A second factor for { $login } is made. Copy this address into their app: it cannot be read again.
cli-totp-removed = { $login } has no second factor any more, and does not come in with a password.
cli-passwords-on = In this office a password with a second factor now lets in too.
cli-passwords-off = In this office keys alone let in now.
