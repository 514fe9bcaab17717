-- Each ten minutes of a time that a network was given. A hold ends when its browser lets go of it; this stays for a day, so
-- that nobody keeps a time for ever by letting go and asking again.
CREATE TABLE hold_grant (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  hold_id          uuid NOT NULL,                                   -- no key: it outlives its hold
  network          text NOT NULL CHECK (length(network) <= 100),   -- keyed, as in `hold`
  practitioner_id  uuid NOT NULL,
  starts_at        timestamptz NOT NULL,
  ends_at          timestamptz NOT NULL CHECK (ends_at > starts_at),
  granted_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner
);
CREATE INDEX hold_grant_network ON hold_grant (tenant_id, network, practitioner_id);
CREATE INDEX hold_grant_hold ON hold_grant (tenant_id, hold_id);
CREATE INDEX hold_grant_granted ON hold_grant (tenant_id, granted_at);
CALL protect('hold_grant', 'SELECT, INSERT, DELETE');
