-- When a visit begins and ends, as columns of their own. Under row-level security an index is asked only what leakproof
-- functions say (PostgreSQL documentation, 41.5), and lower() and upper() of a range are not: conditions on them read all
-- that a doctor or a patient ever had.
ALTER TABLE appointment
  ADD COLUMN starts_at timestamptz NOT NULL GENERATED ALWAYS AS (lower(during)) STORED,
  ADD COLUMN ends_at timestamptz NOT NULL GENERATED ALWAYS AS (upper(during)) STORED;
DROP INDEX appointment_patient, appointment_practitioner, appointment_time;
CREATE INDEX appointment_patient ON appointment (tenant_id, patient_id, starts_at);
CREATE INDEX appointment_practitioner ON appointment (tenant_id, practitioner_id, starts_at);
CREATE INDEX appointment_time ON appointment (tenant_id, starts_at);

ALTER TABLE occupancy
  ADD COLUMN starts_at timestamptz NOT NULL GENERATED ALWAYS AS (lower(during)) STORED,
  ADD COLUMN ends_at timestamptz NOT NULL GENERATED ALWAYS AS (upper(during)) STORED;
DROP INDEX occupancy_ahead, occupancy_seat;
CREATE UNIQUE INDEX occupancy_seat ON occupancy (tenant_id, session_id, resource_id, starts_at, seat)
  WHERE released_at IS NULL;
CREATE INDEX occupancy_ahead ON occupancy (tenant_id, resource_id, ends_at)
  INCLUDE (starts_at, service_id, session_id, seats, held_until, hold_id) WHERE released_at IS NULL;
