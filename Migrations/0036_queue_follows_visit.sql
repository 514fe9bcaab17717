-- A visit and its place in the queue say the same: whoever begins a visit, by whichever page, has called its patient, and whoever
-- ends it, or says that nobody came, has ended the waiting.
CREATE FUNCTION queue_follows_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'arrived' THEN
    UPDATE queue_ticket
       SET state = 'called', room_id = NEW.location_id, called_at = NEW.started_at, ended_at = NULL, version = version + 1
     WHERE appointment_id = NEW.id AND state IN ('waiting', 'left');
  ELSE
    UPDATE queue_ticket SET state = 'done', ended_at = coalesce(NEW.fulfilled_at, now()), version = version + 1
     WHERE appointment_id = NEW.id AND state IN ('waiting', 'called');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER queue_follows_visit AFTER UPDATE OF status, started_at ON appointment
  FOR EACH ROW
  WHEN ((OLD.started_at IS NULL AND NEW.started_at IS NOT NULL)
        OR (OLD.status <> NEW.status AND NEW.status IN ('fulfilled', 'cancelled', 'noshow')))
  EXECUTE FUNCTION queue_follows_visit();
