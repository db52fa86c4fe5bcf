-- What is merely of the moment. A file of the version before is brought up by scratch_2.sql; one of any
-- other version is begun anew.

CREATE TABLE draft (
  staff TEXT NOT NULL, form TEXT NOT NULL, subject TEXT NOT NULL,
  field TEXT NOT NULL, caret INTEGER NOT NULL,
  payload TEXT NOT NULL,
  label TEXT NOT NULL,
  at INTEGER NOT NULL,
  place INTEGER NOT NULL DEFAULT 0, of INTEGER NOT NULL DEFAULT 0,
  session TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (staff, form, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
  entity TEXT NOT NULL, id TEXT NOT NULL, staff TEXT NOT NULL, session TEXT NOT NULL,
  until INTEGER NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (entity, id, session)
) STRICT, WITHOUT ROWID;

-- Who is on, by session; dropped_at is when a line ended without a goodbye.
CREATE TABLE line (
  session TEXT NOT NULL PRIMARY KEY,
  staff TEXT NOT NULL, name TEXT NOT NULL,
  process TEXT NOT NULL,
  since INTEGER NOT NULL,
  dropped_at INTEGER
) STRICT, WITHOUT ROWID;

-- Counts up with every change that the other sessions are to see; a letter typed is none.
CREATE TABLE told (n INTEGER NOT NULL) STRICT;
INSERT INTO told VALUES (0);
