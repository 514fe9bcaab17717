-- What has to be on paper before a visit: consents (FHIR R4 Consent) and documents (DocumentReference), as far as that they
-- are there; what they say is not kept here.
CREATE TABLE service_paper (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  service_id  uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('consent', 'document')),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, service_id, name),
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service
);
CALL protect('service_paper', 'SELECT');

CREATE TABLE appointment_paper (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  appointment_id  uuid NOT NULL,
  paper_id        uuid NOT NULL,
  received_by     uuid NOT NULL DEFAULT current_account(),
  received_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, appointment_id, paper_id),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, paper_id) REFERENCES service_paper,
  FOREIGN KEY (tenant_id, received_by) REFERENCES account
);
CALL protect('appointment_paper', 'SELECT, INSERT');
