-- Accounts that an administrator asks somebody to make, and what administrators do to those there are.
CREATE TABLE invitation (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  email            text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  role             text NOT NULL CHECK (role IN ('patient', 'practitioner', 'front-desk', 'admin')),
  given_name       text NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
  family_name      text NOT NULL CHECK (length(family_name) BETWEEN 1 AND 100),
  practitioner_id  uuid,                      -- whose page the account is to be
  language         text NOT NULL,
  token_hash       bytea NOT NULL CHECK (length(token_hash) = 32),   -- of the latest letter
  invited_by       uuid,                      -- NULL: the operator, who gives a new clinic its first administrator
  created_at       timestamptz NOT NULL,
  sent_at          timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  accepted_at      timestamptz,
  withdrawn_at     timestamptz,
  account_id       uuid,                      -- that came of it
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT invitation_token UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, invited_by) REFERENCES account,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  CHECK (num_nonnulls(accepted_at, withdrawn_at) <= 1)
);
-- One at a time for an address.
CREATE UNIQUE INDEX invitation_open ON invitation (tenant_id, email)
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX invitation_created ON invitation (tenant_id, created_at);
CALL protect('invitation', 'SELECT, INSERT, UPDATE, DELETE');

CREATE INDEX account_name ON account (tenant_id, display_name, id);
CREATE INDEX account_administrator ON account (tenant_id, id) WHERE role = 'admin' AND disabled_at IS NULL;

-- What was changed, from what to what, in the words of the code: roles, rules, addresses that were invited.
ALTER TABLE audit_event ADD COLUMN detail text NOT NULL DEFAULT '' CHECK (length(detail) <= 500);

-- What happened to an account, for its owner: also what administrators did to it.
DROP INDEX audit_event_account;
CREATE INDEX audit_event_account ON audit_event (tenant_id, entity, at DESC, id DESC) WHERE act <> 'read';
-- And for administrators, page by page: of everybody, and what was done by somebody's hands.
CREATE INDEX audit_event_actor ON audit_event (tenant_id, account_id, at DESC, id DESC) WHERE act <> 'read';
CREATE INDEX audit_event_page ON audit_event (tenant_id, at DESC, id DESC) WHERE act <> 'read';
