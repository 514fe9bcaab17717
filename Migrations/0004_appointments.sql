-- Appointments, and the occupancy that makes a double booking impossible.
CREATE TABLE appointment (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  patient_id       uuid NOT NULL,
  practitioner_id  uuid NOT NULL,
  service_id       uuid NOT NULL,
  location_id      uuid NOT NULL,
  during           tstzrange NOT NULL CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
  status           text NOT NULL CHECK (status IN
                     ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow')),
  reason           text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  price_minor      bigint NOT NULL CHECK (price_minor >= 0),
  currency         text NOT NULL,
  booked_by        uuid,
  booking_key      uuid NOT NULL,              -- one form, one appointment, however often it is sent
  booked_at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT appointment_booking_key UNIQUE (tenant_id, booked_by, booking_key),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service,
  FOREIGN KEY (tenant_id, location_id) REFERENCES location,
  FOREIGN KEY (tenant_id, booked_by) REFERENCES account
);
CREATE INDEX appointment_patient ON appointment (tenant_id, patient_id, lower(during) DESC);
CREATE INDEX appointment_practitioner ON appointment (tenant_id, practitioner_id, lower(during));
CREATE INDEX appointment_time ON appointment (tenant_id, lower(during));
CALL protect('appointment', 'SELECT, INSERT, UPDATE');

-- One row per resource and time range. Nothing occupies a resource but through here.
CREATE TABLE occupancy (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  resource_kind   text NOT NULL CHECK (resource_kind IN ('practitioner', 'location', 'patient')),
  resource_id     uuid NOT NULL,
  appointment_id  uuid NOT NULL,
  during          tstzrange NOT NULL CHECK (NOT isempty(during)),
  released_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  CONSTRAINT occupancy_once EXCLUDE USING gist
    (tenant_id WITH =, resource_id WITH =, during WITH &&) WHERE (released_at IS NULL)
);
CREATE INDEX occupancy_appointment ON occupancy (tenant_id, appointment_id);
CALL protect('occupancy', 'SELECT, INSERT, UPDATE');

-- A letter is written by the transaction that causes it and delivered by a worker afterwards.
CREATE TABLE outbox_message (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,                 -- also the Message-ID: the same at every try
  kind          text NOT NULL,
  language      text NOT NULL,
  recipient     text NOT NULL,
  payload       jsonb NOT NULL,                -- what the letter says, but for its secret
  secret        bytea,                         -- sealed: a code or a link
  state         text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
  attempts      int NOT NULL DEFAULT 0,
  due_at        timestamptz NOT NULL,
  sent_at       timestamptz,
  failure       text,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX outbox_message_due ON outbox_message (tenant_id, due_at) WHERE state = 'queued';
CREATE INDEX outbox_message_created ON outbox_message (tenant_id, created_at DESC);
CALL protect('outbox_message', 'SELECT, INSERT, UPDATE');

-- Who did what to whom, when and why. Rows are added, never changed.
CREATE TABLE audit_event (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  account_id  uuid DEFAULT current_account(),
  act         text NOT NULL,
  purpose     text NOT NULL,
  entity      uuid,
  request_id  text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_event_entity ON audit_event (tenant_id, entity, at);
CREATE INDEX audit_event_at ON audit_event (tenant_id, at);
CALL protect('audit_event', 'SELECT, INSERT');
