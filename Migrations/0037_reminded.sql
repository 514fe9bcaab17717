-- Who has no account can do without reminders, too, by the address in each.
ALTER TABLE patient ADD COLUMN reminded boolean NOT NULL DEFAULT true;
