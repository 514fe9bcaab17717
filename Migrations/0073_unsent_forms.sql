-- A form that came when its sender's session was over, or before they had proved themselves: kept until they are back.
CREATE TABLE unsent_form (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  account_id uuid NOT NULL,
  content    bytea NOT NULL CHECK (octet_length(content) <= 2200000),   -- sealed: where it was going, and its fields
  kept_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id),                                  -- the last one of each person
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX unsent_form_kept ON unsent_form (tenant_id, kept_at);
CALL protect('unsent_form', 'SELECT, INSERT, UPDATE, DELETE');

INSERT INTO erasure_rule (place, relation, topic, rows) VALUES
(1005, 'unsent_form', 'account', 't.account_id = ANY ($2)');

-- A session that has lapsed tells for a day whose form it was that came after it.
ALTER TABLE session ADD COLUMN lapsed_at timestamptz;
