-- Who was hired: the work that came of an application, once for each, and what is heard of it later.

CREATE TABLE placement (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    application TEXT NOT NULL UNIQUE REFERENCES application(id),
    contract TEXT NOT NULL CHECK (contract IN ('permanent', 'fixed_term', 'agency', 'on_call', 'apprenticeship',
        'traineeship', 'collaboration', 'seasonal', 'domestic', 'self_employed')),
    from_on TEXT NOT NULL,
    to_on TEXT CHECK (to_on >= from_on),      -- the last day that was agreed
    hours INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 60),
    proof TEXT NOT NULL CHECK (proof IN ('notice', 'contract', 'statement')),
    ended_on TEXT CHECK (ended_on >= from_on),
    end_reason TEXT CHECK (end_reason IN ('term', 'resigned', 'dismissed', 'trial', 'other')),
    CHECK ((ended_on IS NULL) = (end_reason IS NULL))
) STRICT;

CREATE TABLE follow_up (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    placement TEXT NOT NULL REFERENCES placement(id),
    due_on TEXT NOT NULL,
    done_on TEXT,
    result TEXT CHECK (result IN ('working', 'converted', 'ended', 'unreachable')),
    CHECK ((done_on IS NULL) = (result IS NULL)),
    UNIQUE (placement, due_on)
) STRICT;
CREATE INDEX follow_up_open ON follow_up(due_on) WHERE done_on IS NULL;
