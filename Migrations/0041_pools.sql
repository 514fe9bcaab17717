-- Who and what stands in a pool (staff, rooms and devices of a kind) is a rule as hours are: servers keep the rules in
-- memory as long as the versions of the schedules stay as they were.
CREATE TRIGGER rooms_join AFTER INSERT ON location
  FOR EACH ROW WHEN (NEW.kind <> '') EXECUTE FUNCTION schedules_changed();

-- (Of these columns alone: the function writes another.)
CREATE TRIGGER staff_joins AFTER INSERT ON practitioner
  FOR EACH ROW WHEN (NEW.kind <> '') EXECUTE FUNCTION schedules_changed();
CREATE TRIGGER staff_changed AFTER UPDATE OF kind, active ON practitioner
  FOR EACH ROW WHEN (OLD.kind <> '' OR NEW.kind <> '') EXECUTE FUNCTION schedules_changed();
