-- Wishes for an earlier time, and the times that become free again.

-- Somebody would come sooner: to a doctor or to whoever of the specialty gives the service, on some weekdays (ISO's; none:
-- any), between two local times, up to a day.
CREATE TABLE waitlist_entry (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  account_id       uuid NOT NULL DEFAULT current_account(),
  patient_id       uuid NOT NULL,
  service_id       uuid NOT NULL,
  practitioner_id  uuid,
  weekdays         smallint[] NOT NULL DEFAULT '{}' CHECK (weekdays <@ '{1,2,3,4,5,6,7}'),
  from_time        time NOT NULL DEFAULT '00:00',
  until_time       time NOT NULL DEFAULT '24:00' CHECK (until_time > from_time),
  until_day        date NOT NULL,
  state            text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'offered', 'filled', 'withdrawn')),
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner
);
CREATE INDEX waitlist_entry_account ON waitlist_entry (tenant_id, account_id);
CREATE INDEX waitlist_entry_waiting ON waitlist_entry (tenant_id, created_at) WHERE state = 'waiting';
CALL protect('waitlist_entry', 'SELECT, INSERT, UPDATE');

-- A time that became free again before it began. Whoever looks for somebody to offer it to claims it by moving its due time,
-- as letters are claimed.
CREATE TABLE freed_time (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL DEFAULT gen_random_uuid(),
  practitioner_id  uuid NOT NULL,
  during           tstzrange NOT NULL,
  state            text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'offered', 'done')),
  due_at           timestamptz NOT NULL DEFAULT '-infinity',
  freed_at         timestamptz,                      -- when it was first looked at and could be booked; NULL: never
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner
);
CREATE INDEX freed_time_due ON freed_time (tenant_id, due_at) WHERE state = 'new';
CREATE INDEX freed_time_freed ON freed_time (tenant_id, freed_at);
CALL protect('freed_time', 'SELECT, INSERT, UPDATE');

-- A freed time kept for one wish until a deadline, by a hold like any other.
CREATE TABLE waitlist_offer (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,                    -- also the key of the booking that accepts it: it books once
  entry_id         uuid NOT NULL,
  freed_id         uuid NOT NULL,
  hold_hash        bytea NOT NULL CHECK (length(hold_hash) = 32),
  practitioner_id  uuid NOT NULL,
  during           tstzrange NOT NULL,
  answer_until     timestamptz NOT NULL,
  state            text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'lapsed')),
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, entry_id, freed_id),            -- nobody is offered one time twice
  FOREIGN KEY (tenant_id, entry_id) REFERENCES waitlist_entry,
  FOREIGN KEY (tenant_id, freed_id) REFERENCES freed_time,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner
);
CREATE UNIQUE INDEX waitlist_offer_open ON waitlist_offer (tenant_id, freed_id) WHERE state = 'open';
CREATE INDEX waitlist_offer_due ON waitlist_offer (tenant_id, answer_until) WHERE state = 'open';
CALL protect('waitlist_offer', 'SELECT, INSERT, UPDATE');

-- Whoever gives a time up, by whichever page.
CREATE FUNCTION time_freed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO freed_time (tenant_id, practitioner_id, during) VALUES (OLD.tenant_id, OLD.practitioner_id, OLD.during);
  RETURN NULL;
END $$;
CREATE TRIGGER time_freed AFTER UPDATE OF during, practitioner_id, status ON appointment
  FOR EACH ROW
  WHEN (OLD.status IN ('booked', 'pending')
        AND (OLD.during <> NEW.during OR OLD.practitioner_id <> NEW.practitioner_id OR NEW.status = 'cancelled'))
  EXECUTE FUNCTION time_freed();

-- The booking with an offer's id is its acceptance.
CREATE FUNCTION waitlist_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH accepted AS (
    UPDATE waitlist_offer o SET state = 'accepted' FROM waitlist_entry e
     WHERE o.id = NEW.booking_key AND e.id = o.entry_id AND e.patient_id = NEW.patient_id AND o.state <> 'accepted'
    RETURNING o.entry_id, o.freed_id
  ), filled AS (
    UPDATE waitlist_entry e SET state = 'filled' FROM accepted WHERE e.id = accepted.entry_id
  )
  UPDATE freed_time f SET state = 'done' FROM accepted WHERE f.id = accepted.freed_id;
  RETURN NULL;
END $$;
CREATE TRIGGER waitlist_accepted AFTER INSERT ON appointment
  FOR EACH ROW EXECUTE FUNCTION waitlist_accepted();
