-- Documents of patients (FHIR R4 DocumentReference). Their bytes lie in the object store, under a key of each document's own, which is
-- sealed under the installation's keys.
ALTER TABLE tenant
  -- What the operator lets a clinic keep in documents, in bytes: 20 GiB at first.
  ADD COLUMN storage_bytes bigint NOT NULL DEFAULT 21474836480 CHECK (storage_bytes >= 0),
  -- Days from when a document was deleted until it is gone for good, and which categories never are.
  ADD COLUMN document_days int NOT NULL DEFAULT 30 CHECK (document_days BETWEEN 7 AND 3650),
  ADD COLUMN documents_held text NOT NULL DEFAULT 'none' CHECK (documents_held IN ('none', 'clinical', 'all'));
GRANT UPDATE (document_days, documents_held) ON tenant TO polyclinic_app;

-- Files on their way in. The row is there before the first byte is stored, so that nothing is stored that nobody knows of.
CREATE TABLE document_upload (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  account_id       uuid NOT NULL DEFAULT current_account(),
  patient_id       uuid NOT NULL,
  -- Of the form, and which of its files: sent twice it is one document.
  key              uuid NOT NULL,
  part             int NOT NULL CHECK (part BETWEEN 0 AND 99),
  -- By which a browser knows the file again.
  mark             text NOT NULL DEFAULT '' CHECK (length(mark) <= 100),
  title            text NOT NULL CHECK (length(title) BETWEEN 1 AND 150),
  category         text NOT NULL CHECK (length(category) <= 30),
  visibility       text NOT NULL CHECK (visibility IN ('shared', 'clinic', 'practitioner')),
  practitioner_id  uuid,
  appointment_id   uuid,
  -- Told by its content; NULL before any came.
  content_type     text CHECK (length(content_type) <= 100),
  -- Of what is said to come, at most; counted as if it were there.
  size             bigint NOT NULL CHECK (size BETWEEN 1 AND 52428800),
  received         bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  content_key      bytea NOT NULL,
  created_at       timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  CHECK ((visibility = 'practitioner') = (practitioner_id IS NOT NULL))
);
CREATE INDEX document_upload_account ON document_upload (tenant_id, account_id, mark);
CREATE INDEX document_upload_patient ON document_upload (tenant_id, patient_id);
CREATE INDEX document_upload_over ON document_upload (tenant_id, expires_at);
CALL protect('document_upload', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE document_reference (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  account_id       uuid NOT NULL,
  patient_id       uuid NOT NULL,
  key              uuid NOT NULL,
  part             int NOT NULL,
  status           text NOT NULL DEFAULT 'current' CHECK (status IN ('current', 'entered-in-error')),
  title            text NOT NULL CHECK (length(title) <= 150),
  category         text NOT NULL CHECK (length(category) <= 30),
  visibility       text NOT NULL CHECK (visibility IN ('shared', 'clinic', 'practitioner')),
  practitioner_id  uuid,
  appointment_id   uuid,
  content_type     text NOT NULL CHECK (length(content_type) <= 100),
  size             bigint NOT NULL CHECK (size BETWEEN 1 AND 52428800),
  -- NULL once the content is gone for good.
  content_key      bytea,
  -- 'waiting' is quarantine: nobody is given it before it was found clean.
  content          text NOT NULL CHECK (content IN ('waiting', 'ready', 'infected', 'lost', 'removed')),
  finding          text NOT NULL DEFAULT '' CHECK (length(finding) <= 200),
  preview          text NOT NULL DEFAULT 'waiting' CHECK (preview IN ('waiting', 'made', 'none')),
  created_at       timestamptz NOT NULL,
  checked_at       timestamptz,
  deleted_at       timestamptz,
  deleted_by       uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT document_reference_once UNIQUE (tenant_id, account_id, key, part),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, deleted_by) REFERENCES account,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  CHECK ((visibility = 'practitioner') = (practitioner_id IS NOT NULL)),
  CHECK ((content = 'removed') = (content_key IS NULL)),
  CHECK ((status = 'entered-in-error') = (deleted_at IS NOT NULL))
);
CREATE INDEX document_reference_patient ON document_reference (tenant_id, patient_id, created_at);
CREATE INDEX document_reference_appointment ON document_reference (tenant_id, appointment_id);
-- What it all takes together, without a look at the rows.
CREATE INDEX document_reference_size ON document_reference (tenant_id) INCLUDE (size) WHERE content <> 'removed';
CREATE INDEX document_reference_waits ON document_reference (tenant_id, created_at)
  WHERE content = 'waiting' OR content = 'ready' AND preview = 'waiting';
CREATE INDEX document_reference_deleted ON document_reference (tenant_id, deleted_at)
  WHERE deleted_at IS NOT NULL AND content <> 'removed';
CALL protect('document_reference', 'SELECT, INSERT, UPDATE');
