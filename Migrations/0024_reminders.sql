-- Letters that remind of visits, as their reader wants them.
ALTER TABLE account
  ADD COLUMN reminders text[] NOT NULL DEFAULT '{week,day}' CHECK (reminders <@ '{week,day}'),
  ADD COLUMN quiet_from time NOT NULL DEFAULT '21:00',     -- by the account's clock; the same as quiet_until: never quiet
  ADD COLUMN quiet_until time NOT NULL DEFAULT '07:00';

-- One row for each visit and occasion that a letter was written for, whichever server wrote it. A visit that is moved is
-- reminded of anew: the row says of which time it was.
CREATE TABLE reminder (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  appointment_id  uuid NOT NULL,
  occasion        text NOT NULL CHECK (occasion IN ('week', 'day', 'hours')),
  starts_at       timestamptz NOT NULL,
  letter_id       uuid NOT NULL,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT reminder_once UNIQUE (tenant_id, appointment_id, occasion, starts_at),
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, letter_id) REFERENCES outbox_message
);
CREATE INDEX reminder_letter ON reminder (tenant_id, letter_id);
CALL protect('reminder', 'SELECT, INSERT');

-- In whose name and from which address a clinic writes, where it has one of its own.
ALTER TABLE tenant
  ADD COLUMN mail_from text NOT NULL DEFAULT '' CHECK (length(mail_from) <= 254);
DROP FUNCTION enter_for_work(uuid);
CREATE FUNCTION enter_for_work(
  wanted uuid, OUT id uuid, OUT slug text, OUT name text, OUT time_zone text, OUT language text,
  OUT currency text, OUT phone text, OUT address text, OUT mail_from text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM knock(), enter_tenant(wanted, NULL);
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address, t.mail_from
    INTO STRICT id, slug, name, time_zone, language, currency, phone, address, mail_from
    FROM tenant t WHERE t.id = wanted;
END $$;
GRANT EXECUTE ON FUNCTION enter_for_work(uuid) TO polyclinic_app;
