-- Another time for what was asked for: proposed by staff like one for a visit that can't take place, with a letter and a link.
ALTER TABLE rebooking ADD COLUMN answers_request boolean NOT NULL DEFAULT false;

-- Requests wait for an answer: the front desk looks at all of them.
CREATE INDEX appointment_pending ON appointment (tenant_id, starts_at) WHERE status = 'pending';

-- Who says yes to the time that was asked for has answered, too. It settles nothing about a doctor who is away then.
CREATE OR REPLACE FUNCTION rebooking_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH settled AS (
    UPDATE rebooking SET state = CASE NEW.status WHEN 'cancelled' THEN 'cancelled' ELSE 'accepted' END
     WHERE appointment_id = NEW.id AND state IN ('open', 'task')
       AND (answers_request OR OLD.during <> NEW.during OR OLD.practitioner_id <> NEW.practitioner_id
            OR NEW.status NOT IN ('pending', 'booked'))
    RETURNING token_hash
  )
  DELETE FROM hold USING settled WHERE hold.browser_hash = settled.token_hash;
  RETURN NULL;
END $$;
DROP TRIGGER rebooking_settled ON appointment;
CREATE TRIGGER rebooking_settled AFTER UPDATE OF during, practitioner_id, status ON appointment
  FOR EACH ROW
  WHEN (OLD.during <> NEW.during OR OLD.practitioner_id <> NEW.practitioner_id
        OR NEW.status NOT IN ('pending', 'booked') OR (OLD.status = 'pending' AND NEW.status = 'booked'))
  EXECUTE FUNCTION rebooking_settled();
