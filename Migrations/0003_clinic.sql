-- The clinic: people, services, places, and when they are available.
CREATE TABLE patient (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id           uuid NOT NULL,
  account_id   uuid,
  family_name  text NOT NULL CHECK (length(family_name) BETWEEN 1 AND 100),
  given_name   text NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
  birth_date   date NOT NULL,
  gender       text NOT NULL CHECK (gender IN ('female', 'male', 'other', 'unknown')),
  email        text NOT NULL DEFAULT '',
  phone        text NOT NULL DEFAULT '',
  address      jsonb NOT NULL DEFAULT '{}',   -- FHIR Address: line, city, postalCode, country
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE UNIQUE INDEX patient_account ON patient (tenant_id, account_id) WHERE account_id IS NOT NULL;
CREATE INDEX patient_name ON patient (tenant_id, family_name, given_name);
CALL protect('patient', 'SELECT, INSERT, UPDATE');

CREATE TABLE specialty (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
CALL protect('specialty', 'SELECT, INSERT, UPDATE');

CREATE TABLE healthcare_service (
  tenant_id         uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                uuid NOT NULL,
  specialty_id      uuid NOT NULL,
  name              text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description       text NOT NULL DEFAULT '',
  duration_minutes  int NOT NULL CHECK (duration_minutes BETWEEN 5 AND 480),
  price_minor       bigint NOT NULL CHECK (price_minor >= 0),   -- in the currency's minor unit
  currency          text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  active            bool NOT NULL DEFAULT true,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, specialty_id) REFERENCES specialty
);
CALL protect('healthcare_service', 'SELECT, INSERT, UPDATE');

-- FHIR Location: thin, it is a room.
CREATE TABLE location (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
CALL protect('location', 'SELECT, INSERT, UPDATE');

CREATE TABLE practitioner (
  tenant_id         uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                uuid NOT NULL,
  account_id        uuid,
  prefix            text NOT NULL DEFAULT '',
  family_name       text NOT NULL CHECK (length(family_name) BETWEEN 1 AND 100),
  given_name        text NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
  qualification     text NOT NULL DEFAULT '',
  gender            text NOT NULL CHECK (gender IN ('female', 'male', 'other', 'unknown')),
  languages         text[] NOT NULL DEFAULT '{}',
  bio               text NOT NULL DEFAULT '',
  portrait          uuid,                       -- names the object; a new portrait is a new name
  active            bool NOT NULL DEFAULT true,
  schedule_version  int NOT NULL DEFAULT 1,     -- a time offered under another version is not booked
  created_at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE UNIQUE INDEX practitioner_account ON practitioner (tenant_id, account_id) WHERE account_id IS NOT NULL;
CREATE INDEX practitioner_name ON practitioner (tenant_id, family_name, given_name, id);
CALL protect('practitioner', 'SELECT, INSERT, UPDATE');

CREATE TABLE practitioner_specialty (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  practitioner_id  uuid NOT NULL,
  specialty_id     uuid NOT NULL,
  PRIMARY KEY (tenant_id, practitioner_id, specialty_id),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, specialty_id) REFERENCES specialty
);
CREATE INDEX practitioner_specialty_by_specialty ON practitioner_specialty (tenant_id, specialty_id);
CALL protect('practitioner_specialty', 'SELECT, INSERT, DELETE');

CREATE TABLE practitioner_service (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  practitioner_id  uuid NOT NULL,
  service_id       uuid NOT NULL,
  PRIMARY KEY (tenant_id, practitioner_id, service_id),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service
);
CREATE INDEX practitioner_service_by_service ON practitioner_service (tenant_id, service_id);
CALL protect('practitioner_service', 'SELECT, INSERT, DELETE');

-- Weekly hours in the clinic's local time; 24:00 is an end. Weekdays are ISO's, Monday 1.
CREATE TABLE availability (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  practitioner_id  uuid NOT NULL,
  location_id      uuid NOT NULL,
  weekday          smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens            time NOT NULL,
  closes           time NOT NULL CHECK (closes > opens),
  valid_from       date NOT NULL,
  valid_until      date CHECK (valid_until >= valid_from),   -- the last day, inclusive
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, location_id) REFERENCES location
);
CREATE INDEX availability_practitioner ON availability (tenant_id, practitioner_id);
CALL protect('availability', 'SELECT, INSERT, UPDATE, DELETE');
