-- What a clinic keeps of itself is changed and retired; what nothing ever happened with can be taken away for good.

ALTER TABLE specialty ADD COLUMN active bool NOT NULL DEFAULT true;

-- A paper that came once stays, when it is asked for no longer.
ALTER TABLE service_paper ADD COLUMN active bool NOT NULL DEFAULT true;
GRANT INSERT, UPDATE, DELETE ON service_paper TO polyclinic_app;

-- A holiday can move to another day and still be the same.
ALTER TABLE holiday
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
  DROP CONSTRAINT holiday_pkey,
  ADD PRIMARY KEY (tenant_id, id),
  ADD UNIQUE (tenant_id, day);

GRANT DELETE ON specialty, location, device, healthcare_service, practitioner TO polyclinic_app;

-- Who is booked no longer, or no longer gives a service, changes the times on offer, too.
CREATE FUNCTION practitioner_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE practitioner SET schedule_version = schedule_version + 1 WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER practitioner_changed AFTER UPDATE OF active, kind ON practitioner
  FOR EACH ROW WHEN (OLD.active <> NEW.active OR OLD.kind <> NEW.kind) EXECUTE FUNCTION practitioner_changed();
CREATE TRIGGER hours_changed AFTER INSERT OR DELETE ON practitioner_service
  FOR EACH ROW EXECUTE FUNCTION hours_changed();
