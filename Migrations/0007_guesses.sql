-- Guesses at secrets, and where whoever acts comes from.

-- Counted before they are judged, so that a flood sent at once can't outrun its own count. `counter` is a keyed
-- hash: the table tells neither addresses nor accounts.
CREATE TABLE guess (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  counter       text NOT NULL CHECK (length(counter) <= 100),
  failures      int NOT NULL CHECK (failures >= 0),
  free_at       timestamptz NOT NULL,        -- the next guess is judged from here on
  forgotten_at  timestamptz NOT NULL,        -- the count begins anew from here on
  PRIMARY KEY (tenant_id, counter)
);
CREATE INDEX guess_forgotten ON guess (tenant_id, forgotten_at);
CALL protect('guess', 'SELECT, INSERT, UPDATE, DELETE');

-- A browser on which an account has passed both factors: never enough alone, but its owner gets in while somebody
-- else guesses.
CREATE TABLE known_device (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  token_hash  bytea NOT NULL CHECK (length(token_hash) = 32),
  account_id  uuid NOT NULL,
  agent       text NOT NULL,
  created_at  timestamptz NOT NULL,
  seen_at     timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id, token_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX known_device_expiry ON known_device (tenant_id, expires_at);
CALL protect('known_device', 'SELECT, INSERT, UPDATE, DELETE');

ALTER TABLE audit_event
  ADD COLUMN address text NOT NULL DEFAULT '',
  ADD COLUMN agent text NOT NULL DEFAULT '';
