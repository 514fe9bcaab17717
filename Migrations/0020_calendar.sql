-- Private links by which calendar programs, which sign in nowhere, read when somebody's appointments are. Whoever holds one
-- may read: so only its hash is kept, and its owner can have it replaced or revoked.
CREATE TABLE calendar_feed (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  account_id  uuid NOT NULL,
  token_hash  bytea NOT NULL CHECK (length(token_hash) = 32),
  created_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT calendar_feed_token UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX calendar_feed_account ON calendar_feed (tenant_id, account_id);
CREATE INDEX calendar_feed_revoked ON calendar_feed (tenant_id, revoked_at) WHERE revoked_at IS NOT NULL;
CALL protect('calendar_feed', 'SELECT, INSERT, UPDATE, DELETE');
