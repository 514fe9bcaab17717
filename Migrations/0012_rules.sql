-- A clinic's own rules of signing in, and accounts whose owners choose their language and can be shut out.

ALTER TABLE tenant
  ADD COLUMN patients_second_factor text NOT NULL DEFAULT 'required'
    CHECK (patients_second_factor IN ('required', 'optional')),
  ADD COLUMN password_minimum int NOT NULL DEFAULT 8 CHECK (password_minimum BETWEEN 8 AND 64),
  -- NIST SP 800-63B-4 section 2.2.3: at AAL2 at most 24 hours, and one without activity.
  ADD COLUMN staff_idle_minutes int NOT NULL DEFAULT 15 CHECK (staff_idle_minutes BETWEEN 5 AND 60),
  ADD COLUMN staff_hours int NOT NULL DEFAULT 12 CHECK (staff_hours BETWEEN 1 AND 24),
  ADD COLUMN patient_idle_minutes int NOT NULL DEFAULT 30 CHECK (patient_idle_minutes BETWEEN 5 AND 60),
  ADD COLUMN patient_hours int NOT NULL DEFAULT 24 CHECK (patient_hours BETWEEN 1 AND 24);

ALTER TABLE account
  ADD COLUMN language text NOT NULL DEFAULT 'en',
  ADD COLUMN time_zone text,                        -- NULL: the clinic's
  ADD COLUMN notices text[] NOT NULL DEFAULT '{new-browser,guesses}',   -- those that can be chosen
  ADD COLUMN disabled_at timestamptz;               -- by an administrator: nobody gets in

-- The server's role reads no tenant but the one it is in, and changes these columns alone.
CREATE FUNCTION set_rules(
  second_factor text, minimum int, staff_idle int, staff_absolute int, patient_idle int, patient_absolute int
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  UPDATE tenant
     SET patients_second_factor = second_factor, password_minimum = minimum, staff_idle_minutes = staff_idle,
         staff_hours = staff_absolute, patient_idle_minutes = patient_idle, patient_hours = patient_absolute
   WHERE id = current_tenant();
END;
GRANT EXECUTE ON FUNCTION set_rules(text, int, int, int, int, int) TO polyclinic_app;

-- The visitor's door, as before, but that it tells the clinic's rules and when the session ends, and that a disabled
-- account is nobody.
DROP FUNCTION enter_as_visitor(text, bytea, timestamptz, text[], text[]);
CREATE FUNCTION enter_as_visitor(
  visited_host text, token bytea, at timestamptz, stages text[], roles text[],
  OUT verdict text, OUT tenant_id uuid, OUT slug text, OUT name text, OUT time_zone text,
  OUT language text, OUT currency text, OUT phone text, OUT address text,
  OUT account_id uuid, OUT role text, OUT stage text, OUT display_name text,
  OUT session_idle_until timestamptz, OUT session_expires_at timestamptz,
  OUT patients_second_factor text, OUT password_minimum int, OUT staff_idle_minutes int, OUT staff_hours int,
  OUT patient_idle_minutes int, OUT patient_hours int
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  visit session;
BEGIN
  PERFORM knock();
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address, t.patients_second_factor,
         t.password_minimum, t.staff_idle_minutes, t.staff_hours, t.patient_idle_minutes, t.patient_hours
    INTO tenant_id, slug, name, time_zone, language, currency, phone, address, patients_second_factor,
         password_minimum, staff_idle_minutes, staff_hours, patient_idle_minutes, patient_hours
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
  session_idle_until := visit.idle_until;
  session_expires_at := visit.expires_at;
  -- Once a minute is exact enough for an idle limit, and spares every page a write.
  IF stage = 'full' AND at > visit.seen_at + interval '1 minute' THEN
    session_idle_until := at + (visit.idle_until - visit.seen_at);
    UPDATE session s SET seen_at = at, idle_until = session_idle_until
     WHERE s.tenant_id = enter_as_visitor.tenant_id AND s.token_hash = token;
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION enter_as_visitor(text, bytea, timestamptz, text[], text[]) TO polyclinic_app;
