-- What is merely of the moment. A file of another version is begun anew.

CREATE TABLE draft (
  staff TEXT NOT NULL, form TEXT NOT NULL, subject TEXT NOT NULL,
  field TEXT NOT NULL, caret INTEGER NOT NULL,
  payload TEXT NOT NULL,
  label TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (staff, form, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
  entity TEXT NOT NULL, id TEXT NOT NULL, staff TEXT NOT NULL, session TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (entity, id, session)
) STRICT, WITHOUT ROWID;
