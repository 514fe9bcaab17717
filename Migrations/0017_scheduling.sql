-- When what can be booked: docs/scheduling.md says what each of these rules means.

-- A room is part of a site; a site stands alone. `kind` is what services ask for: `ultrasound`.
ALTER TABLE location
  ADD COLUMN part_of uuid,
  ADD COLUMN kind text NOT NULL DEFAULT '' CHECK (length(kind) <= 50),
  ADD COLUMN address text NOT NULL DEFAULT '' CHECK (length(address) <= 300),
  ADD COLUMN active bool NOT NULL DEFAULT true,
  ADD CHECK (part_of <> id),
  ADD FOREIGN KEY (tenant_id, part_of) REFERENCES location;
CREATE INDEX location_part_of ON location (tenant_id, part_of);

-- FHIR Device, as far as it is reserved.
CREATE TABLE device (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  kind       text NOT NULL CHECK (length(kind) BETWEEN 1 AND 50),
  active     bool NOT NULL DEFAULT true,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
CALL protect('device', 'SELECT, INSERT, UPDATE');

-- Who helps with a visit without being booked by name (`nurse`); '' for who is.
ALTER TABLE practitioner ADD COLUMN kind text NOT NULL DEFAULT '' CHECK (length(kind) <= 50);

ALTER TABLE practitioner_service ADD COLUMN position smallint NOT NULL DEFAULT 0;   -- the first is shown first
GRANT UPDATE ON practitioner_service TO polyclinic_app;

ALTER TABLE healthcare_service
  ADD COLUMN first_visit_minutes int CHECK (first_visit_minutes BETWEEN 5 AND 480),   -- NULL: as every visit
  ADD COLUMN buffer_before_minutes int NOT NULL DEFAULT 0 CHECK (buffer_before_minutes BETWEEN 0 AND 240),
  ADD COLUMN buffer_after_minutes int NOT NULL DEFAULT 0 CHECK (buffer_after_minutes BETWEEN 0 AND 240),
  ADD COLUMN grid_minutes int CHECK (grid_minutes BETWEEN 5 AND 480),                 -- NULL: its own length
  ADD COLUMN packed bool NOT NULL DEFAULT false,
  ADD COLUMN notice_minutes int NOT NULL DEFAULT 0 CHECK (notice_minutes BETWEEN 0 AND 527040),
  ADD COLUMN horizon_days int NOT NULL DEFAULT 56 CHECK (horizon_days BETWEEN 1 AND 400),
  ADD COLUMN horizon_working_days bool NOT NULL DEFAULT false,
  ADD COLUMN most_per_day int CHECK (most_per_day BETWEEN 1 AND 200),                 -- NULL: no limit
  ADD COLUMN capacity int NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 50),
  ADD COLUMN online bool NOT NULL DEFAULT false,
  ADD COLUMN needs_approval bool NOT NULL DEFAULT false,
  ADD COLUMN cancellation_minutes int NOT NULL DEFAULT 1440 CHECK (cancellation_minutes BETWEEN 0 AND 43200),
  ADD COLUMN preparation text NOT NULL DEFAULT '' CHECK (length(preparation) <= 1000);

-- What a visit occupies, and when, in minutes from its start. A service without rows needs its practitioner and the
-- room of their hours, from start to end.
CREATE TABLE service_requirement (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id           uuid NOT NULL,
  service_id   uuid NOT NULL,
  needs        text NOT NULL CHECK (needs IN ('practitioner', 'room', 'staff', 'location', 'device')),
  kind         text NOT NULL DEFAULT '',
  from_minute  int NOT NULL CHECK (from_minute >= 0),
  until_minute int CHECK (until_minute > from_minute AND until_minute <= 480),   -- NULL: to the end
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service,
  -- `practitioner` is the one who is booked, `room` that of their hours; the others are any of a kind.
  CHECK ((needs IN ('practitioner', 'room')) = (kind = ''))
);
CREATE INDEX service_requirement_service ON service_requirement (tenant_id, service_id);
CALL protect('service_requirement', 'SELECT, INSERT, UPDATE, DELETE');

