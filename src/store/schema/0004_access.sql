-- Who may come in, who came in, and who looked at whom.

-- Passwords are taken in an office only once it says so, and then only with a second factor.
ALTER TABLE office ADD COLUMN passwords INTEGER NOT NULL DEFAULT 0 CHECK (passwords IN (0, 1));

-- A public key as SSH sends it; what its owner is recognised by is `blob`, byte by byte. A revoked key
-- stays, so that an old log-in can be read; among those that hold, no two are alike.
CREATE TABLE staff_key (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  staff TEXT NOT NULL REFERENCES staff (id),
  algorithm TEXT NOT NULL CHECK (algorithm IN ('ed25519', 'ecdsa-p256', 'ecdsa-p384', 'ecdsa-p521', 'sk-ed25519')),
  blob BLOB NOT NULL CHECK (length(blob) BETWEEN 32 AND 512),
  fingerprint TEXT NOT NULL CHECK (fingerprint GLOB 'SHA256:*'),
  comment TEXT NOT NULL CHECK (length(comment) <= 64),
  revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_key_held ON staff_key (blob) WHERE revoked_at IS NULL;
CREATE INDEX staff_key_of ON staff_key (staff, n);

-- The password as a PHC string (argon2id) and the second factor's secret in base32; totp_step is the last
-- time step with which somebody came in, so that a code is good once. None of the three is in the journal.
CREATE TABLE staff_secret (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  staff TEXT NOT NULL UNIQUE REFERENCES staff (id),
  password TEXT CHECK (password GLOB '$argon2id$*'),
  totp TEXT CHECK (length(totp) BETWEEN 26 AND 128),
  totp_step INTEGER
) STRICT;

-- Log-ins: complete, never changed, kept for six months at least (Garante, 27 November 2008, on system
-- administrators). opened: the row with which what now ends began. login: as given, where it is a login
-- at all; else empty, for it may be a password typed in the wrong place.
CREATE TABLE login_log (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff INTEGER REFERENCES staff (n),
  login TEXT NOT NULL,
  address TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('key', 'password', 'local')),
  key TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('in', 'out', 'refused', 'killed')),
  opened INTEGER REFERENCES login_log (seq),
  CHECK (outcome = 'refused' OR staff IS NOT NULL)
) STRICT;
CREATE INDEX login_log_of_staff ON login_log (staff, seq) WHERE staff IS NOT NULL;
CREATE INDEX login_log_refused ON login_log (at) WHERE outcome = 'refused';
CREATE INDEX login_log_opened ON login_log (opened) WHERE opened IS NOT NULL;
CREATE INDEX login_log_of_key ON login_log (key, seq) WHERE key IS NOT NULL;

CREATE TRIGGER login_log_stays BEFORE UPDATE ON login_log
BEGIN SELECT raise(ABORT, 'log-ins are never changed'); END;

-- 190 days before the newest row; a clock that jumps ahead makes no row that is older than it is.
CREATE TRIGGER login_log_kept BEFORE DELETE ON login_log
WHEN old.at > (SELECT max(at) FROM login_log) - 16416000000
BEGIN SELECT raise(ABORT, 'log-ins are kept for six months'); END;

-- Who looked: as whom (roles, with commas between), at what, why, and during which log-in, which says from
-- where. Rows are never changed, and kept for 24 months (Garante, 192/2011, on banks, taken as the model).
ALTER TABLE access_log ADD COLUMN seen TEXT;
ALTER TABLE access_log ADD COLUMN roles TEXT;
ALTER TABLE access_log ADD COLUMN reason TEXT;
ALTER TABLE access_log ADD COLUMN login INTEGER REFERENCES login_log (seq);
DROP INDEX access_log_of_person;
CREATE INDEX access_log_of_person ON access_log (person, seq) WHERE person IS NOT NULL;

CREATE TRIGGER access_log_stays BEFORE UPDATE ON access_log
BEGIN SELECT raise(ABORT, 'looks are never changed'); END;

-- 730 days before the newest row.
CREATE TRIGGER access_log_kept BEFORE DELETE ON access_log
WHEN old.at > (SELECT max(at) FROM access_log) - 63072000000
BEGIN SELECT raise(ABORT, 'looks are kept for 24 months'); END;

-- Whose the erasable part of the journal is: a person, or the ticket of somebody who is not on file and has
-- left words with it (a name to be called by, a note). What is to be erased of a person is what stands
-- under the person and under each of their tickets.
ALTER TABLE act_body RENAME COLUMN person TO whose;
ALTER TABLE personal_change RENAME COLUMN person TO whose;
