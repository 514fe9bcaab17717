-- Online services: how people speak with each other, what patients are asked before, what they consent to, and who has come in.

-- FHIR R5 Appointment.virtualService.channelType of what is done online; and under which heading the clinic's list shows it (FHIR
-- R4 HealthcareService.category), empty for its specialty.
ALTER TABLE healthcare_service
  ADD COLUMN channel text NOT NULL DEFAULT 'video' CHECK (channel IN ('video', 'phone')),
  ADD COLUMN category text NOT NULL DEFAULT '' CHECK (length(category) <= 50);

-- Whether it has to be agreed to before a visit by video or phone.
ALTER TABLE consent_text ADD COLUMN telehealth boolean NOT NULL DEFAULT false;

-- FHIR R4 Consent: who agreed to which version, and until when. Rows are never taken away.
CREATE TABLE consent (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  patient_id    uuid NOT NULL,
  text_id       uuid NOT NULL,
  given_by      uuid NOT NULL DEFAULT current_account(),
  given_at      timestamptz NOT NULL,
  withdrawn_by  uuid,
  withdrawn_at  timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, text_id) REFERENCES consent_text,
  FOREIGN KEY (tenant_id, given_by) REFERENCES account,
  FOREIGN KEY (tenant_id, withdrawn_by) REFERENCES account,
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX consent_patient ON consent (tenant_id, patient_id);
CALL protect('consent', 'SELECT, INSERT, UPDATE');

-- FHIR R4 Questionnaire of a service, one version of it: what was answered keeps the questions that it answers.
CREATE TABLE questionnaire (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  service_id  uuid NOT NULL,
  version     int NOT NULL CHECK (version >= 1),
  account_id  uuid NOT NULL DEFAULT current_account(),
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, service_id, version),
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CALL protect('questionnaire', 'SELECT, INSERT, DELETE');

-- FHIR R4 Questionnaire.item; a condition is `enableWhen` with the operator `=`, on a question before it.
CREATE TABLE questionnaire_item (
  tenant_id         uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  questionnaire_id  uuid NOT NULL,
  link_id           int NOT NULL CHECK (link_id BETWEEN 1 AND 999),
  text              text NOT NULL CHECK (length(text) BETWEEN 1 AND 200),
  type              text NOT NULL
    CHECK (type IN ('string', 'text', 'choice', 'quantity', 'integer', 'decimal', 'date', 'boolean')),
  required          boolean NOT NULL,
  unit              text NOT NULL CHECK (length(unit) <= 20),   -- UCUM
  options           text NOT NULL CHECK (length(options) <= 400),   -- with commas between
  enable_when       int CHECK (enable_when < link_id),
  enable_answer     text NOT NULL CHECK (length(enable_answer) <= 100),
  PRIMARY KEY (tenant_id, questionnaire_id, link_id),
  FOREIGN KEY (tenant_id, questionnaire_id) REFERENCES questionnaire,
  FOREIGN KEY (tenant_id, questionnaire_id, enable_when) REFERENCES questionnaire_item DEFERRABLE
);
CALL protect('questionnaire_item', 'SELECT, INSERT, DELETE');

-- FHIR R4 QuestionnaireResponse of a visit. What was answered is sealed, and bound to this row.
CREATE TABLE questionnaire_response (
  tenant_id         uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                uuid NOT NULL,
  appointment_id    uuid NOT NULL,
  questionnaire_id  uuid NOT NULL,
  status            text NOT NULL CHECK (status IN ('in-progress', 'completed', 'amended')),
  answers           bytea NOT NULL,
  page              uuid NOT NULL,               -- which page wrote last,
  saving            int NOT NULL CHECK (saving >= 0),   -- and the how manieth of its savings it was
  author            uuid NOT NULL DEFAULT current_account(),
  authored_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, appointment_id),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, questionnaire_id) REFERENCES questionnaire,
  FOREIGN KEY (tenant_id, author) REFERENCES account
);
CALL protect('questionnaire_response', 'SELECT, INSERT, UPDATE');

-- FHIR R4 Encounter.participant with its period: who has come into a visit by video or phone, and when they left.
CREATE TABLE visit_participant (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  appointment_id  uuid NOT NULL,
  account_id      uuid NOT NULL DEFAULT current_account(),
  side            text NOT NULL CHECK (side IN ('patient', 'practitioner')),
  joined_at       timestamptz NOT NULL,
  left_at         timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
-- Nobody is there twice.
CREATE UNIQUE INDEX visit_participant_there ON visit_participant (tenant_id, appointment_id, account_id)
 WHERE left_at IS NULL;
CALL protect('visit_participant', 'SELECT, INSERT, UPDATE');
