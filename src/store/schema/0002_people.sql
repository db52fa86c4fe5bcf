-- People: who they are, what was seen and told, their intakes, and the queue of the day.
-- Lists inside a column are JSON arrays of text. Sealed facts are not here.
-- A closed set of more than two is a chain of OR: for a longer IN, SQLite builds a table in memory at
-- every statement, which cost a written row more than all its indexes.

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
  gender TEXT CHECK (gender = 'woman' OR gender = 'man' OR gender = 'non_binary' OR gender = 'other' OR gender = 'undisclosed'),
  citizenship TEXT NOT NULL DEFAULT '[]',   -- ISO 3166 codes of two letters
  residence TEXT,                           -- ISTAT code
  residence_name TEXT,
  address TEXT,
  postcode TEXT,
  phone TEXT,                               -- as typed
  phone_digits TEXT,
  email TEXT,
  contact_rule TEXT CHECK (contact_rule = 'free' OR contact_rule = 'mornings' OR contact_rule = 'no_sms' OR contact_rule = 'no_calls' OR contact_rule = 'safe'),
  languages TEXT NOT NULL DEFAULT '[]',
  italian TEXT CHECK (italian = 'A1' OR italian = 'A2' OR italian = 'B1' OR italian = 'B2' OR italian = 'C1' OR italian = 'C2' OR italian = 'native'),
  education TEXT CHECK (education = '0' OR education = '1' OR education = '2' OR education = '3v' OR education = '3' OR education = '5' OR education = '6' OR education = '7' OR education = '8'),
  wishes TEXT NOT NULL DEFAULT '[]',        -- ISCO-08 unit groups
  skills TEXT NOT NULL DEFAULT '[]',
  licence TEXT,
  own_car INTEGER CHECK (own_car IN (0, 1)),
  radius_km INTEGER CHECK (radius_km >= 0),
  transport TEXT CHECK (transport = 'foot' OR transport = 'bicycle' OR transport = 'public' OR transport = 'car' OR transport = 'motorcycle'),
  shift TEXT CHECK (shift = 'full_time' OR shift = 'part_morning' OR shift = 'part_afternoon' OR shift = 'shifts' OR shift = 'night' OR shift = 'weekend'),
  hours_min INTEGER CHECK (hours_min >= 0),  -- a week
  hours_max INTEGER CHECK (hours_max >= hours_min),
  contracts TEXT NOT NULL DEFAULT '[]',     -- wished for
  comes TEXT NOT NULL DEFAULT '[]',         -- halves of days in which the person can come
  available_from TEXT,
  registered_on TEXT,
  did_on TEXT,
  last_contact_on TEXT,
  referent TEXT REFERENCES staff (id),
  batch TEXT REFERENCES batch (id),
  external_id TEXT
) STRICT;
CREATE INDEX person_by_external ON person (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX person_of_batch ON person (batch) WHERE batch IS NOT NULL;

-- What people are found by, in the order in which it is asked for; which keys a row has, the program
-- says (person_keys). The people of a batch are keyed by the batch, many at a time.
CREATE TABLE person_key (
  key TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (key, n)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER person_key_insert AFTER INSERT ON person
WHEN new.batch IS NULL OR EXISTS (SELECT 1 FROM batch WHERE id = new.batch AND state = 'published') BEGIN
  INSERT OR IGNORE INTO person_key (key, n) SELECT value, new.n
  FROM json_each(person_keys(new.surname_key, new.name_key, new.birth_on, new.phone_digits, new.wishes));
END;
CREATE TRIGGER person_key_delete AFTER DELETE ON person BEGIN
  DELETE FROM person_key WHERE n = old.n AND key IN (SELECT value
  FROM json_each(person_keys(old.surname_key, old.name_key, old.birth_on, old.phone_digits, old.wishes)));
END;
CREATE TRIGGER person_key_update AFTER UPDATE OF surname_key, name_key, birth_on, phone_digits, wishes ON person BEGIN
  DELETE FROM person_key WHERE n = old.n AND key IN (SELECT value
  FROM json_each(person_keys(old.surname_key, old.name_key, old.birth_on, old.phone_digits, old.wishes)));
  INSERT OR IGNORE INTO person_key (key, n) SELECT value, new.n
  FROM json_each(person_keys(new.surname_key, new.name_key, new.birth_on, new.phone_digits, new.wishes));
END;

-- root: the code with its replaced digits read back, so that two forms of one code meet.
CREATE TABLE identifier (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind = 'cf' OR kind = 'cf_provisional' OR kind = 'stp' OR kind = 'eni' OR kind = 'passport'),
  value TEXT NOT NULL,
  root TEXT,                                -- only where it differs from the value
  checked TEXT NOT NULL CHECK (checked = 'ok' OR checked = 'anomaly' OR checked = 'forced')
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
  status TEXT NOT NULL CHECK (status = 'unemployed' OR status = 'never_worked' OR status = 'employed' OR status = 'below_threshold' OR status = 'suspended' OR status = 'inactive' OR status = 'student'),
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
  kind TEXT NOT NULL CHECK (kind = 'identity_card' OR kind = 'passport' OR kind = 'driving_licence' OR kind = 'residence_permit' OR kind = 'permit_receipt' OR kind = 'did' OR kind = 'service_pact' OR kind = 'cv' OR kind = 'other'),
  permit TEXT CHECK (permit = 'employment' OR permit = 'self_employment' OR permit = 'job_search' OR permit = 'family' OR permit = 'study' OR permit = 'protection' OR permit = 'asylum_request' OR permit = 'long_term' OR permit = 'other_to_work' OR permit = 'other_not_to_work' OR permit = 'other'),
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
  kind TEXT NOT NULL CHECK (kind = 'notice' OR kind = 'send_cv' OR kind = 'objection'),
  version TEXT NOT NULL,
  lang TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel = 'paper' OR channel = 'voice' OR channel = 'app' OR channel = 'digital'),
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
  priority TEXT NOT NULL CHECK (priority = '1' OR priority = '2' OR priority = '3'),
  appointment TEXT REFERENCES appointment (id),
  due_at INTEGER,
  state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'called' OR state = 'serving' OR state = 'parked' OR state = 'no_show' OR state = 'left' OR state = 'done' OR state = 'voided'),
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
  step TEXT NOT NULL CHECK (step = 'issue' OR step = 'call' OR step = 'recall' OR step = 'serve' OR step = 'release' OR step = 'absent' OR step = 'park' OR step = 'resume' OR step = 'requeue' OR step = 'forward' OR step = 'finish' OR step = 'leave' OR step = 'return' OR step = 'void'),
  from_state TEXT CHECK (from_state = 'waiting' OR from_state = 'called' OR from_state = 'serving' OR from_state = 'parked' OR from_state = 'no_show' OR from_state = 'left' OR from_state = 'done' OR from_state = 'voided'),
  to_state TEXT NOT NULL CHECK (to_state = 'waiting' OR to_state = 'called' OR to_state = 'serving' OR to_state = 'parked' OR to_state = 'no_show' OR to_state = 'left' OR to_state = 'done' OR to_state = 'voided'),
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
  outcome TEXT NOT NULL CHECK (outcome = 'appointment' OR outcome = 'plan' OR outcome = 'proposal' OR outcome = 'referral' OR outcome = 'informed')
) STRICT;
CREATE INDEX contact_of_ticket ON contact (ticket);
CREATE INDEX contact_of_person ON contact (person, started_at) WHERE person IS NOT NULL;

