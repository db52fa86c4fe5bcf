-- What coordination changes in an office: desks that are no longer used, and the names of two parameters.

ALTER TABLE desk ADD COLUMN closed_on TEXT;

-- The standard parameters had names that nothing read.
UPDATE param SET key = 'wait_min' WHERE key = 'queue.standard_minutes'
  AND NOT EXISTS (SELECT 1 FROM param p WHERE p.key = 'wait_min');
UPDATE param SET key = 'call_max' WHERE key = 'queue.max_calls'
  AND NOT EXISTS (SELECT 1 FROM param p WHERE p.key = 'call_max');
