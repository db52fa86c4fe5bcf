-- What stood in the program and is a dated value from here on, for offices that are there already; a new one
-- begins with its own.
INSERT INTO param (id, ver, created_by, created_at, key, value, valid_from, source)
SELECT printf('00000000000000000000000R%02d', rule.column1), 1, created_by, created_at, rule.column2, rule.column3,
       '2023-01-01', rule.column4
FROM office, (VALUES
  (1, 'absent_after_min', '15', 'standard della sede, da confermare'),
  (2, 'consent_version', '2026-01', 'testo in uso nella sede (art. 7 Reg. UE 2016/679), da confermare'),
  (3, 'idle_min', '10', 'art. 32 Reg. UE 2016/679: schermo coperto quando nessuno lavora'),
  (4, 'same_look_min', '15', 'standard della sede, da confermare'),
  (5, 'access_log_months', '24', 'Garante, 12 maggio 2011, n. 192, preso a modello'),
  (6, 'login_log_months', '6', 'Garante, 27 novembre 2008, amministratori di sistema'),
  (7, 'ask_reason', '1', 'Garante, 12 maggio 2011, n. 192, preso a modello')
) AS rule WHERE office.n = (SELECT min(n) FROM office);

-- The two books are kept for as many months as the office has set, and never for fewer than the rule behind
-- each says: the last guard, behind the act that takes what is due. A month has 31 days here, counted back
-- from the newest row.
DROP TRIGGER login_log_kept;
CREATE TRIGGER login_log_kept BEFORE DELETE ON login_log
WHEN old.at > (SELECT at FROM login_log ORDER BY seq DESC LIMIT 1) - 2678400000 * max(6, coalesce(
  (SELECT CAST(value AS INTEGER) FROM param WHERE key = 'login_log_months'
   AND valid_from <= date((SELECT at FROM login_log ORDER BY seq DESC LIMIT 1) / 1000, 'unixepoch') ORDER BY valid_from DESC LIMIT 1), 6))
BEGIN SELECT raise(ABORT, 'log-ins are kept for as long as the office has set'); END;

DROP TRIGGER access_log_kept;
CREATE TRIGGER access_log_kept BEFORE DELETE ON access_log
WHEN old.at > (SELECT at FROM access_log ORDER BY seq DESC LIMIT 1) - 2678400000 * max(24, coalesce(
  (SELECT CAST(value AS INTEGER) FROM param WHERE key = 'access_log_months'
   AND valid_from <= date((SELECT at FROM access_log ORDER BY seq DESC LIMIT 1) / 1000, 'unixepoch') ORDER BY valid_from DESC LIMIT 1), 24))
BEGIN SELECT raise(ABORT, 'looks are kept for as long as the office has set'); END;

-- A log-in is kept as long as a look that was made during it: the look says from where by it.
CREATE INDEX access_log_of_login ON access_log (login) WHERE login IS NOT NULL;

-- Whether a look was outside the own open cases of who looked: what the list of the week is made of.
ALTER TABLE access_log ADD COLUMN outside INTEGER NOT NULL DEFAULT 0 CHECK (outside IN (0, 1));
CREATE INDEX access_log_outside ON access_log (at) WHERE outside = 1;