-- Intakes and the diary ---------------------------------------------------------------------------

CREATE TABLE intake (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  ticket TEXT REFERENCES ticket (id),
  kind TEXT NOT NULL CHECK (kind = 'brief' OR kind = 'full' OR kind = 'update'),
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'partial' OR state = 'complete' OR state = 'taken_in_charge' OR state = 'referred_out' OR state = 'withdrawn' OR state = 'expired'),
  opened_at INTEGER NOT NULL,
  completed_at INTEGER,
  taken_in_charge_on TEXT,
  referent TEXT REFERENCES staff (id),
  reason TEXT CHECK (reason = 'work' OR reason = 'orientation' OR reason = 'training' OR reason = 'traineeship' OR reason = 'papers' OR reason = 'self_employment' OR reason = 'information' OR reason = 'other'),
  reason_words TEXT,
  missing TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX intake_of ON intake (person, n);
-- A ticket that is taken back is not looked for in all that ever was.
CREATE INDEX intake_of_ticket ON intake (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX intake_unfinished ON intake (opened_at) WHERE state IN ('open', 'partial');

CREATE TABLE note (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  ticket TEXT REFERENCES ticket (id),
  kind TEXT NOT NULL CHECK (kind = 'diary' OR kind = 'call' OR kind = 'company'),
  text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX note_of ON note (person, n);
CREATE INDEX note_of_ticket ON note (ticket) WHERE ticket IS NOT NULL;
