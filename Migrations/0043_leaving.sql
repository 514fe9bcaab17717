-- Who came and went away again without having been seen. FHIR R4 has no state of its own for that: of its states noshow is the nearest,
-- and that they came stays in `arrived_at`.
ALTER TABLE appointment ADD COLUMN left_at timestamptz;

CREATE OR REPLACE FUNCTION appointment_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.status, NEW.status) NOT IN (
    ('proposed', 'cancelled'),
    ('pending', 'booked'), ('pending', 'cancelled'),
    ('booked', 'pending'), ('booked', 'arrived'), ('booked', 'cancelled'), ('booked', 'noshow'),
    ('arrived', 'fulfilled'), ('arrived', 'noshow'),
    ('noshow', 'arrived')
  ) THEN
    RAISE EXCEPTION 'an appointment can''t go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_steps';
  END IF;
  RETURN NEW;
END $$;

ALTER TABLE appointment_history DROP CONSTRAINT appointment_history_act_check;
ALTER TABLE appointment_history ADD CONSTRAINT appointment_history_act_check
  CHECK (act IN ('book', 'request', 'accept', 'decline', 'cancel', 'move', 'arrive', 'leave', 'start', 'fulfil', 'miss'));

-- The ticket of who has left says so, whoever marks it.
CREATE OR REPLACE FUNCTION queue_follows_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'arrived' THEN
    UPDATE queue_ticket
       SET state = 'called', room_id = NEW.location_id, called_at = NEW.started_at, ended_at = NULL, version = version + 1
     WHERE appointment_id = NEW.id AND state IN ('waiting', 'left');
  ELSE
    UPDATE queue_ticket
       SET state = CASE WHEN NEW.left_at IS NULL THEN 'done' ELSE 'left' END,
           ended_at = coalesce(NEW.fulfilled_at, NEW.left_at, now()), version = version + 1
     WHERE appointment_id = NEW.id AND state IN ('waiting', 'called');
  END IF;
  RETURN NULL;
END $$;
