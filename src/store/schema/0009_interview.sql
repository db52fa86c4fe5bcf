-- The full interview: what only it asks. Work that was not declared, health and convictions have no place here.

ALTER TABLE person ADD COLUMN days TEXT NOT NULL DEFAULT '[]';   -- parts of days in which the person can work
ALTER TABLE person ADD COLUMN pursuits TEXT NOT NULL DEFAULT '[]';   -- school, courses, traineeships, civil service at present

-- A row of a section that is a list: a work done, a school, a skill ... The kind decides what the body holds, in JSON.
CREATE TABLE entry (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('work', 'schooling', 'skill', 'language', 'benefit', 'need')),
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX entry_of ON entry (person, kind);
