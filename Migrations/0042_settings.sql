-- What a clinic decides for itself stands in its own row, which is all that the server's role sees of the tenants and,
-- but for its keys, may change. (The owner, whose functions open the door, still reads all of them.)
ALTER TABLE tenant
  ADD COLUMN legal_name text NOT NULL DEFAULT '' CHECK (length(legal_name) <= 200),
  ADD COLUMN languages text[] NOT NULL DEFAULT '{en,fr}'
    CHECK (cardinality(languages) > 0 AND languages <@ '{en,fr}'),
  ADD COLUMN accent text NOT NULL DEFAULT '' CHECK (accent ~ '^(#[0-9a-f]{6})?$'),
  ADD COLUMN logo uuid,                                        -- names the object; a new logo is a new name
  ADD COLUMN visits_ahead int NOT NULL DEFAULT 10 CHECK (visits_ahead BETWEEN 1 AND 100),
  ADD COLUMN staff_networks cidr[] NOT NULL DEFAULT '{}' CHECK (cardinality(staff_networks) <= 50),   -- none: anywhere
  ADD COLUMN letter_days int NOT NULL DEFAULT 730 CHECK (letter_days BETWEEN 30 AND 3650),
  ADD CHECK (length(phone) <= 50), ADD CHECK (length(address) <= 300);

ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON tenant USING (id = (SELECT current_tenant())) WITH CHECK (id = (SELECT current_tenant()));
GRANT SELECT ON tenant TO polyclinic_app;
GRANT UPDATE (name, legal_name, time_zone, language, languages, currency, phone, address, accent, logo, visits_ahead,
              staff_networks, letter_days, mail_from)
  ON tenant TO polyclinic_app;

-- Who changed a setting last, and when.
CREATE TABLE setting_change (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  key         text NOT NULL CHECK (length(key) BETWEEN 1 AND 50),
  account_id  uuid NOT NULL DEFAULT current_account(),
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CALL protect('setting_change', 'SELECT, INSERT, UPDATE');

-- What the clinic adds to a kind of letter in its own words.
CREATE TABLE letter_text (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  kind       text NOT NULL CHECK (length(kind) BETWEEN 1 AND 50),
  language   text NOT NULL CHECK (language IN ('en', 'fr')),
  text       text NOT NULL CHECK (length(text) <= 1000),
  PRIMARY KEY (tenant_id, kind, language)
);
CALL protect('letter_text', 'SELECT, INSERT, UPDATE');

-- What patients consent to (FHIR R4 Consent): each version stands as it was once somebody may have read it.
CREATE TABLE consent_text (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  language    text NOT NULL CHECK (language IN ('en', 'fr')),
  version     int NOT NULL CHECK (version >= 1),
  text        text NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
  account_id  uuid NOT NULL DEFAULT current_account(),
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name, language, version),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CALL protect('consent_text', 'SELECT, INSERT');

-- What a letter says is kept for so long; that it was written, to which kind of letter and when, stays.
ALTER TABLE outbox_message ADD COLUMN emptied_at timestamptz;
CREATE INDEX outbox_message_full ON outbox_message (tenant_id, created_at) WHERE emptied_at IS NULL;

-- The visitor's door, as before, but that it tells how the clinic looks, and that staff come in from the clinic's own
-- networks alone where it has named any: on pages for everybody they are nobody elsewhere. (A server of the version
-- before knows no address, and is as one from elsewhere.)
DROP FUNCTION enter_as_visitor(text, bytea, timestamptz, text[], text[]);
CREATE FUNCTION enter_as_visitor(
  visited_host text, token bytea, at timestamptz, stages text[], roles text[], comes_from inet DEFAULT NULL,
  OUT verdict text, OUT tenant_id uuid, OUT slug text, OUT name text, OUT time_zone text,
  OUT language text, OUT currency text, OUT phone text, OUT address text,
  OUT account_id uuid, OUT role text, OUT stage text, OUT display_name text,
  OUT session_idle_until timestamptz, OUT session_expires_at timestamptz,
  OUT patients_second_factor text, OUT password_minimum int, OUT staff_idle_minutes int, OUT staff_hours int,
  OUT patient_idle_minutes int, OUT patient_hours int,
  OUT languages text[], OUT accent text, OUT logo uuid, OUT visits_ahead int
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  visit session;
  networks cidr[];
BEGIN
  PERFORM knock();
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address, t.patients_second_factor,
         t.password_minimum, t.staff_idle_minutes, t.staff_hours, t.patient_idle_minutes, t.patient_hours,
         t.languages, t.accent, t.logo, t.visits_ahead, t.staff_networks
    INTO tenant_id, slug, name, time_zone, language, currency, phone, address, patients_second_factor,
         password_minimum, staff_idle_minutes, staff_hours, patient_idle_minutes, patient_hours,
         languages, accent, logo, visits_ahead, networks
    FROM tenant_domain d JOIN tenant t ON t.id = d.tenant_id
   WHERE d.host = visited_host;
  IF NOT FOUND THEN
    verdict := 'unknown-tenant';
    RETURN;
  END IF;
  PERFORM enter_tenant(tenant_id, NULL);

  IF token IS NOT NULL THEN
    SELECT * INTO visit FROM session s
     WHERE s.tenant_id = enter_as_visitor.tenant_id AND s.token_hash = token
       AND s.idle_until > at AND s.expires_at > at;
    IF FOUND THEN
      SELECT a.id, a.role, visit.stage, a.display_name INTO account_id, role, stage, display_name
        FROM account a
       WHERE a.tenant_id = enter_as_visitor.tenant_id AND a.id = visit.account_id AND a.disabled_at IS NULL;
    END IF;
  END IF;

  IF role <> 'patient' AND networks <> '{}' AND (comes_from <<= ANY (networks)) IS NOT TRUE THEN
    IF stages IS NOT NULL THEN
      verdict := 'elsewhere';
      PERFORM set_config('app.tenant_id', '', true);
      RETURN;
    END IF;
    account_id := NULL;
    role := NULL;
    stage := NULL;
    display_name := NULL;
  END IF;

  verdict := CASE
    WHEN stages IS NULL THEN 'welcome'
    WHEN stage IS NULL OR stage <> ALL (stages) THEN 'unauthenticated'
    WHEN roles IS NOT NULL AND role <> ALL (roles) THEN 'forbidden'
    ELSE 'welcome'
  END;
  IF verdict <> 'welcome' THEN
    PERFORM set_config('app.tenant_id', '', true);
    RETURN;
  END IF;
  IF stage = 'full' OR stages IS NOT NULL THEN
    PERFORM set_config('app.account_id', account_id::text, true);
  END IF;
  IF account_id IS NULL THEN
    RETURN;
  END IF;
  session_idle_until := visit.idle_until;
  session_expires_at := visit.expires_at;
  -- Once a minute is exact enough for an idle limit, and spares every page a write.
  IF stage = 'full' AND at > visit.seen_at + interval '1 minute'
     AND current_setting('app.unattended', true) IS DISTINCT FROM 'yes' THEN
    session_idle_until := at + (visit.idle_until - visit.seen_at);
    UPDATE session s SET seen_at = at, idle_until = session_idle_until
     WHERE s.tenant_id = enter_as_visitor.tenant_id AND s.token_hash = token;
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION enter_as_visitor(text, bytea, timestamptz, text[], text[], inet) TO polyclinic_app;
