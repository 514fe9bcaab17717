-- Somebody also waits for whoever has a specialty, or for one doctor whatever they come for: a wish names at least one of three.
ALTER TABLE waitlist_entry
  ALTER COLUMN service_id DROP NOT NULL,
  ADD COLUMN specialty_id uuid,
  ADD FOREIGN KEY (tenant_id, specialty_id) REFERENCES specialty,
  ADD CONSTRAINT waitlist_entry_wish CHECK (num_nonnulls(specialty_id, service_id, practitioner_id) > 0);

-- What the visit would be for. NULL: what the wish says.
ALTER TABLE waitlist_offer
  ADD COLUMN service_id uuid,
  ADD FOREIGN KEY (tenant_id, service_id) REFERENCES healthcare_service;
