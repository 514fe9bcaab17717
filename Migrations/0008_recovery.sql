-- A mailed link by which a forgotten password is replaced. Of an account, only the latest is good, and once.
CREATE TABLE password_reset (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  token_hash  bytea NOT NULL CHECK (length(token_hash) = 32),
  account_id  uuid NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  UNIQUE (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CALL protect('password_reset', 'SELECT, INSERT, UPDATE, DELETE');