-- Hours for some services only; without rows, for all.
CREATE TABLE availability_service (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  availability_id  uuid NOT NULL,
  service_id       uuid NOT NULL,
  PRIMARY KEY (tenant_id, availability_id, service_id),
  FOREIGN KEY (tenant_id, availability_id) REFERENCES availability ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service
);
CREATE INDEX availability_service_service ON availability_service (tenant_id, service_id);
CALL protect('availability_service', 'SELECT, INSERT, DELETE');

-- Hours of one day: beside the weekly ones, or in their place.
CREATE TABLE dated_hours (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  practitioner_id  uuid NOT NULL,
  location_id      uuid NOT NULL,
  day              date NOT NULL,
  opens            time NOT NULL,
  closes           time NOT NULL CHECK (closes > opens),
  replaces         bool NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, location_id) REFERENCES location
);
CREATE INDEX dated_hours_practitioner ON dated_hours (tenant_id, practitioner_id, day);
CALL protect('dated_hours', 'SELECT, INSERT, UPDATE, DELETE');

-- Somebody is away, a room is closed or a device is at the workshop: on each day (of those weekdays, ISO's) from one
-- to another, between two times.
CREATE TABLE absence (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  practitioner_id  uuid,
  location_id      uuid,
  device_id        uuid,
  first_day        date NOT NULL,
  last_day         date NOT NULL CHECK (last_day >= first_day),
  weekdays         smallint[] NOT NULL DEFAULT '{}' CHECK (weekdays <@ '{1,2,3,4,5,6,7}'),   -- none: every day
  starts           time NOT NULL DEFAULT '00:00',
  ends             time NOT NULL DEFAULT '24:00' CHECK (ends > starts),
  note             text NOT NULL DEFAULT '' CHECK (length(note) <= 200),   -- for staff alone
  PRIMARY KEY (tenant_id, id),
  CHECK (num_nonnulls(practitioner_id, location_id, device_id) = 1),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, location_id) REFERENCES location,
  FOREIGN KEY (tenant_id, device_id) REFERENCES device
);
CREATE INDEX absence_practitioner ON absence (tenant_id, practitioner_id, last_day);
CALL protect('absence', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE holiday (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  day        date NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  PRIMARY KEY (tenant_id, day)
);
CALL protect('holiday', 'SELECT, INSERT, UPDATE, DELETE');

-- Of a site or a room; without rows it is as open as what it is part of, and without any there always.
CREATE TABLE opening_hours (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id           uuid NOT NULL,
  location_id  uuid NOT NULL,
  weekday      smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens        time NOT NULL,
  closes       time NOT NULL CHECK (closes > opens),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, location_id) REFERENCES location
);
CREATE INDEX opening_hours_location ON opening_hours (tenant_id, location_id);
CALL protect('opening_hours', 'SELECT, INSERT, UPDATE, DELETE');

-- Whatever changes the times on offer changes the version that each offer carries, whoever writes it. The hours of one
-- practitioner who is booked by name touch that one; everything else may touch anybody.
CREATE FUNCTION hours_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  those uuid[] := ARRAY[NEW.practitioner_id, OLD.practitioner_id];
BEGIN
  IF coalesce(NEW.practitioner_id, OLD.practitioner_id) IS NULL
     OR EXISTS (SELECT FROM practitioner WHERE id = ANY (those) AND kind <> '') THEN
    UPDATE practitioner SET schedule_version = schedule_version + 1;
  ELSE
    UPDATE practitioner SET schedule_version = schedule_version + 1 WHERE id = ANY (those);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION schedules_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE practitioner SET schedule_version = schedule_version + 1;
  RETURN NULL;
END $$;

CREATE TRIGGER hours_changed AFTER INSERT OR UPDATE OR DELETE ON availability
  FOR EACH ROW EXECUTE FUNCTION hours_changed();
CREATE TRIGGER hours_changed AFTER INSERT OR UPDATE OR DELETE ON dated_hours
  FOR EACH ROW EXECUTE FUNCTION hours_changed();
CREATE TRIGGER hours_changed AFTER INSERT OR UPDATE OR DELETE ON absence
  FOR EACH ROW EXECUTE FUNCTION hours_changed();
CREATE TRIGGER schedules_changed AFTER INSERT OR DELETE ON availability_service
  FOR EACH STATEMENT EXECUTE FUNCTION schedules_changed();
CREATE TRIGGER schedules_changed AFTER INSERT OR UPDATE OR DELETE ON holiday
  FOR EACH STATEMENT EXECUTE FUNCTION schedules_changed();
