-- A time kept for a browser whose owner is signing up or in. It occupies doctor and room like an appointment, until an
-- instant: no constraint can look at the clock, so who wants a time whose hold has lapsed removes the hold first.
CREATE TABLE hold (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  browser_hash  bytea NOT NULL CHECK (length(browser_hash) = 32),
  network       text NOT NULL CHECK (length(network) <= 100),   -- keyed: it counts, and tells no address
  held_until    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, browser_hash),
  UNIQUE (tenant_id, id, held_until)
);
CREATE INDEX hold_network ON hold (tenant_id, network);
CREATE INDEX hold_expiry ON hold (tenant_id, held_until);
CALL protect('hold', 'SELECT, INSERT, DELETE');

-- Occupancy is an appointment's or a hold's. The instant stands in both tables, so that free times are found in one; the
-- key keeps them equal. With a hold goes what it occupied; an appointment's occupancy is released, never removed.
ALTER TABLE occupancy
  ALTER COLUMN appointment_id DROP NOT NULL,
  ADD COLUMN hold_id uuid,
  ADD COLUMN held_until timestamptz,
  ADD CONSTRAINT occupancy_owner CHECK (num_nonnulls(appointment_id, hold_id) = 1),
  ADD CONSTRAINT occupancy_held_until CHECK ((hold_id IS NULL) = (held_until IS NULL)),
  ADD FOREIGN KEY (tenant_id, hold_id, held_until)
    REFERENCES hold (tenant_id, id, held_until) ON DELETE CASCADE;
CREATE INDEX occupancy_hold ON occupancy (tenant_id, hold_id) WHERE hold_id IS NOT NULL;
