-- What people keep of themselves, the change of an e-mail address, and the end of an account.

-- FHIR R4 HumanName: family_name and given_name stay the official name, by which patients are found and sorted.
ALTER TABLE patient
  ADD COLUMN preferred_name text NOT NULL DEFAULT '' CHECK (length(preferred_name) <= 100),   -- use `usual`
  ADD COLUMN further_names jsonb NOT NULL DEFAULT '[]'                                         -- other scripts and uses
    CHECK (jsonb_typeof(further_names) = 'array' AND jsonb_array_length(further_names) <= 5);

-- What of a person or an account an act has changed: names of fields, never what stood in them.
ALTER TABLE audit_event ADD COLUMN changed text[] NOT NULL DEFAULT '{}';

-- A new address waiting for the code that was mailed to it; the account keeps the old one until then. Of an account,
-- only the latest is good.
CREATE TABLE address_change (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  account_id       uuid NOT NULL,
  email            text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  code_hash        text,                        -- keyed; NULL when no code was mailed: the address has an account
  code_expires_at  timestamptz NOT NULL,
  tries_left       int NOT NULL DEFAULT 5 CHECK (tries_left >= 0),
  sendings_left    int NOT NULL DEFAULT 3 CHECK (sendings_left >= 0),
  expires_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX address_change_expiry ON address_change (tenant_id, expires_at);
CALL protect('address_change', 'SELECT, INSERT, UPDATE, DELETE');

-- By its owner, for good. It is disabled, too, so that the door knows nobody by it, and nobody can enable it again.
ALTER TABLE account
  ADD COLUMN closed_at timestamptz,
  ADD CONSTRAINT account_closed_for_good CHECK (closed_at IS NULL OR disabled_at IS NOT NULL);
