-- Files of entries, for a day. What was in one goes as soon as it is carried out: what it did is in the audit log, entry by
-- entry.
CREATE TABLE import_file (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id         uuid NOT NULL,
  noun       text NOT NULL,
  name       text NOT NULL CHECK (length(name) <= 200),
  contents   bytea NOT NULL CHECK (length(contents) <= 2097152),
  encoding   text NOT NULL,
  made_by    uuid DEFAULT current_account(),
  made_at    timestamptz NOT NULL,
  added      int,                              -- NULL until it is carried out
  changed    int,
  same       int,
  PRIMARY KEY (tenant_id, id),
  CHECK (num_nonnulls(added, changed, same) IN (0, 3)),
  FOREIGN KEY (tenant_id, made_by) REFERENCES account
);
CREATE INDEX import_file_made ON import_file (tenant_id, made_at);
CALL protect('import_file', 'SELECT, INSERT, UPDATE, DELETE');
