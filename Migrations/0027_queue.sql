-- Who waits, in one queue: booked visits from their check-in on, and walk-ins.

-- A place where people wait. A place is a site; rooms that stand alone share the nil UUID. Whoever holds the display's link
-- may look, so only its hash is kept; the code hangs at the door, and says that somebody stands there.
CREATE TABLE waiting_room (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  place         uuid NOT NULL,
  code          text NOT NULL CHECK (code ~ '^[A-HJ-NP-Z2-9]{6}$'),
  display_hash  bytea CHECK (length(display_hash) = 32),   -- NULL: nothing is displayed
  PRIMARY KEY (tenant_id, place),
  CONSTRAINT waiting_room_code UNIQUE (tenant_id, code),
  CONSTRAINT waiting_room_display UNIQUE (tenant_id, display_hash)
);
CALL protect('waiting_room', 'SELECT, INSERT, UPDATE');

CREATE TABLE queue_ticket (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  place            uuid NOT NULL,
  day              date NOT NULL,              -- the clinic's
  number           int NOT NULL CHECK (number > 0),
  appointment_id   uuid,                       -- NULL: a walk-in
  patient_id       uuid,                       -- NULL: nobody has asked yet
  service_id       uuid NOT NULL,
  practitioner_id  uuid,                       -- NULL: whoever gives the service
  minutes          int NOT NULL CHECK (minutes > 0),
  due_at           timestamptz NOT NULL,       -- the order of the queue: when the visit begins, or when a walk-in came
  state            text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'called', 'done', 'left')),
  room_id          uuid,                       -- where they were called to
  version          int NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL,
  called_at        timestamptz,
  ended_at         timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT queue_ticket_number UNIQUE (tenant_id, place, day, number),
  CONSTRAINT queue_ticket_appointment UNIQUE (tenant_id, appointment_id),
  CHECK ((state = 'called') <= (called_at IS NOT NULL)),
  CHECK ((state IN ('done', 'left')) = (ended_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, room_id) REFERENCES location
);
CREATE INDEX queue_ticket_day ON queue_ticket (tenant_id, day, state);
CALL protect('queue_ticket', 'SELECT, INSERT, UPDATE');
