-- A doctor who is away: what becomes of each visit that this was to be.

-- Of absences that somebody entered, who and when.
ALTER TABLE absence
  ADD COLUMN entered_by uuid,
  ADD COLUMN entered_at timestamptz,
  ADD FOREIGN KEY (tenant_id, entered_by) REFERENCES account;

-- One row for each visit that can't take place as booked: open while its patient is asked, a task while the front desk has to
-- speak with them, and then settled one way or the other. The proposed time is kept by a hold like any other, known by the
-- same hash as the link in the patient's letter.
CREATE TABLE rebooking (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  absence_id       uuid,
  appointment_id   uuid NOT NULL,
  was              tstzrange NOT NULL,               -- when the visit was to be
  token_hash       bytea NOT NULL CHECK (length(token_hash) = 32),
  practitioner_id  uuid,                             -- with whom, where and when it could be; NULL: nothing was free
  location_id      uuid,
  proposed         tstzrange,
  answer_until     timestamptz NOT NULL,
  state            text NOT NULL CHECK (state IN ('open', 'task', 'accepted', 'cancelled')),
  why              text NOT NULL DEFAULT ''          -- why it was ever the front desk's
                     CHECK (why IN ('', 'unanswered', 'asked', 'no-address', 'no-time', 'gone')),
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  UNIQUE (tenant_id, absence_id, appointment_id),
  FOREIGN KEY (tenant_id, absence_id) REFERENCES absence ON DELETE SET NULL (absence_id),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner,
  FOREIGN KEY (tenant_id, location_id) REFERENCES location,
  CHECK (num_nonnulls(practitioner_id, location_id, proposed) IN (0, 3)),
  CHECK (state <> 'open' OR proposed IS NOT NULL),
  CHECK (state <> 'task' OR why <> '')
);
-- Nobody is asked twice about one visit at the same time.
CREATE UNIQUE INDEX rebooking_unsettled ON rebooking (tenant_id, appointment_id) WHERE state IN ('open', 'task');
CREATE INDEX rebooking_due ON rebooking (tenant_id, answer_until) WHERE state = 'open';
CREATE INDEX rebooking_task ON rebooking (tenant_id, created_at) WHERE state = 'task';
CALL protect('rebooking', 'SELECT, INSERT, UPDATE');

-- Whoever moves, cancels or begins the visit, by whichever page, settles what was asked about it, and the time that was
-- kept for the answer is free.
CREATE FUNCTION rebooking_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH settled AS (
    UPDATE rebooking SET state = CASE NEW.status WHEN 'cancelled' THEN 'cancelled' ELSE 'accepted' END
     WHERE appointment_id = NEW.id AND state IN ('open', 'task')
    RETURNING token_hash
  )
  DELETE FROM hold USING settled WHERE hold.browser_hash = settled.token_hash;
  RETURN NULL;
END $$;
CREATE TRIGGER rebooking_settled AFTER UPDATE OF during, practitioner_id, status ON appointment
  FOR EACH ROW
  WHEN (OLD.during <> NEW.during OR OLD.practitioner_id <> NEW.practitioner_id
        OR NEW.status NOT IN ('pending', 'booked'))
  EXECUTE FUNCTION rebooking_settled();
