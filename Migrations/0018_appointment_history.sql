-- What becomes of an appointment after its booking (docs/states.md), and who may book for whom.

-- Each act upon an appointment, as the appointment was afterwards. Rows are added, never changed.
CREATE TABLE appointment_history (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  appointment_id   uuid NOT NULL,
  sequence         int NOT NULL CHECK (sequence >= 0),
  act              text NOT NULL CHECK (act IN
                     ('book', 'request', 'accept', 'decline', 'cancel', 'move', 'arrive', 'fulfil', 'miss')),
  status           text NOT NULL CHECK (status IN
                     ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow')),
  during           tstzrange NOT NULL,
  practitioner_id  uuid NOT NULL,
  location_id      uuid NOT NULL,
  account_id       uuid DEFAULT current_account(),   -- by whose hands
  at               timestamptz NOT NULL,
  note             text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, location_id) REFERENCES location,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX appointment_history_appointment ON appointment_history (tenant_id, appointment_id, at);

-- The owner sees no tenant's rows through forced row-level security; this is of all tenants. Of what was booked before,
-- the booking is known.
ALTER TABLE appointment NO FORCE ROW LEVEL SECURITY;
INSERT INTO appointment_history (tenant_id, id, appointment_id, sequence, act, status, during, practitioner_id,
                                 location_id, account_id, at)
SELECT tenant_id, id, id, 0, 'book', 'booked', during, practitioner_id, location_id, booked_by, booked_at
  FROM appointment;
ALTER TABLE appointment FORCE ROW LEVEL SECURITY;
CALL protect('appointment_history', 'SELECT, INSERT');

-- The steps that docs/states.md knows, whoever writes. The one switch in the code says which act takes them; a test
-- holds both to the page.
CREATE FUNCTION appointment_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.status, NEW.status) NOT IN (
    ('proposed', 'cancelled'),
    ('pending', 'booked'), ('pending', 'cancelled'),
    ('booked', 'pending'), ('booked', 'arrived'), ('booked', 'cancelled'), ('booked', 'noshow'),
    ('arrived', 'fulfilled'),
    ('noshow', 'arrived')
  ) THEN
    RAISE EXCEPTION 'an appointment can''t go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_steps';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER appointment_steps BEFORE UPDATE OF status ON appointment
  FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION appointment_steps();

-- FHIR R4 RelatedPerson, thin: the account's owner may book for the patient, a child without an account. It ends with
-- the child's eighteenth birthday, which is computed.
CREATE TABLE related_person (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  patient_id    uuid NOT NULL,
  account_id    uuid NOT NULL,
  relationship  text NOT NULL CHECK (relationship IN ('parent')),   -- what the account's owner is to the patient
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, account_id, patient_id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX related_person_patient ON related_person (tenant_id, patient_id);
CALL protect('related_person', 'SELECT, INSERT');
