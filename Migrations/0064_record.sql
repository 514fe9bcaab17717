-- The minimum record of a patient, with the names, statuses and codes of FHIR R4: observations, allergies, conditions, medications
-- and results. Nothing is written over: who changes an entry adds a version (`replaces`, `thread` is the first one's id), and what was
-- wrong stays as `entered-in-error`. What people write in words is sealed in `content`; numbers, codes of a fixed list, states and days
-- are not, since what is shown is chosen and ordered by them.
ALTER TABLE tenant
  -- When a patient is shown a result: `graded` (a normal one at once, another when a doctor has seen it, or so many days later), or
  -- `by-hand`.
  ADD COLUMN result_release text NOT NULL DEFAULT 'graded' CHECK (result_release IN ('graded', 'by-hand')),
  ADD COLUMN result_days int NOT NULL DEFAULT 7 CHECK (result_days BETWEEN 0 AND 90);
GRANT UPDATE (result_release, result_days) ON tenant TO polyclinic_app;

CREATE TABLE allergy_intolerance (
  tenant_id            uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                   uuid NOT NULL,
  thread               uuid NOT NULL,
  replaces             uuid,
  patient_id           uuid NOT NULL,
  clinical_status      text NOT NULL CHECK (clinical_status IN ('active', 'inactive', 'resolved')),
  verification_status  text NOT NULL
                       CHECK (verification_status IN ('unconfirmed', 'confirmed', 'refuted', 'entered-in-error')),
  type                 text NOT NULL CHECK (type IN ('', 'allergy', 'intolerance')),
  category             text NOT NULL CHECK (category IN ('', 'food', 'medication', 'environment', 'biologic')),
  criticality          text NOT NULL CHECK (criticality IN ('low', 'high', 'unable-to-assess')),
  -- Somebody has asked, and there is none (SNOMED CT 716186003).
  none_known           boolean NOT NULL DEFAULT false,
  content              bytea NOT NULL,
  recorded_by          uuid NOT NULL DEFAULT current_account(),
  recorded_at          timestamptz NOT NULL,
  -- When another version or nothing took its place, and at whose hands.
  superseded_at        timestamptz,
  superseded_by        uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT allergy_intolerance_once UNIQUE (tenant_id, replaces),
  FOREIGN KEY (tenant_id, replaces) REFERENCES allergy_intolerance DEFERRABLE,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES account,
  FOREIGN KEY (tenant_id, superseded_by) REFERENCES account,
  CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
  CHECK (verification_status <> 'entered-in-error' OR superseded_at IS NOT NULL)
);
CREATE INDEX allergy_intolerance_patient ON allergy_intolerance (tenant_id, patient_id, superseded_at);
CREATE UNIQUE INDEX allergy_intolerance_current ON allergy_intolerance (tenant_id, thread) WHERE superseded_at IS NULL;
CALL protect('allergy_intolerance', 'SELECT, INSERT, UPDATE');

CREATE TABLE condition (
  tenant_id            uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                   uuid NOT NULL,
  thread               uuid NOT NULL,
  replaces             uuid,
  patient_id           uuid NOT NULL,
  clinical_status      text NOT NULL
                       CHECK (clinical_status IN ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved')),
  verification_status  text NOT NULL
                       CHECK (verification_status IN ('unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted',
                                                      'entered-in-error')),
  onset                date,
  abatement            date,
  content              bytea NOT NULL,
  recorded_by          uuid NOT NULL DEFAULT current_account(),
  recorded_at          timestamptz NOT NULL,
  superseded_at        timestamptz,
  superseded_by        uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT condition_once UNIQUE (tenant_id, replaces),
  FOREIGN KEY (tenant_id, replaces) REFERENCES condition DEFERRABLE,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES account,
  FOREIGN KEY (tenant_id, superseded_by) REFERENCES account,
  CHECK (abatement >= onset),
  CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
  CHECK (verification_status <> 'entered-in-error' OR superseded_at IS NOT NULL)
);
CREATE INDEX condition_patient ON condition (tenant_id, patient_id, superseded_at);
CREATE UNIQUE INDEX condition_current ON condition (tenant_id, thread) WHERE superseded_at IS NULL;
CALL protect('condition', 'SELECT, INSERT, UPDATE');

CREATE TABLE medication_statement (
  tenant_id      uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id             uuid NOT NULL,
  thread         uuid NOT NULL,
  replaces       uuid,
  patient_id     uuid NOT NULL,
  status         text NOT NULL
                 CHECK (status IN ('active', 'completed', 'entered-in-error', 'intended', 'stopped', 'on-hold', 'not-taken')),
  starts_on      date,
  ends_on        date,
  source         text NOT NULL CHECK (source IN ('patient', 'practitioner')),
  content        bytea NOT NULL,
  recorded_by    uuid NOT NULL DEFAULT current_account(),
  recorded_at    timestamptz NOT NULL,
  superseded_at  timestamptz,
  superseded_by  uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT medication_statement_once UNIQUE (tenant_id, replaces),
  FOREIGN KEY (tenant_id, replaces) REFERENCES medication_statement DEFERRABLE,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES account,
  FOREIGN KEY (tenant_id, superseded_by) REFERENCES account,
  CHECK (ends_on >= starts_on),
  CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
  CHECK (status <> 'entered-in-error' OR superseded_at IS NOT NULL)
);
CREATE INDEX medication_statement_patient ON medication_statement (tenant_id, patient_id, superseded_at);
CREATE UNIQUE INDEX medication_statement_current ON medication_statement (tenant_id, thread) WHERE superseded_at IS NULL;
CALL protect('medication_statement', 'SELECT, INSERT, UPDATE');

CREATE TABLE diagnostic_report (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  thread          uuid NOT NULL,
  replaces        uuid,
  patient_id      uuid NOT NULL,
  status          text NOT NULL
                  CHECK (status IN ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled',
                                    'entered-in-error')),
  -- When the sample was taken.
  effective_at    timestamptz NOT NULL,
  -- The gravest of its values.
  gravity         text NOT NULL CHECK (gravity IN ('normal', 'abnormal', 'critical')),
  content         bytea NOT NULL,
  recorded_by     uuid NOT NULL DEFAULT current_account(),
  recorded_at     timestamptz NOT NULL,
  superseded_at   timestamptz,
  superseded_by   uuid,
  seen_at         timestamptz,
  seen_by         uuid,
  -- When it is released by itself; NULL for not, and once it was.
  release_due_at  timestamptz,
  released_at     timestamptz,
  -- NULL for who is nobody: the rule.
  released_by     uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT diagnostic_report_once UNIQUE (tenant_id, replaces),
  FOREIGN KEY (tenant_id, replaces) REFERENCES diagnostic_report DEFERRABLE,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES account,
  FOREIGN KEY (tenant_id, superseded_by) REFERENCES account,
  FOREIGN KEY (tenant_id, seen_by) REFERENCES account,
  FOREIGN KEY (tenant_id, released_by) REFERENCES account,
  CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
  CHECK ((seen_at IS NULL) = (seen_by IS NULL)),
  CHECK (released_at IS NULL OR release_due_at IS NULL),
  -- What is not final is nobody's to read but the clinic's.
  CHECK (released_at IS NULL OR status IN ('final', 'amended', 'corrected', 'cancelled', 'entered-in-error'))
);
CREATE INDEX diagnostic_report_patient ON diagnostic_report (tenant_id, patient_id, effective_at);
CREATE UNIQUE INDEX diagnostic_report_current ON diagnostic_report (tenant_id, thread) WHERE superseded_at IS NULL;
CREATE INDEX diagnostic_report_due ON diagnostic_report (tenant_id, release_due_at) WHERE release_due_at IS NOT NULL;
CALL protect('diagnostic_report', 'SELECT, INSERT, UPDATE');

CREATE TABLE observation (
  tenant_id         uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                uuid NOT NULL,
  thread            uuid NOT NULL,
  replaces          uuid,
  patient_id        uuid NOT NULL,
  -- Of a result, and its place there.
  report_id         uuid,
  position          int NOT NULL DEFAULT 0,
  category          text NOT NULL CHECK (category IN ('vital-signs', 'laboratory')),
  -- LOINC; empty for what has none.
  code              text NOT NULL CHECK (code ~ '^([0-9]{1,7}-[0-9])?$'),
  status            text NOT NULL
                    CHECK (status IN ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled',
                                      'entered-in-error')),
  effective_at      timestamptz NOT NULL,
  -- As it was measured, or converted exactly; NULL where it has components, or is said in words.
  value             numeric CHECK (abs(value) < 1e9 AND scale(value) <= 6),
  -- UCUM
  unit              text NOT NULL CHECK (length(unit) <= 30),
  component_codes   text[] NOT NULL DEFAULT '{}',
  component_values  numeric[] NOT NULL DEFAULT '{}',
  low               numeric,
  high              numeric,
  -- HL7 v3 ObservationInterpretation; empty for none.
  interpretation    text NOT NULL CHECK (interpretation IN ('', 'N', 'L', 'H', 'LL', 'HH', 'A', 'AA')),
  -- Its name where no code says it, a value in words, what it was typed as, a note; NULL for none of these.
  content           bytea,
  recorded_by       uuid NOT NULL DEFAULT current_account(),
  recorded_at       timestamptz NOT NULL,
  superseded_at     timestamptz,
  superseded_by     uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT observation_once UNIQUE (tenant_id, replaces),
  FOREIGN KEY (tenant_id, replaces) REFERENCES observation DEFERRABLE,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, report_id) REFERENCES diagnostic_report,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES account,
  FOREIGN KEY (tenant_id, superseded_by) REFERENCES account,
  CHECK (cardinality(component_codes) = cardinality(component_values)),
  CHECK (high >= low),
  CHECK ((category = 'laboratory') = (report_id IS NOT NULL)),
  CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
  CHECK (status <> 'entered-in-error' OR superseded_at IS NOT NULL)
);
-- The latest of each kind, without a look at the others.
CREATE INDEX observation_latest ON observation (tenant_id, patient_id, category, code, effective_at DESC, id DESC)
  WHERE superseded_at IS NULL;
CREATE INDEX observation_patient ON observation (tenant_id, patient_id);
CREATE INDEX observation_report ON observation (tenant_id, report_id, position) WHERE report_id IS NOT NULL;
CALL protect('observation', 'SELECT, INSERT, UPDATE');
