-- People: who they are, what was seen and told, their intakes, and the queue of the day.
-- Lists inside a column are JSON arrays of text. Sealed facts are not here.

-- The person --------------------------------------------------------------------------------------

-- surname_key and name_key: folded, for search; phone_digits: digits without the prefix of Italy.
-- Both are written with the fields they come from, so that undo takes them back together.
CREATE TABLE person (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  surname TEXT NOT NULL,
  name TEXT NOT NULL,
  surname_key TEXT NOT NULL,
  name_key TEXT NOT NULL,
  preferred_name TEXT,
  birth_on TEXT,
  birth_place TEXT,                         -- code of the register of places
  birth_place_name TEXT,
  registry_sex TEXT CHECK (registry_sex IN ('F', 'M')),
  gender TEXT CHECK (gender IN ('woman', 'man', 'non_binary', 'other', 'undisclosed')),
  citizenship TEXT NOT NULL DEFAULT '[]',   -- ISO 3166 codes of two letters
  residence TEXT,                           -- ISTAT code
  residence_name TEXT,
  address TEXT,
  postcode TEXT,
  phone TEXT,                               -- as typed
  phone_digits TEXT,
  email TEXT,
  contact_rule TEXT CHECK (contact_rule IN ('free', 'mornings', 'no_sms', 'no_calls', 'safe')),
  languages TEXT NOT NULL DEFAULT '[]',
  italian TEXT CHECK (italian IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native')),
  education TEXT CHECK (education IN ('0', '1', '2', '3v', '3', '5', '6', '7', '8')),
  wishes TEXT NOT NULL DEFAULT '[]',        -- ISCO-08 unit groups; the table wish is kept from it
  skills TEXT NOT NULL DEFAULT '[]',
  licence TEXT,
  own_car INTEGER CHECK (own_car IN (0, 1)),
  radius_km INTEGER CHECK (radius_km >= 0),
  transport TEXT CHECK (transport IN ('foot', 'bicycle', 'public', 'car', 'motorcycle')),
  shift TEXT CHECK (shift IN ('full_time', 'part_morning', 'part_afternoon', 'shifts', 'night', 'weekend')),
  available_from TEXT,
  registered_on TEXT,
  did_on TEXT,
  last_contact_on TEXT,
  referent TEXT REFERENCES staff (id),
  batch TEXT REFERENCES batch (id),
  external_id TEXT
) STRICT;
CREATE INDEX person_by_surname ON person (surname_key || ' ' || name_key);
CREATE INDEX person_by_name ON person (name_key || ' ' || surname_key);
CREATE INDEX person_by_birth ON person (birth_on) WHERE birth_on IS NOT NULL;
CREATE INDEX person_by_phone ON person (phone_digits) WHERE phone_digits IS NOT NULL;
CREATE INDEX person_by_external ON person (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX person_of_batch ON person (batch) WHERE batch IS NOT NULL;

-- The words of the names, for those that are not the first. Kept by triggers alone.
CREATE VIRTUAL TABLE person_words USING fts5 (
  surname_key, name_key,
  content = 'person', content_rowid = 'n',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* Co'", prefix = '2 3 4 5 6', detail = none
);
CREATE TRIGGER person_words_insert AFTER INSERT ON person BEGIN
  INSERT INTO person_words (rowid, surname_key, name_key) VALUES (new.n, new.surname_key, new.name_key);
END;
CREATE TRIGGER person_words_delete AFTER DELETE ON person BEGIN
  INSERT INTO person_words (person_words, rowid, surname_key, name_key) VALUES ('delete', old.n, old.surname_key, old.name_key);
END;
CREATE TRIGGER person_words_update AFTER UPDATE OF surname_key, name_key ON person BEGIN
  INSERT INTO person_words (person_words, rowid, surname_key, name_key) VALUES ('delete', old.n, old.surname_key, old.name_key);
  INSERT INTO person_words (rowid, surname_key, name_key) VALUES (new.n, new.surname_key, new.name_key);
END;

-- Who looks for which occupation: an index of person.wishes, kept by triggers alone.
CREATE TABLE wish (
  isco08 TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (isco08, person)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER wish_insert AFTER INSERT ON person WHEN new.wishes <> '[]' BEGIN
  INSERT OR IGNORE INTO wish (isco08, person) SELECT value, new.id FROM json_each(new.wishes);
END;
CREATE TRIGGER wish_delete AFTER DELETE ON person WHEN old.wishes <> '[]' BEGIN
  DELETE FROM wish WHERE person = old.id AND isco08 IN (SELECT value FROM json_each(old.wishes));
END;
CREATE TRIGGER wish_update AFTER UPDATE OF wishes ON person BEGIN
  DELETE FROM wish WHERE person = old.id AND isco08 IN (SELECT value FROM json_each(old.wishes));
  INSERT OR IGNORE INTO wish (isco08, person) SELECT value, new.id FROM json_each(new.wishes);
END;

-- root: the code with its replaced digits read back, so that two forms of one code meet.
CREATE TABLE identifier (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('cf', 'cf_provisional', 'stp', 'eni', 'passport')),
  value TEXT NOT NULL,
  root TEXT,                                -- only where it differs from the value
  checked TEXT NOT NULL CHECK (checked IN ('ok', 'anomaly', 'forced'))
) STRICT;
-- Each code stands in one of the two, so that a long import writes each once.
CREATE UNIQUE INDEX identifier_is_of_one ON identifier (value, kind) WHERE checked = 'ok';
CREATE INDEX identifier_in_doubt ON identifier (value, kind) WHERE checked <> 'ok';
CREATE INDEX identifier_by_root ON identifier (root) WHERE root IS NOT NULL;
CREATE INDEX identifier_of ON identifier (person);
CREATE INDEX identifier_doubtful ON identifier (n) WHERE checked = 'anomaly';

-- Periods; the one without an end is today's.
CREATE TABLE employment (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  status TEXT NOT NULL CHECK (status IN ('unemployed', 'never_worked', 'employed', 'below_threshold', 'suspended', 'inactive', 'student')),
  from_on TEXT,
  to_on TEXT
) STRICT;
CREATE INDEX employment_of ON employment (person, to_on);

-- What a batch that was given up has brought goes with its people: nobody has ever seen it, so no act
-- names it row by row.
CREATE TRIGGER person_given_up BEFORE DELETE ON person
WHEN old.batch IS NOT NULL AND EXISTS (SELECT 1 FROM batch WHERE id = old.batch AND state = 'abandoned') BEGIN
  DELETE FROM identifier WHERE person = old.id;
  DELETE FROM employment WHERE person = old.id;
END;

CREATE TABLE document (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('identity_card', 'passport', 'driving_licence', 'residence_permit', 'permit_receipt', 'did', 'service_pact', 'cv', 'other')),
  permit TEXT CHECK (permit IN ('employment', 'self_employment', 'job_search', 'family', 'study', 'protection', 'asylum_request', 'long_term', 'other')),
  number TEXT,
  issuer TEXT,
  issued_on TEXT,
  expires_on TEXT,
  seen_by TEXT REFERENCES staff (id),
  seen_on TEXT,
  copy_kept INTEGER NOT NULL DEFAULT 0 CHECK (copy_kept IN (0, 1))
) STRICT;
CREATE INDEX document_of ON document (person, kind);
CREATE INDEX document_expiring ON document (expires_on) WHERE expires_on IS NOT NULL;

CREATE TABLE privacy_act (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('notice', 'send_cv', 'objection')),
  version TEXT NOT NULL,
  lang TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('paper', 'voice', 'app', 'digital')),
  given_on TEXT NOT NULL,
  revoked_on TEXT,
  scope TEXT
) STRICT;
CREATE INDEX privacy_act_of ON privacy_act (person, kind);

