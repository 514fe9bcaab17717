-- Two records of one patient become one. The other stays as it was, out of use, and says by which it was replaced (FHIR R4
-- Patient.link, type `replaced-by`), so that all of it can be undone.
ALTER TABLE patient
  ADD COLUMN replaced_by uuid,
  ADD CHECK (replaced_by <> id),
  ADD CHECK (replaced_by IS NULL OR retired_at IS NOT NULL),
  ADD FOREIGN KEY (tenant_id, replaced_by) REFERENCES patient;
CREATE INDEX patient_replaced ON patient (tenant_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE TABLE patient_merge (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  kept        uuid NOT NULL,
  gone        uuid NOT NULL CHECK (gone <> kept),
  before      jsonb NOT NULL,      -- of the kept record, the columns that were taken over, and what they were taken from
  after       jsonb NOT NULL,
  account_id  uuid NOT NULL DEFAULT current_account(),
  at          timestamptz NOT NULL,
  undone_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, kept) REFERENCES patient,
  FOREIGN KEY (tenant_id, gone) REFERENCES patient,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE UNIQUE INDEX patient_merge_once ON patient_merge (tenant_id, gone) WHERE undone_at IS NULL;
CREATE INDEX patient_merge_kept ON patient_merge (tenant_id, kept);
CALL protect('patient_merge', 'SELECT, INSERT, UPDATE');

-- What went over to the kept record with it: rows of which tables.
CREATE TABLE patient_merge_row (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  merge_id   uuid NOT NULL,
  sort       text NOT NULL CHECK (length(sort) BETWEEN 1 AND 50),
  row_id     uuid NOT NULL,
  PRIMARY KEY (tenant_id, merge_id, sort, row_id),
  FOREIGN KEY (tenant_id, merge_id) REFERENCES patient_merge
);
CALL protect('patient_merge_row', 'SELECT, INSERT');

-- Whose child somebody is goes over, too.
GRANT UPDATE (patient_id, account_id) ON related_person TO polyclinic_app;
