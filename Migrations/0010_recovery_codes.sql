-- Codes on paper for who has lost the authenticator, and when somebody last proved to be at the keyboard.
CREATE TABLE recovery_code (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  account_id  uuid NOT NULL,
  code_hash   text NOT NULL,                   -- keyed
  used_at     timestamptz,
  PRIMARY KEY (tenant_id, account_id, code_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CALL protect('recovery_code', 'SELECT, INSERT, UPDATE, DELETE');

ALTER TABLE session ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now();
