-- Passkeys (WebAuthn Level 3): the credential records of section 4.
CREATE TABLE passkey (
  tenant_id           uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                  uuid NOT NULL,
  account_id          uuid NOT NULL,
  name                text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  credential_id       bytea NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
  public_key          bytea NOT NULL,        -- a COSE_Key, as it came
  sign_count          bigint NOT NULL,
  is_backup_eligible  bool NOT NULL,
  is_backed_up        bool NOT NULL,
  transports          text[] NOT NULL,
  created_at          timestamptz NOT NULL,
  used_at             timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT passkey_credential UNIQUE (tenant_id, credential_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX passkey_account ON passkey (tenant_id, account_id);
CALL protect('passkey', 'SELECT, INSERT, UPDATE, DELETE');

-- Challenges that were answered: each is good once (WebAuthn Level 3 section 13.4.3). They are signed when they are
-- made, so that a page which asks for a passkey writes nothing.
CREATE TABLE spent_challenge (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  challenge   bytea NOT NULL CHECK (length(challenge) = 32),
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, challenge)
);
CREATE INDEX spent_challenge_expiry ON spent_challenge (tenant_id, expires_at);
CALL protect('spent_challenge', 'SELECT, INSERT, DELETE');