CREATE TRIGGER schedules_changed AFTER INSERT OR UPDATE OR DELETE ON opening_hours
  FOR EACH STATEMENT EXECUTE FUNCTION schedules_changed();
CREATE TRIGGER schedules_changed AFTER INSERT OR UPDATE OR DELETE ON service_requirement
  FOR EACH STATEMENT EXECUTE FUNCTION schedules_changed();
CREATE TRIGGER schedules_changed AFTER UPDATE ON healthcare_service
  FOR EACH STATEMENT EXECUTE FUNCTION schedules_changed();
CREATE TRIGGER schedules_changed AFTER UPDATE ON location
  FOR EACH STATEMENT EXECUTE FUNCTION schedules_changed();
CREATE TRIGGER schedules_changed AFTER INSERT OR UPDATE ON device
  FOR EACH STATEMENT EXECUTE FUNCTION schedules_changed();

-- Occupancy: also of devices; buffers are included. `session_id` is the appointment's or hold's own, so that two overlap
-- never; of a group visit it is the group's, whose members share doctor and room, each in a seat of their own.
ALTER TABLE occupancy DROP CONSTRAINT occupancy_resource_kind_check;
ALTER TABLE occupancy
  ADD CONSTRAINT occupancy_resource_kind_check
    CHECK (resource_kind IN ('practitioner', 'location', 'device', 'patient')),
  ADD COLUMN service_id uuid,           -- beside the practitioner who is booked: counts the most per day
  -- (The default is for servers of the version before, which may still run: every row a session of its own.)
  ADD COLUMN session_id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN seat smallint NOT NULL DEFAULT 1,
  ADD COLUMN seats smallint NOT NULL DEFAULT 1,
  ADD CONSTRAINT occupancy_seats CHECK (seat BETWEEN 1 AND seats),
  ADD FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service,
  DROP CONSTRAINT occupancy_once,
  ADD CONSTRAINT occupancy_once EXCLUDE USING gist
    (tenant_id WITH =, resource_id WITH =, during WITH &&, session_id WITH <>) WHERE (released_at IS NULL);
CREATE UNIQUE INDEX occupancy_seat ON occupancy (tenant_id, session_id, resource_id, lower(during), seat)
  WHERE released_at IS NULL;
CREATE INDEX occupancy_ahead ON occupancy (tenant_id, resource_id, upper(during))
  INCLUDE (during, service_id, session_id, seats, held_until, hold_id) WHERE released_at IS NULL;

-- The owner sees no tenant's rows through forced row-level security; this is of all tenants.
ALTER TABLE occupancy NO FORCE ROW LEVEL SECURITY;
ALTER TABLE appointment NO FORCE ROW LEVEL SECURITY;
UPDATE occupancy o SET service_id = a.service_id
  FROM appointment a
 WHERE a.tenant_id = o.tenant_id AND a.id = o.appointment_id AND o.resource_kind = 'practitioner';
ALTER TABLE occupancy FORCE ROW LEVEL SECURITY;
ALTER TABLE appointment FORCE ROW LEVEL SECURITY;

-- A hold of ten minutes can be made longer once, and may be for a move: the instant then changes in both tables.
ALTER TABLE hold
  ADD COLUMN extended bool NOT NULL DEFAULT false,
  ADD COLUMN service_id uuid,
  ADD FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service;
GRANT UPDATE ON hold TO polyclinic_app;
ALTER TABLE occupancy DROP CONSTRAINT occupancy_tenant_id_hold_id_held_until_fkey;
ALTER TABLE occupancy ADD FOREIGN KEY (tenant_id, hold_id, held_until)
  REFERENCES hold (tenant_id, id, held_until) ON DELETE CASCADE ON UPDATE CASCADE;

-- `sequence` counts the changes that a calendar has to be told of (RFC 5545 section 3.8.7.4).
ALTER TABLE appointment
  ADD COLUMN sequence int NOT NULL DEFAULT 0 CHECK (sequence >= 0),
  ADD COLUMN cancellation_minutes int NOT NULL DEFAULT 0 CHECK (cancellation_minutes >= 0),  -- as agreed when booked
  ADD COLUMN online bool NOT NULL DEFAULT false;
