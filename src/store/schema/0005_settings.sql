-- What coordination changes in an office: desks that are no longer used, staff, the names of two parameters.

ALTER TABLE desk ADD COLUMN closed_on TEXT;

-- Counts changes of somebody's roles and hours, which are rows of their own: so that the version of the
-- staff row guards them too.
ALTER TABLE staff ADD COLUMN revised INTEGER NOT NULL DEFAULT 0;

-- Two values that stood in the program, for offices that are there already; a new one begins with its own.
INSERT INTO param (id, ver, created_by, created_at, key, value, valid_from, source)
SELECT '000000000000000000000000C1', 1, created_by, created_at, 'counter_min', '15', '2023-01-01',
       'esperienza dello sportello, da confermare' FROM office WHERE n = (SELECT min(n) FROM office);
INSERT INTO param (id, ver, created_by, created_at, key, value, valid_from, source)
SELECT '000000000000000000000000N1', 1, created_by, created_at, 'notice_version', '2026-01', '2023-01-01',
       'testo dell''informativa in uso nella sede, da confermare' FROM office WHERE n = (SELECT min(n) FROM office);

-- The standard parameters had names that nothing read.
UPDATE param SET key = 'wait_min' WHERE key = 'queue.standard_minutes'
  AND NOT EXISTS (SELECT 1 FROM param p WHERE p.key = 'wait_min');
UPDATE param SET key = 'call_max' WHERE key = 'queue.max_calls'
  AND NOT EXISTS (SELECT 1 FROM param p WHERE p.key = 'call_max');
