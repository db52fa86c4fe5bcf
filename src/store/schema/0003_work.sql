-- The work of the office: agenda, plans, employers, vacancies, applications.
-- Conventions as in 0001: n, id, ver, created_by, created_at first; *_at UTC milliseconds; *_on and day
-- ISO dates; *_min minutes (of the day, or of work); money in cents; every closed set has its CHECK.

-- When an office receives people: every week, or on one day.
CREATE TABLE opening (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    office TEXT NOT NULL REFERENCES office(id),
    weekday INTEGER CHECK (weekday BETWEEN 1 AND 7),
    day TEXT,
    from_min INTEGER NOT NULL CHECK (from_min BETWEEN 0 AND 1440),
    to_min INTEGER NOT NULL CHECK (to_min BETWEEN 0 AND 1440),
    kind TEXT NOT NULL CHECK (kind IN ('walk_in', 'appointment', 'mixed', 'closed')),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    CHECK (from_min < to_min),
    CHECK ((weekday IS NULL) <> (day IS NULL))
) STRICT;
CREATE INDEX opening_by_office ON opening(office, weekday, day);

-- A day on which the office is closed. Holidays are written when the office is made, for the years
-- around: an act reads no table of holidays, so that it does the same when it is replayed. A row of
-- day_exception says otherwise for its day.
CREATE TABLE closure (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    office TEXT NOT NULL REFERENCES office(id),
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (office, day)
) STRICT;

CREATE TABLE plan (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person(id),
    office TEXT NOT NULL REFERENCES office(id),
    referent TEXT NOT NULL REFERENCES staff(id),
    intake TEXT REFERENCES intake(id),
    template TEXT,
    programme TEXT REFERENCES programme(code),
    version INTEGER NOT NULL CHECK (version >= 1),
    supersedes TEXT REFERENCES plan(id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'signed', 'active', 'suspended', 'revising',
        'superseded', 'closed', 'interrupted', 'expired')),
    goal_words TEXT,
    signed_on TEXT,
    signed_how TEXT CHECK (signed_how IN ('paper', 'digital', 'app')),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    suspended_on TEXT,
    outcome TEXT CHECK (outcome IN ('job', 'traineeship', 'training', 'self_employment', 'other_services',
        'withdrawal', 'unreachable', 'other')),
    outcome_on TEXT,
    CHECK (starts_on <= ends_on),
    CHECK ((signed_on IS NULL) = (signed_how IS NULL)),
    CHECK ((outcome IS NULL) = (outcome_on IS NULL))
) STRICT;
CREATE INDEX plan_by_person ON plan(person, n);
CREATE INDEX plan_by_supersedes ON plan(supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX plan_by_office ON plan(office, state, ends_on);
CREATE INDEX plan_by_referent ON plan(referent, state, ends_on);
-- At most one in preparation and one that runs; while one is revised there is one of each.
CREATE UNIQUE INDEX plan_one_written ON plan(person) WHERE state IN ('draft', 'proposed');
CREATE UNIQUE INDEX plan_one_running ON plan(person)
    WHERE state IN ('signed', 'active', 'suspended', 'revising');

CREATE TABLE goal (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    plan TEXT NOT NULL REFERENCES plan(id),
    position INTEGER NOT NULL,
    domain TEXT NOT NULL CHECK (domain IN ('work', 'training', 'mobility', 'language', 'digital', 'housing',
        'family', 'papers', 'income')),
    strand TEXT NOT NULL CHECK (strand IN ('work', 'social')),
    text TEXT NOT NULL,
    due_on TEXT
) STRICT;
CREATE INDEX goal_by_plan ON goal(plan, position);
CREATE INDEX plan_by_intake ON plan(intake) WHERE intake IS NOT NULL;

CREATE TABLE plan_action (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    plan TEXT NOT NULL REFERENCES plan(id),
    goal TEXT REFERENCES goal(id),
    position INTEGER NOT NULL,
    service TEXT NOT NULL REFERENCES service_type(code),
    text TEXT,
    owner TEXT NOT NULL CHECK (owner IN ('staff', 'person', 'partner')),
    staff TEXT REFERENCES staff(id),
    planned_min INTEGER NOT NULL CHECK (planned_min >= 0),
    due_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('planned', 'booked', 'running', 'done', 'partial', 'missed',
        'cancelled', 'replaced')),
    appointment TEXT REFERENCES appointment(id) DEFERRABLE INITIALLY DEFERRED,
    reason TEXT
) STRICT;
CREATE INDEX plan_action_by_plan ON plan_action(plan, position);
CREATE INDEX plan_action_by_goal ON plan_action(goal) WHERE goal IS NOT NULL;
CREATE INDEX plan_action_by_appointment ON plan_action(appointment) WHERE appointment IS NOT NULL;

