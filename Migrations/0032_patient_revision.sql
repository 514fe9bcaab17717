-- Pages that show many patients are kept as they were drawn, and shown again as long as no patient has changed: how often
-- any has.
CREATE TABLE patient_revision (
  tenant_id  uuid PRIMARY KEY DEFAULT current_tenant() REFERENCES tenant,
  revision   bigint NOT NULL
);
CALL protect('patient_revision', 'SELECT, INSERT, UPDATE');

-- Once for each statement: many patients are changed by one.
CREATE FUNCTION patients_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO patient_revision AS own (tenant_id, revision) SELECT DISTINCT tenant_id, 1 FROM changed
  ON CONFLICT (tenant_id) DO UPDATE SET revision = own.revision + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER patients_changed AFTER UPDATE ON patient REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION patients_changed();

-- Which edition of a day somebody has looked at: of its patients all are noted.
ALTER TABLE day_look ADD COLUMN edition text;
