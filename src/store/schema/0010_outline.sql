-- The outlines of the full interview, version by version: the last row is in force, and while there is none, the outline
-- of the program. `n` is the version. Each names the one it took the place of, so that one between two others cannot
-- be taken away, nor two take the same place.
CREATE TABLE outline (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  after TEXT REFERENCES outline (id),
  body TEXT NOT NULL CHECK (json_valid(body)),
  source TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX outline_after ON outline (coalesce(after, ''));

-- By which outline a full interview was judged when it was last saved; NULL by that of the program.
ALTER TABLE intake ADD COLUMN outline TEXT REFERENCES outline (id);
