-- Two records of one person, and who is not the same although it looks so.

-- A record that was merged into another stays, without anything that points to it: what was done to it and
-- who looked at it stand under its own identity in the journal and in the book of looks.
ALTER TABLE person ADD COLUMN merged_into TEXT REFERENCES person (id);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

DROP TRIGGER person_key_update;
CREATE TRIGGER person_key_update AFTER UPDATE OF surname_key, name_key, birth_on, phone_digits, wishes, merged_into ON person BEGIN
  DELETE FROM person_key WHERE n = old.n AND key IN (SELECT value
  FROM json_each(person_keys(old.surname_key, old.name_key, old.birth_on, old.phone_digits, old.wishes)));
  INSERT OR IGNORE INTO person_key (key, n) SELECT value, new.n
  FROM json_each(person_keys(new.surname_key, new.name_key, new.birth_on, new.phone_digits, new.wishes))
  WHERE new.merged_into IS NULL;
END;

-- A code that somebody had, or another form of it: they are still found by it.
ALTER TABLE identifier ADD COLUMN former INTEGER NOT NULL DEFAULT 0 CHECK (former IN (0, 1));

-- Two who look like one and are not.
CREATE TABLE not_same (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  one TEXT NOT NULL REFERENCES person (id),
  other TEXT NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX not_same_one ON not_same (one);
CREATE INDEX not_same_other ON not_same (other);

-- How content somebody was who wants to be known.
CREATE TABLE feedback (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  office TEXT NOT NULL REFERENCES office (id),
  day TEXT NOT NULL,
  score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  words TEXT,
  ticket TEXT NOT NULL REFERENCES ticket (id),
  person TEXT NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX feedback_of_day ON feedback (office, day);
CREATE INDEX feedback_of_person ON feedback (person);
CREATE INDEX feedback_of_ticket ON feedback (ticket);

-- How content all others were, counted: an answer without a name has no row, no hour and no place in an order.
CREATE TABLE opinion (
  office TEXT NOT NULL REFERENCES office (id),
  day TEXT NOT NULL,
  customer TEXT NOT NULL CHECK (customer IN ('person', 'company', 'body')),
  score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  times INTEGER NOT NULL CHECK (times > 0),
  PRIMARY KEY (office, day, customer, score)
) STRICT, WITHOUT ROWID;

CREATE TABLE complaint (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  office TEXT NOT NULL REFERENCES office (id),
  number TEXT NOT NULL,
  received_on TEXT NOT NULL,
  customer TEXT NOT NULL CHECK (customer IN ('person', 'company', 'body')),
  person TEXT REFERENCES person (id),
  who TEXT,
  text TEXT NOT NULL CHECK (text <> ''),
  state TEXT NOT NULL CHECK (state IN ('open', 'examining', 'answered', 'closed')),
  owner TEXT REFERENCES staff (id),
  due_on TEXT NOT NULL,
  answer TEXT,
  answered_on TEXT,
  UNIQUE (office, number),
  CHECK ((answer IS NULL) = (answered_on IS NULL))
) STRICT;
CREATE INDEX complaint_of_state ON complaint (office, state, due_on);
CREATE INDEX complaint_received ON complaint (office, received_on);
CREATE INDEX complaint_of_person ON complaint (person) WHERE person IS NOT NULL;

-- Sealed facts: special categories and convictions (art. 9 and 10 Reg. UE 2016/679). In no key, no list, no export.
CREATE TABLE sealed_fact (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('disability', 'work_injury', 'l68', 'health', 'detention',
    'alternative_measure', 'addiction', 'victim', 'family', 'origin', 'undeclared_work', 'other')),
  percent INTEGER CHECK (percent BETWEEN 0 AND 100),
  text TEXT,
  proof TEXT,
  from_on TEXT,
  to_on TEXT
) STRICT;
CREATE INDEX sealed_fact_of ON sealed_fact (person);
