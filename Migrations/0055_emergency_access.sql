-- A patient's record, opened by somebody whose work it is not: for a reason, and for an hour at most. Somebody else reviews it.
CREATE TABLE emergency_access (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id           uuid NOT NULL,
  account_id   uuid NOT NULL DEFAULT current_account(),
  patient_id   uuid NOT NULL,
  reason       text NOT NULL CHECK (length(reason) BETWEEN 10 AND 300),
  opened_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL CHECK (ends_at <= opened_at + interval '1 hour'),
  reviewed_by  uuid,
  reviewed_at  timestamptz,
  verdict      text CHECK (verdict IN ('justified', 'unjustified')),
  note         text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, reviewed_by) REFERENCES account,
  CONSTRAINT emergency_access_not_own CHECK (reviewed_by <> account_id),
  CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL) AND (reviewed_by IS NULL) = (verdict IS NULL))
);
CREATE INDEX emergency_access_opened ON emergency_access (tenant_id, opened_at);
CREATE INDEX emergency_access_due ON emergency_access (tenant_id, opened_at) WHERE reviewed_at IS NULL;
CREATE INDEX emergency_access_verdict ON emergency_access (tenant_id, verdict, opened_at);
CREATE INDEX emergency_access_account ON emergency_access (tenant_id, account_id, opened_at);
CREATE INDEX emergency_access_patient ON emergency_access (tenant_id, patient_id, account_id, ends_at);
CALL protect('emergency_access', 'SELECT, INSERT');
-- A review ends it; nothing else of it changes.
GRANT UPDATE (ends_at, reviewed_by, reviewed_at, verdict, note) ON emergency_access TO polyclinic_app;
