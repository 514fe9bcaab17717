-- Accounts, the sign-ups that are not yet accounts, and sessions.
CREATE TABLE account (
  tenant_id      uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id             uuid NOT NULL,
  email          text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  password_hash  text NOT NULL,
  role           text NOT NULL CHECK (role IN ('patient', 'practitioner', 'front-desk', 'admin')),
  display_name   text NOT NULL,
  totp_seed      bytea,                       -- sealed; NULL until a code from it was accepted
  totp_pending   bytea,                       -- sealed; shown while enrolling
  totp_last_step bigint NOT NULL DEFAULT 0,   -- RFC 6238: a time step is accepted once
  created_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email)
);
CALL protect('account', 'SELECT, INSERT, UPDATE');

-- A sign-up waiting for the code that was mailed. Kept apart from accounts, so that an address
-- that nobody confirmed is nobody's account.
CREATE TABLE registration (
  tenant_id      uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id             uuid NOT NULL,
  visit_hash     bytea NOT NULL,              -- of the browser's token: the code works only there
  email          text NOT NULL,
  password_hash  text NOT NULL,
  person         jsonb NOT NULL,
  language       text NOT NULL,
  code_hash      text,                        -- keyed; NULL when the address has an account already
  tries_left     int NOT NULL DEFAULT 5 CHECK (tries_left >= 0),
  sendings_left  int NOT NULL DEFAULT 3 CHECK (sendings_left >= 0),
  expires_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, visit_hash)
);
CALL protect('registration', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE session (
  tenant_id      uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  token_hash     bytea NOT NULL CHECK (length(token_hash) = 32),
  account_id     uuid NOT NULL,
  stage          text NOT NULL CHECK (stage IN ('enrolling', 'second-factor', 'full')),
  tries_left     int NOT NULL DEFAULT 5 CHECK (tries_left >= 0),
  created_at     timestamptz NOT NULL,
  seen_at        timestamptz NOT NULL,       -- to the minute
  idle_until     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX session_account ON session (tenant_id, account_id);
CREATE INDEX session_expiry ON session (tenant_id, expires_at);
CALL protect('session', 'SELECT, INSERT, UPDATE, DELETE');
