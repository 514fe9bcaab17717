-- A clinic that the operator has suspended: nobody comes in, none of its jobs is claimed, and nothing of it is lost.
ALTER TABLE tenant
  ADD COLUMN suspended_at timestamptz,
  ADD COLUMN suspended_why text NOT NULL DEFAULT '' CHECK (length(suspended_why) <= 500);

-- The visitor's door, as before, but closed while the clinic is suspended.
CREATE OR REPLACE FUNCTION enter_as_visitor(
  visited_host text, token bytea, at timestamptz, stages text[], roles text[], comes_from inet DEFAULT NULL,
  OUT verdict text, OUT tenant_id uuid, OUT slug text, OUT name text, OUT time_zone text,
  OUT language text, OUT currency text, OUT phone text, OUT address text, OUT domain text,
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
  suspended timestamptz;
BEGIN
  PERFORM knock();
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address, t.patients_second_factor,
         t.password_minimum, t.staff_idle_minutes, t.staff_hours, t.patient_idle_minutes, t.patient_hours,
         t.languages, t.accent, t.logo, t.visits_ahead, t.staff_networks, t.suspended_at
    INTO tenant_id, slug, name, time_zone, language, currency, phone, address, patients_second_factor,
         password_minimum, staff_idle_minutes, staff_hours, patient_idle_minutes, patient_hours,
         languages, accent, logo, visits_ahead, networks, suspended
    FROM tenant_domain d JOIN tenant t ON t.id = d.tenant_id
   WHERE d.host = visited_host;
  IF NOT FOUND THEN
    verdict := 'unknown-tenant';
    RETURN;
  END IF;
  IF suspended IS NOT NULL THEN
    verdict := 'suspended';
    RETURN;
  END IF;
  PERFORM enter_tenant(tenant_id, NULL);
  SELECT o.host INTO domain FROM own_domain o WHERE o.tenant_id = enter_as_visitor.tenant_id AND o.proved_at IS NOT NULL;

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
