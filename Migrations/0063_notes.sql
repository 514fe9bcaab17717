-- What practitioners write of a patient: notes of visits, prescriptions and letters (FHIR R4 Encounter, Composition,
-- MedicationRequest). docs/notes.md tells why things are as they are.

-- How a note or a letter begins. What was begun with it keeps its headings, whatever becomes of the template.
CREATE TABLE note_template (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('note', 'referral', 'sick-note', 'letter')),
  title         text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  service_id    uuid,                                       -- for whose visits it is proposed
  sections      jsonb NOT NULL CHECK (jsonb_typeof(sections) = 'array'),      -- of each: title, prompt
  release       text NOT NULL CHECK (release IN ('at-once', 'after-days', 'by-hand')),
  release_days  int CHECK (release_days BETWEEN 1 AND 90),
  revision      int NOT NULL DEFAULT 1 CHECK (revision >= 1),
  retired_at    timestamptz,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service,
  CHECK ((release = 'after-days') = (release_days IS NOT NULL))
);
CREATE INDEX note_template_title ON note_template (tenant_id, title, id);
CALL protect('note_template', 'SELECT, INSERT, UPDATE');

-- That a patient was seen. With an appointment its state is the visit's; without one, such as by telephone, it has its own.
CREATE TABLE encounter (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  patient_id       uuid NOT NULL,
  practitioner_id  uuid NOT NULL,
  appointment_id   uuid,
  class            text NOT NULL CHECK (class IN ('AMB', 'VR')),    -- in person, or by telephone and video (v3-ActCode)
  status           text CHECK (status IN ('in-progress', 'finished')),
  started_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  CHECK ((appointment_id IS NULL) = (status IS NOT NULL))
);
CREATE UNIQUE INDEX encounter_appointment ON encounter (tenant_id, appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX encounter_patient ON encounter (tenant_id, patient_id, started_at);
CALL protect('encounter', 'SELECT, INSERT');
GRANT UPDATE (status, patient_id) ON encounter TO polyclinic_app;

CREATE TABLE composition (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  patient_id      uuid NOT NULL,
  encounter_id    uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('note', 'addendum', 'prescription', 'referral', 'sick-note', 'letter')),
  title           text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  status          text NOT NULL DEFAULT 'preliminary'
                  CHECK (status IN ('preliminary', 'final', 'amended', 'entered-in-error')),
  author_id       uuid NOT NULL,                            -- who began it
  appends         uuid,                                     -- Composition.relatesTo, of an addendum
  replaces        uuid,                                     -- of what takes the place of a signed letter or prescription
  release         text NOT NULL CHECK (release IN ('at-once', 'after-days', 'by-hand')),     -- as its template had it
  release_days    int CHECK (release_days BETWEEN 1 AND 90),
  created_at      timestamptz NOT NULL,
  signed_at       timestamptz,                              -- Composition.attester
  signed_by       uuid,
  digest          text CHECK (digest ~ '^[0-9a-f]{64}$'),   -- SHA-256 of what was signed; the audit log has it, too
  release_due_at  timestamptz,
  released_at     timestamptz,                              -- from when on the patient reads it
  error_at        timestamptz,
  error_by        uuid,
  error_why       text CHECK (length(error_why) BETWEEN 1 AND 500),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, encounter_id) REFERENCES encounter,
  FOREIGN KEY (tenant_id, author_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, signed_by) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, error_by) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, appends) REFERENCES composition DEFERRABLE,
  FOREIGN KEY (tenant_id, replaces) REFERENCES composition DEFERRABLE,
  CHECK (num_nulls(signed_at, signed_by, digest) IN (0, 3)),
  CHECK (num_nulls(error_at, error_by, error_why) IN (0, 3)),
  CHECK (CASE status WHEN 'preliminary' THEN signed_at IS NULL WHEN 'entered-in-error' THEN true ELSE signed_at IS NOT NULL END),
  CHECK ((status = 'entered-in-error') = (error_at IS NOT NULL)),
  CHECK ((kind = 'addendum') = (appends IS NOT NULL)),
  CHECK ((release = 'after-days') = (release_days IS NOT NULL)),
  CHECK (signed_at IS NOT NULL OR released_at IS NULL AND release_due_at IS NULL)
);
CREATE INDEX composition_patient ON composition (tenant_id, patient_id, created_at);
CREATE INDEX composition_encounter ON composition (tenant_id, encounter_id);
CREATE INDEX composition_appends ON composition (tenant_id, appends) WHERE appends IS NOT NULL;
CREATE UNIQUE INDEX composition_replaces ON composition (tenant_id, replaces)
  WHERE replaces IS NOT NULL AND status <> 'entered-in-error';
CREATE INDEX composition_due ON composition (tenant_id, release_due_at)
  WHERE release_due_at IS NOT NULL AND released_at IS NULL AND error_at IS NULL;
CALL protect('composition', 'SELECT, INSERT');
GRANT UPDATE (status, signed_at, signed_by, digest, release_due_at, released_at, error_at, error_by, error_why, patient_id)
  ON composition TO polyclinic_app;