CREATE TABLE appointment (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    office TEXT NOT NULL REFERENCES office(id),
    staff TEXT NOT NULL REFERENCES staff(id),
    person TEXT REFERENCES person(id),
    service TEXT NOT NULL REFERENCES service_type(code),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('office', 'phone', 'video', 'outside')),
    state TEXT NOT NULL CHECK (state IN ('booked', 'confirmed', 'arrived', 'held', 'no_show',
        'cancelled_by_person', 'cancelled_by_office', 'moved', 'left')),
    moved_to TEXT REFERENCES appointment(id) DEFERRABLE INITIALLY DEFERRED,
    moved_from TEXT REFERENCES appointment(id) DEFERRABLE INITIALLY DEFERRED,
    reason TEXT,
    exception TEXT,
    note TEXT,
    plan_action TEXT REFERENCES plan_action(id),
    CHECK (starts_at < ends_at AND ends_at - starts_at <= 43200000)
) STRICT;
CREATE INDEX appointment_by_staff ON appointment(staff, starts_at);
CREATE INDEX appointment_by_office ON appointment(office, starts_at);
CREATE INDEX appointment_by_person ON appointment(person, starts_at) WHERE person IS NOT NULL;
CREATE INDEX appointment_open ON appointment(office, ends_at)
    WHERE state IN ('booked', 'confirmed', 'arrived');
CREATE INDEX appointment_by_action ON appointment(plan_action) WHERE plan_action IS NOT NULL;
-- An appointment that is taken back is not looked for in all the others.
CREATE INDEX appointment_moved_from ON appointment(moved_from) WHERE moved_from IS NOT NULL;
CREATE INDEX appointment_moved_to ON appointment(moved_to) WHERE moved_to IS NOT NULL;

-- Nobody sits in two interviews at once. No appointment is longer than twelve hours (CHECK above), so
-- the search looks at half a day of one member of staff and no further.
CREATE TRIGGER appointment_slot_on_insert BEFORE INSERT ON appointment
WHEN NEW.state IN ('booked', 'confirmed', 'arrived', 'held')
    AND EXISTS (SELECT 1 FROM appointment WHERE staff = NEW.staff
        AND starts_at > NEW.starts_at - 43200000 AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
        AND state IN ('booked', 'confirmed', 'arrived', 'held'))
BEGIN
    SELECT RAISE(ABORT, 'slot-taken');
END;
CREATE TRIGGER appointment_slot_on_update BEFORE UPDATE OF staff, starts_at, ends_at, state ON appointment
WHEN NEW.state IN ('booked', 'confirmed', 'arrived', 'held')
    AND EXISTS (SELECT 1 FROM appointment WHERE staff = NEW.staff AND id <> NEW.id
        AND starts_at > NEW.starts_at - 43200000 AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
        AND state IN ('booked', 'confirmed', 'arrived', 'held'))
BEGIN
    SELECT RAISE(ABORT, 'slot-taken');
END;

