-- Files of patients: their lines are kept here, looked through and carried out in the background, a few hundred at a time.
-- What becomes of a line and that it was dealt with are written in one transaction, so that the work can end at any moment and
-- go on from there.
CREATE TABLE patient_import (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id           uuid NOT NULL,
  name         text NOT NULL CHECK (length(name) <= 200),
  header       text[] NOT NULL,
  keys         text[] NOT NULL DEFAULT '{}',        -- by column: of the field that it is, or empty
  state        text NOT NULL CHECK (state IN ('brought', 'checking', 'checked', 'applying', 'done', 'cancelled')),
  takes_alike  boolean NOT NULL DEFAULT false,      -- whether who may have a record already gets another
  position     int NOT NULL DEFAULT 0,              -- the last line that was dealt with
  work         int NOT NULL DEFAULT 0,              -- lines that are to be carried out
  -- How many lines are what; together they are the file.
  unseen       int NOT NULL CHECK (unseen >= 0),
  fresh        int NOT NULL DEFAULT 0 CHECK (fresh >= 0),
  changed      int NOT NULL DEFAULT 0 CHECK (changed >= 0),
  same         int NOT NULL DEFAULT 0 CHECK (same >= 0),
  alike        int NOT NULL DEFAULT 0 CHECK (alike >= 0),
  wrong        int NOT NULL DEFAULT 0 CHECK (wrong >= 0),
  added        int NOT NULL DEFAULT 0 CHECK (added >= 0),
  altered      int NOT NULL DEFAULT 0 CHECK (altered >= 0),
  made_by      uuid NOT NULL DEFAULT current_account(),
  applied_by   uuid,
  made_at      timestamptz NOT NULL,
  touched_at   timestamptz NOT NULL,
  emptied_at   timestamptz,                         -- since when there are no lines any more
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, made_by) REFERENCES account,
  FOREIGN KEY (tenant_id, applied_by) REFERENCES account
);
CREATE INDEX patient_import_made ON patient_import (tenant_id, made_at DESC);
CALL protect('patient_import', 'SELECT, INSERT, UPDATE');

-- What is carried out is deleted; what is refused stays for a while, to be taken away.
CREATE TABLE patient_import_line (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  import_id   uuid NOT NULL,
  line        int NOT NULL CHECK (line > 0),
  cells       jsonb NOT NULL,
  verdict     text CHECK (verdict IN ('fresh', 'changed', 'same', 'alike', 'wrong')),   -- NULL: not looked at yet
  title       text NOT NULL DEFAULT '',
  told        jsonb,               -- what would change, or what is wrong
  patient_id  uuid,                -- whose record would change
  number      int,                 -- by which a later line of the same record is found
  person      text,                -- and of the same person
  PRIMARY KEY (tenant_id, import_id, line),
  FOREIGN KEY (tenant_id, import_id) REFERENCES patient_import
);
CREATE INDEX patient_import_line_verdict ON patient_import_line (tenant_id, import_id, verdict, line);
CREATE INDEX patient_import_line_number ON patient_import_line (tenant_id, import_id, number, line)
  WHERE number IS NOT NULL;
CREATE INDEX patient_import_line_person ON patient_import_line (tenant_id, import_id, person, line)
  WHERE person IS NOT NULL;
CALL protect('patient_import_line', 'SELECT, INSERT, UPDATE, DELETE');

-- Which claim of a job this is: unlike the tries, it never begins again. A worker that fell asleep in an earlier one is known by
-- it, and has nothing to say any more.
ALTER TABLE job ADD COLUMN turn bigint NOT NULL DEFAULT 0;