-- Composition.section, each with a revision of its own, so that two people can write at once. The text is sealed.
CREATE TABLE composition_section (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  composition_id  uuid NOT NULL,
  position        int NOT NULL CHECK (position BETWEEN 1 AND 20),
  code            text NOT NULL CHECK (code IN ('text', 'plain', 'medications')),
  title           text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  prompt          text NOT NULL CHECK (length(prompt) <= 500),
  text            bytea NOT NULL,
  revision        int NOT NULL DEFAULT 0 CHECK (revision >= 0),
  saved_by        uuid,
  saved_at        timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, composition_id, position),
  FOREIGN KEY (tenant_id, composition_id) REFERENCES composition,
  FOREIGN KEY (tenant_id, saved_by) REFERENCES practitioner
);
CALL protect('composition_section', 'SELECT, INSERT');
GRANT UPDATE (text, revision, saved_by, saved_at) ON composition_section TO polyclinic_app;

-- One line of a signed prescription (MedicationRequest). What is asked for is sealed and never changes, its state does.
CREATE TABLE medication_request (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  composition_id  uuid NOT NULL,
  patient_id      uuid NOT NULL,
  position        int NOT NULL CHECK (position BETWEEN 1 AND 20),
  status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'completed', 'cancelled', 'stopped')),
  intent          text NOT NULL DEFAULT 'order' CHECK (intent = 'order'),
  content         bytea NOT NULL,
  valid_until     date,                                     -- dispenseRequest.validityPeriod.end
  authored_on     timestamptz NOT NULL,
  requester_id    uuid NOT NULL,
  status_at       timestamptz,
  status_by       uuid,
  status_why      text NOT NULL DEFAULT '' CHECK (length(status_why) <= 500),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, composition_id, position),
  FOREIGN KEY (tenant_id, composition_id) REFERENCES composition,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, requester_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, status_by) REFERENCES practitioner,
  CHECK ((status = 'active') = (status_at IS NULL) AND (status_at IS NULL) = (status_by IS NULL))
);
CREATE INDEX medication_request_patient ON medication_request (tenant_id, patient_id, status, authored_on);
CALL protect('medication_request', 'SELECT, INSERT');
GRANT UPDATE (status, status_at, status_by, status_why, patient_id) ON medication_request TO polyclinic_app;

-- What is signed stands, for everybody and by whatever way. Later come what appends it, its release and that it was an error, each
-- once. Two records of one patient that become one leave it as it is.
CREATE FUNCTION composition_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  later text[] := ARRAY['status', 'release_due_at', 'released_at', 'error_at', 'error_by', 'error_why', 'patient_id'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'what is signed stands' USING ERRCODE = 'PC003';
  END IF;
  IF to_jsonb(OLD) - later <> to_jsonb(NEW) - later
     OR NEW.status = 'preliminary'
     OR OLD.status = 'amended' AND NEW.status = 'final'
     OR OLD.error_at IS NOT NULL AND (OLD.status, OLD.error_at, OLD.error_by, OLD.error_why)
                                     IS DISTINCT FROM (NEW.status, NEW.error_at, NEW.error_by, NEW.error_why)
     OR OLD.released_at IS NOT NULL AND OLD.released_at IS DISTINCT FROM NEW.released_at THEN
    RAISE EXCEPTION 'what is signed stands' USING ERRCODE = 'PC003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER composition_stands BEFORE UPDATE OR DELETE ON composition FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes' AND OLD.status <> 'preliminary')
  EXECUTE FUNCTION composition_stands();

CREATE FUNCTION composition_section_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  section composition_section := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  state text;
BEGIN
  -- Keys change: only the table's owner can reach a signed text, and no more than its bytes.
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'text' = to_jsonb(NEW) - 'text'
     AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
    RETURN NEW;
  END IF;
  -- Who signs holds this row until it is done.
  SELECT c.status INTO state FROM composition c
   WHERE c.tenant_id = section.tenant_id AND c.id = section.composition_id FOR SHARE;
  IF state <> 'preliminary' OR TG_OP = 'UPDATE' AND OLD.composition_id <> NEW.composition_id THEN
    RAISE EXCEPTION 'what is signed stands' USING ERRCODE = 'PC003';
  END IF;
  RETURN section;
END $$;
CREATE TRIGGER composition_section_stands BEFORE INSERT OR UPDATE OR DELETE ON composition_section FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION composition_section_stands();

CREATE FUNCTION medication_request_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  later text[] := ARRAY['status', 'status_at', 'status_by', 'status_why', 'patient_id'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    -- It comes with the signature of its prescription, and never later.
    IF NOT EXISTS (SELECT FROM composition c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.composition_id
                      AND c.status = 'final' AND c.signed_at = NEW.authored_on AND c.xmin = pg_current_xact_id()::xid) THEN
      RAISE EXCEPTION 'what is signed stands' USING ERRCODE = 'PC003';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'content' = to_jsonb(NEW) - 'content'
     AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR to_jsonb(OLD) - later <> to_jsonb(NEW) - later
     OR OLD.status <> 'active' AND (OLD.status, OLD.status_at, OLD.status_by, OLD.status_why)
                                   IS DISTINCT FROM (NEW.status, NEW.status_at, NEW.status_by, NEW.status_why) THEN
    RAISE EXCEPTION 'what is signed stands' USING ERRCODE = 'PC003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER medication_request_stands BEFORE INSERT OR UPDATE OR DELETE ON medication_request FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION medication_request_stands();
