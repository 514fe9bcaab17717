-- What a clinic knows of a patient as a person, by the names of FHIR R4.

-- Patient.communication, the preferred language first (ISO 639-1), the extension patient-interpreterRequired, and what
-- whoever receives the patient has to prepare. `needs_told_at`: when somebody last said what they need, or that nothing is.
ALTER TABLE patient
  ADD COLUMN languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 3),
  ADD COLUMN interpreter boolean NOT NULL DEFAULT false,
  ADD COLUMN needs text[] NOT NULL DEFAULT '{}' CHECK (cardinality(needs) <= 20),
  ADD COLUMN sign_language text NOT NULL DEFAULT '' CHECK (length(sign_language) <= 10),
  ADD COLUMN need_note text NOT NULL DEFAULT '' CHECK (length(need_note) <= 500),
  ADD COLUMN needs_told_at timestamptz;

-- Patient.contact: who is called in an emergency, in that order.
CREATE TABLE patient_contact (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  patient_id    uuid NOT NULL,
  position      int NOT NULL CHECK (position >= 0),
  relationship  text NOT NULL CHECK (length(relationship) BETWEEN 1 AND 20),
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  phone         text NOT NULL CHECK (length(phone) BETWEEN 1 AND 30),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient
);
CREATE INDEX patient_contact_patient ON patient_contact (tenant_id, patient_id, position);
CALL protect('patient_contact', 'SELECT, INSERT, UPDATE, DELETE');

-- Coverage: who pays, in the order in which they do.
CREATE TABLE coverage (
  tenant_id      uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id             uuid NOT NULL,
  patient_id     uuid NOT NULL,
  position       int NOT NULL CHECK (position BETWEEN 1 AND 9),         -- Coverage.order
  payor          text NOT NULL CHECK (length(payor) BETWEEN 1 AND 100),
  subscriber_id  bytea NOT NULL,                                        -- sealed
  grouping       text NOT NULL CHECK (length(grouping) <= 50),          -- Coverage.class, type `group`
  relationship   text NOT NULL CHECK (length(relationship) BETWEEN 1 AND 20),
  valid_from     date,
  valid_until    date,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  CHECK (valid_until >= valid_from)
);
CREATE INDEX coverage_patient ON coverage (tenant_id, patient_id, position);
CALL protect('coverage', 'SELECT, INSERT, UPDATE, DELETE');

-- What was changed of a person, from what to what: docs/profile.md says why the audit log is not the place. Numbers of insurance
-- are masked. `request_id` finds the row of the audit log, which has the network.
CREATE TABLE patient_change (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  patient_id  uuid NOT NULL,
  account_id  uuid DEFAULT current_account(),
  origin      text NOT NULL CHECK (origin IN ('own', 'parent', 'staff', 'file')),
  part        text NOT NULL CHECK (length(part) BETWEEN 1 AND 20),
  changes     jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'array'),   -- of each field: field, before, after
  request_id  text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX patient_change_patient ON patient_change (tenant_id, patient_id, at);
CREATE INDEX patient_change_at ON patient_change (tenant_id, at);
-- Nobody rewrites it: a merge moves it to the record that is kept, and what is too old goes.
CALL protect('patient_change', 'SELECT, INSERT, DELETE');
GRANT UPDATE (patient_id) ON patient_change TO polyclinic_app;

-- That a birth date is wrong, as a patient says; the clinic decides.
CREATE TABLE patient_correction (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  patient_id  uuid NOT NULL,
  birth_date  date NOT NULL,
  note        text NOT NULL CHECK (length(note) <= 500),
  state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined')),
  asked_by    uuid NOT NULL DEFAULT current_account(),
  asked_at    timestamptz NOT NULL,
  decided_by  uuid,
  decided_at  timestamptz,
  answer      text NOT NULL DEFAULT '' CHECK (length(answer) <= 500),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, asked_by) REFERENCES account,
  FOREIGN KEY (tenant_id, decided_by) REFERENCES account,
  CHECK ((state = 'open') = (decided_at IS NULL) AND num_nulls(decided_by, decided_at) IN (0, 2))
);
CREATE INDEX patient_correction_patient ON patient_correction (tenant_id, patient_id, asked_at);
CREATE INDEX patient_correction_open ON patient_correction (tenant_id, asked_at) WHERE state = 'open';
CALL protect('patient_correction', 'SELECT, INSERT, UPDATE');

-- What people say of these pages. Nobody's name where nobody was signed in.
CREATE TABLE feedback (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  account_id    uuid DEFAULT current_account(),
  kind          text NOT NULL CHECK (kind IN ('problem', 'idea', 'praise')),
  text          text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  page          text NOT NULL CHECK (length(page) <= 200),                -- a path alone
  wants_answer  boolean NOT NULL,
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
  taken_by      uuid,
  answer        text NOT NULL DEFAULT '' CHECK (length(answer) <= 4000),
  answered_at   timestamptz,
  closed_at     timestamptz,
  at            timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, taken_by) REFERENCES account,
  CHECK (NOT wants_answer OR account_id IS NOT NULL)
);
CREATE INDEX feedback_state ON feedback (tenant_id, state, at);
CREATE INDEX feedback_at ON feedback (tenant_id, at);
CALL protect('feedback', 'SELECT, INSERT, DELETE');
GRANT UPDATE (state, taken_by, answer, answered_at, closed_at) ON feedback TO polyclinic_app;
