-- FHIR R4 Patient.active: a record that is no longer used. It stays with all that belongs to it, and nothing new is booked for
-- it.
ALTER TABLE patient ADD COLUMN retired_at timestamptz;

CREATE INDEX patient_created ON patient (tenant_id, created_at);
CREATE INDEX patient_retired ON patient (tenant_id, family_name) WHERE retired_at IS NOT NULL;
CREATE INDEX patient_with_account ON patient (tenant_id, family_name) WHERE account_id IS NOT NULL;
CREATE INDEX patient_without_account ON patient (tenant_id, family_name) WHERE account_id IS NULL;
