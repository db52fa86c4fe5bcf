-- The office: who works where, what is offered, the dated thresholds, the journal, the access log.
-- Every table that acts write begins with n, id, ver, created_by, created_at; n is the row's own
-- number, never shown. Nothing cascades: what a row takes with it, the act says and journals.

-- Organisation -----------------------------------------------------------------------------------

CREATE TABLE office (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  municipality TEXT,                        -- ISTAT code
  address TEXT,
  accreditation TEXT,
  practice INTEGER NOT NULL DEFAULT 0 CHECK (practice IN (0, 1))
) STRICT;

CREATE TABLE desk (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  office TEXT NOT NULL REFERENCES office (id),
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('counter', 'interview', 'phone')),
  UNIQUE (office, label)
) STRICT;

CREATE TABLE staff (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  login TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 1 AND 32 AND login NOT GLOB '*[^a-z0-9._-]*'),
  name TEXT NOT NULL,
  office TEXT NOT NULL REFERENCES office (id),
  desk TEXT REFERENCES desk (id),
  lang TEXT CHECK (lang IN ('it', 'en')),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX staff_of_office ON staff (office, name);

CREATE TABLE staff_role (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  staff TEXT NOT NULL REFERENCES staff (id),
  role TEXT NOT NULL CHECK (role IN ('reception', 'orientation', 'matching', 'coordination', 'quality', 'management', 'equality_committee', 'administration')),
  UNIQUE (staff, role)
) STRICT;

CREATE TABLE staff_setting (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  staff TEXT NOT NULL REFERENCES staff (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (staff, key)
) STRICT;

-- Minutes since midnight at the desk; weekday 1 = Monday.
CREATE TABLE work_hours (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  staff TEXT NOT NULL REFERENCES staff (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  from_min INTEGER NOT NULL CHECK (from_min BETWEEN 0 AND 1440),
  to_min INTEGER NOT NULL CHECK (to_min > from_min AND to_min <= 1440),
  valid_from TEXT,
  valid_to TEXT
) STRICT;
CREATE INDEX work_hours_of ON work_hours (staff, weekday, from_min);

-- No reason is kept.
CREATE TABLE absence (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  staff TEXT NOT NULL REFERENCES staff (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at)
) STRICT;
CREATE INDEX absence_of ON absence (staff, from_at);

-- What is offered, and the dated rules -----------------------------------------------------------

CREATE TABLE service_type (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  label_it TEXT NOT NULL,
  label_en TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('base', 'specialist', 'training', 'placement', 'by_outcome')),
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  needs_person INTEGER NOT NULL CHECK (needs_person IN (0, 1)),
  walk_in INTEGER NOT NULL CHECK (walk_in IN (0, 1)),
  default_min INTEGER CHECK (default_min >= 0),     -- planned minutes that a plan proposes
  valid_from TEXT,
  valid_to TEXT
) STRICT;

CREATE TABLE param (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  source TEXT NOT NULL,
  UNIQUE (key, valid_from)
) STRICT;

CREATE TABLE programme (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  source TEXT NOT NULL
) STRICT;

-- Hours that a programme pays for: of one service (its code), or of all when service is NULL.
CREATE TABLE programme_cap (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  programme TEXT NOT NULL REFERENCES programme (id),
  service TEXT REFERENCES service_type (code),
  minutes INTEGER NOT NULL CHECK (minutes >= 0),
  valid_from TEXT,
  valid_to TEXT,
  source TEXT NOT NULL
) STRICT;
CREATE INDEX programme_cap_of ON programme_cap (programme, service);

-- A day on which an office keeps other than the calendar's: closed = 0 opens a holiday.
CREATE TABLE day_exception (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  office TEXT NOT NULL REFERENCES office (id),
  day TEXT NOT NULL,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  label TEXT,
  UNIQUE (office, day)
) STRICT;

-- Long batches -----------------------------------------------------------------------------------

-- owner: the process that is loading it, so that another can tell whether it still lives.
CREATE TABLE batch (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('loading', 'published', 'abandoned')),
  rows INTEGER NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '',
  note TEXT
) STRICT;
CREATE INDEX batch_hidden ON batch (state, id) WHERE state <> 'published';
-- Runs of rows of `person` that a batch has written: a search tells by them what is hidden, without a look
-- at each row.
CREATE TABLE batch_span (
  batch TEXT NOT NULL REFERENCES batch (id),
  first INTEGER NOT NULL,
  last INTEGER NOT NULL CHECK (last >= first),
  PRIMARY KEY (batch, first)
) STRICT, WITHOUT ROWID;

-- The journal ------------------------------------------------------------------------------------
-- Ids are 16 bytes here and names are numbers of `word`: these rows outnumber all others.

CREATE TABLE word (n INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

-- kind: 0 an act, 1 one that took an act back, 2 one that did it again.
CREATE TABLE act (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name INTEGER NOT NULL,
  staff INTEGER NOT NULL REFERENCES staff (n),
  at INTEGER NOT NULL,
  subject_table INTEGER,
  subject_id BLOB,
  person BLOB,
  out TEXT,
  batch BLOB,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
  undoable INTEGER NOT NULL CHECK (undoable IN (0, 1)),
  undoes INTEGER REFERENCES act (seq),
  undone_by INTEGER REFERENCES act (seq)
) STRICT;
CREATE INDEX act_of_staff ON act (staff, seq);
CREATE INDEX act_of_person ON act (person, seq) WHERE person IS NOT NULL;

-- The act's own fields, as JSON. Erasable by person: the chain of acts stays.
CREATE TABLE act_body (seq INTEGER PRIMARY KEY REFERENCES act (seq), person BLOB, body TEXT NOT NULL) STRICT;
CREATE INDEX act_body_of_person ON act_body (person) WHERE person IS NOT NULL;

-- The rows that an act wrote, in its order: op 1 created, 2 updated, 3 deleted; ver as the act left it.
CREATE TABLE touched (
  seq INTEGER NOT NULL REFERENCES act (seq),
  k INTEGER NOT NULL,
  tbl INTEGER NOT NULL,
  id BLOB NOT NULL,
  op INTEGER NOT NULL CHECK (op BETWEEN 1 AND 3),
  ver INTEGER NOT NULL,
  PRIMARY KEY (seq, k)
) STRICT, WITHOUT ROWID;
CREATE INDEX touched_row ON touched (id, seq);

-- One row per field that an update changed or that a deleted row held.
CREATE TABLE change (
  seq INTEGER NOT NULL, k INTEGER NOT NULL, field INTEGER NOT NULL,
  old ANY, new ANY,
  PRIMARY KEY (seq, k, field)
) STRICT, WITHOUT ROWID;

-- The same for personal fields, by person: erasure empties it without breaking the chain of acts.
CREATE TABLE personal_change (
  seq INTEGER NOT NULL, k INTEGER NOT NULL, field INTEGER NOT NULL,
  person BLOB NOT NULL,
  old ANY, new ANY,
  PRIMARY KEY (seq, k, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_change_of ON personal_change (person);

-- Who looked -------------------------------------------------------------------------------------

CREATE TABLE access_log (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff INTEGER NOT NULL REFERENCES staff (n),
  person BLOB,
  what TEXT NOT NULL
) STRICT;
CREATE INDEX access_log_of_person ON access_log (person, at) WHERE person IS NOT NULL;