-- Hours given. A signed row is never changed.
CREATE TABLE delivery (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    plan_action TEXT REFERENCES plan_action(id),
    person TEXT NOT NULL REFERENCES person(id),
    staff TEXT NOT NULL REFERENCES staff(id),
    service TEXT NOT NULL REFERENCES service_type(code),
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('office', 'phone', 'video', 'outside')),
    note TEXT,
    signed_on TEXT,
    signed_how TEXT CHECK (signed_how IN ('paper', 'digital', 'app')),
    CHECK (started_at < ended_at AND ended_at - started_at <= 43200000),
    CHECK ((signed_on IS NULL) = (signed_how IS NULL))
) STRICT;
CREATE INDEX delivery_by_action ON delivery(plan_action) WHERE plan_action IS NOT NULL;
CREATE INDEX delivery_by_person ON delivery(person, started_at);
CREATE INDEX delivery_by_staff ON delivery(staff, started_at);
CREATE TRIGGER delivery_overlap_on_insert BEFORE INSERT ON delivery
WHEN EXISTS (SELECT 1 FROM delivery WHERE staff = NEW.staff
        AND started_at > NEW.started_at - 43200000 AND started_at < NEW.ended_at AND ended_at > NEW.started_at)
    OR EXISTS (SELECT 1 FROM delivery WHERE person = NEW.person
        AND started_at > NEW.started_at - 43200000 AND started_at < NEW.ended_at AND ended_at > NEW.started_at)
BEGIN
    SELECT RAISE(ABORT, 'delivery-overlap');
END;

CREATE TABLE company (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    tax_code TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('company', 'coop_a', 'coop_b', 'coop', 'public', 'association',
        'household')),
    ateco TEXT,
    place TEXT,
    place_name TEXT,
    contact TEXT,
    phone TEXT,
    email TEXT,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    external_id TEXT,
    source TEXT NOT NULL CHECK (source IN ('desk', 'import')),
    batch TEXT REFERENCES batch(id)
) STRICT;
CREATE INDEX company_by_name ON company(name COLLATE NOCASE);
CREATE INDEX company_by_tax_code ON company(tax_code) WHERE tax_code IS NOT NULL;
CREATE INDEX company_by_batch ON company(batch) WHERE batch IS NOT NULL;

CREATE TABLE vacancy (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    company TEXT NOT NULL REFERENCES company(id),
    title TEXT NOT NULL,
    isco08 TEXT,
    posts INTEGER NOT NULL CHECK (posts >= 1),
    contract TEXT CHECK (contract IN ('permanent', 'fixed_term', 'agency', 'on_call', 'apprenticeship',
        'traineeship', 'collaboration', 'seasonal', 'domestic', 'self_employed')),
    ccnl TEXT,
    level TEXT,
    pay_min INTEGER,
    pay_max INTEGER,
    hours_week INTEGER CHECK (hours_week BETWEEN 1 AND 60),
    shift TEXT CHECK (shift IN ('full_time', 'part_morning', 'part_afternoon', 'shifts', 'night', 'weekend')),
    start_on TEXT,
    place TEXT,
    place_name TEXT NOT NULL,
    lat REAL,
    lon REAL,
    public_transport TEXT CHECK (public_transport IN ('yes', 'no', 'not_at_these_hours')),
    text TEXT NOT NULL,
    reserved TEXT NOT NULL CHECK (reserved IN ('no', 'l68_art1', 'l68_art18')),
    education TEXT CHECK (education IN ('0', '1', '2', '3v', '3', '5', '6', '7', '8')),
    licence TEXT,
    own_car INTEGER NOT NULL CHECK (own_car IN (0, 1)),
    italian_min TEXT CHECK (italian_min IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native')),
    deadline_on TEXT,
    published_on TEXT,
    external_id TEXT,
    source TEXT NOT NULL CHECK (source IN ('desk', 'import')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'checking', 'open', 'selecting', 'paused', 'filled',
        'expired', 'withdrawn')),
    reason TEXT,
    batch TEXT REFERENCES batch(id),
    CHECK ((lat IS NULL) = (lon IS NULL)),
    CHECK (pay_min IS NULL OR pay_max IS NULL OR pay_min <= pay_max)
) STRICT;
CREATE INDEX vacancy_by_company ON vacancy(company, n);
CREATE INDEX vacancy_by_state ON vacancy(state, deadline_on);
CREATE INDEX vacancy_by_batch ON vacancy(batch) WHERE batch IS NOT NULL;
CREATE INDEX vacancy_by_isco ON vacancy(isco08, state) WHERE isco08 IS NOT NULL;
-- Covering: a search around a place reads the index only until it has chosen its rows.
CREATE INDEX vacancy_by_place ON vacancy(lat, lon, state, contract, deadline_on, batch) WHERE lat IS NOT NULL;
CREATE UNIQUE INDEX vacancy_by_external_id ON vacancy(external_id, source) WHERE external_id IS NOT NULL;