-- The queue ---------------------------------------------------------------------------------------

-- arrived_at never changes; queued_at is when this waiting began; front: put back before its class.
CREATE TABLE ticket (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  office TEXT NOT NULL REFERENCES office (id),
  day TEXT NOT NULL,
  number TEXT NOT NULL,
  person TEXT REFERENCES person (id),
  alias TEXT,
  code TEXT,                                -- of a card that nobody on file has, until the person is
  service TEXT NOT NULL REFERENCES service_type (code),
  priority TEXT NOT NULL CHECK (priority IN ('1', '2', '3')),
  appointment TEXT REFERENCES appointment (id),
  due_at INTEGER,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'parked', 'no_show', 'left', 'done', 'voided')),
  desk TEXT REFERENCES desk (id),
  staff TEXT REFERENCES staff (id),
  wanted TEXT REFERENCES staff (id),        -- forwarded to somebody by name
  arrived_at INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  front INTEGER NOT NULL DEFAULT 0 CHECK (front IN (0, 1)),
  call_count INTEGER NOT NULL DEFAULT 0,
  served_at INTEGER,
  exception TEXT,
  UNIQUE (office, day, number),
  CHECK (state NOT IN ('called', 'serving') OR staff IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX ticket_in_hand ON ticket (staff) WHERE state IN ('called', 'serving');
CREATE INDEX ticket_of_person ON ticket (person, day) WHERE person IS NOT NULL;
CREATE INDEX ticket_of_appointment ON ticket (appointment) WHERE appointment IS NOT NULL;

CREATE TABLE ticket_event (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  ticket TEXT NOT NULL REFERENCES ticket (id),
  step TEXT NOT NULL CHECK (step IN ('issue', 'call', 'recall', 'serve', 'release', 'absent', 'park', 'resume', 'requeue', 'forward', 'finish', 'leave', 'return', 'void')),
  from_state TEXT CHECK (from_state IN ('waiting', 'called', 'serving', 'parked', 'no_show', 'left', 'done', 'voided')),
  to_state TEXT NOT NULL CHECK (to_state IN ('waiting', 'called', 'serving', 'parked', 'no_show', 'left', 'done', 'voided')),
  desk TEXT REFERENCES desk (id),
  note TEXT
) STRICT;
CREATE INDEX ticket_event_of ON ticket_event (ticket, n);

-- What was given at the desk: one row for each service of a contact.
CREATE TABLE contact (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  ticket TEXT NOT NULL REFERENCES ticket (id),
  person TEXT REFERENCES person (id),
  staff TEXT NOT NULL REFERENCES staff (id),
  service TEXT NOT NULL REFERENCES service_type (code),
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL CHECK (ended_at >= started_at),
  minutes INTEGER NOT NULL CHECK (minutes >= 0),
  outcome TEXT NOT NULL CHECK (outcome IN ('appointment', 'plan', 'proposal', 'referral', 'informed'))
) STRICT;
CREATE INDEX contact_of_ticket ON contact (ticket);
CREATE INDEX contact_of_person ON contact (person, started_at) WHERE person IS NOT NULL;

-- Intakes and the diary ---------------------------------------------------------------------------

CREATE TABLE intake (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  ticket TEXT REFERENCES ticket (id),
  kind TEXT NOT NULL CHECK (kind IN ('brief', 'full', 'update')),
  state TEXT NOT NULL CHECK (state IN ('open', 'partial', 'complete', 'taken_in_charge', 'referred_out', 'withdrawn', 'expired')),
  opened_at INTEGER NOT NULL,
  completed_at INTEGER,
  taken_in_charge_on TEXT,
  referent TEXT REFERENCES staff (id),
  reason TEXT CHECK (reason IN ('work', 'orientation', 'training', 'traineeship', 'papers', 'self_employment', 'information', 'other')),
  reason_words TEXT,
  missing TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX intake_of ON intake (person, n);
CREATE INDEX intake_unfinished ON intake (opened_at) WHERE state IN ('open', 'partial');

CREATE TABLE note (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  ticket TEXT REFERENCES ticket (id),
  kind TEXT NOT NULL CHECK (kind IN ('diary', 'call', 'company')),
  text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX note_of ON note (person, n);