CREATE TABLE requirement (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    vacancy TEXT NOT NULL REFERENCES vacancy(id),
    kind TEXT NOT NULL CHECK (kind IN ('experience', 'skill', 'education', 'language', 'licence', 'own_car')),
    value TEXT NOT NULL,
    essential INTEGER NOT NULL CHECK (essential IN (0, 1))
) STRICT;
CREATE INDEX requirement_by_vacancy ON requirement(vacancy);

-- Words of the vacancies and of the companies. Nothing but the index is kept here (the words stand in
-- their own rows), and the triggers keep it in step with every write, an undo included.
CREATE VIRTUAL TABLE vacancy_words USING fts5(title, text, company, content='', contentless_delete=1,
    detail=none, prefix='2 3 4 5 6', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER vacancy_words_on_insert AFTER INSERT ON vacancy BEGIN
    INSERT INTO vacancy_words(rowid, title, text, company)
    SELECT NEW.n, NEW.title, NEW.text, (SELECT name FROM company WHERE id = NEW.company);
END;
CREATE TRIGGER vacancy_words_on_update AFTER UPDATE OF title, text, company ON vacancy BEGIN
    DELETE FROM vacancy_words WHERE rowid = OLD.n;
    INSERT INTO vacancy_words(rowid, title, text, company)
    SELECT NEW.n, NEW.title, NEW.text, (SELECT name FROM company WHERE id = NEW.company);
END;
CREATE TRIGGER vacancy_words_on_delete AFTER DELETE ON vacancy BEGIN
    DELETE FROM vacancy_words WHERE rowid = OLD.n;
END;

CREATE VIRTUAL TABLE company_words USING fts5(name, content='', contentless_delete=1,
    detail=none, prefix='2 3 4 5 6', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER company_words_on_insert AFTER INSERT ON company BEGIN
    INSERT INTO company_words(rowid, name) VALUES (NEW.n, NEW.name);
END;
CREATE TRIGGER company_words_on_update AFTER UPDATE OF name ON company BEGIN
    DELETE FROM company_words WHERE rowid = OLD.n;
    INSERT INTO company_words(rowid, name) VALUES (NEW.n, NEW.name);
    DELETE FROM vacancy_words WHERE rowid IN (SELECT n FROM vacancy WHERE company = NEW.id);
    INSERT INTO vacancy_words(rowid, title, text, company)
    SELECT n, title, text, NEW.name FROM vacancy WHERE company = NEW.id;
END;
CREATE TRIGGER company_words_on_delete AFTER DELETE ON company BEGIN
    DELETE FROM company_words WHERE rowid = OLD.n;
END;

-- One person put forward for one vacancy, once. `lines` are the explained lines of the score as JSON:
-- codes and numbers, no words of the person.
CREATE TABLE application (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    vacancy TEXT NOT NULL REFERENCES vacancy(id),
    person TEXT NOT NULL REFERENCES person(id),
    office TEXT NOT NULL REFERENCES office(id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'consented', 'sent', 'under_review', 'interview', 'offer',
        'hired', 'rejected', 'withdrawn', 'post_filled')),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    lines TEXT NOT NULL,
    exception TEXT,
    consent TEXT REFERENCES privacy_act(id),
    sent_on TEXT,
    decided_on TEXT,
    reason TEXT CHECK (reason IN ('skills', 'experience', 'hours', 'distance', 'licence', 'other_choice',
        'post_cancelled', 'unreachable', 'pay', 'tasks', 'already_employed', 'other')),
    same_as TEXT REFERENCES application(id)   -- of two that became one person's: the one that counts
) STRICT;
CREATE UNIQUE INDEX application_once ON application(vacancy, person) WHERE same_as IS NULL;
CREATE INDEX application_by_vacancy ON application(vacancy, n);
CREATE INDEX application_same_as ON application(same_as) WHERE same_as IS NOT NULL;
CREATE INDEX application_by_person ON application(person, n);
