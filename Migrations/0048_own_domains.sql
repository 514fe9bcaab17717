-- The name under which a clinic wants to be reached. It leads nowhere until the operator has seen the proof that it is theirs
-- (docs/decisions/0016-an-own-domain-is-proved.md): the server's role can wish for one, and take it back, but can't say that it
-- was proved.
CREATE TABLE own_domain (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant PRIMARY KEY,
  host       text NOT NULL CHECK (length(host) <= 253 AND host ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$'),
  -- What a record of the name service has to say. No secret: it is published.
  proof      text NOT NULL CHECK (length(proof) BETWEEN 20 AND 100),
  asked_at   timestamptz NOT NULL,
  proved_at  timestamptz
);
CALL protect('own_domain', 'SELECT, DELETE');
GRANT INSERT (host, proof, asked_at) ON own_domain TO polyclinic_app;

-- Hosts lead to a clinic by `tenant_domain` alone, which no other role than the owner's can write. The key of that table decides
-- between two clinics.
CREATE FUNCTION tenant_domain_follows() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.proved_at IS NOT NULL THEN
    DELETE FROM tenant_domain WHERE host = OLD.host AND tenant_id = OLD.tenant_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.proved_at IS NOT NULL THEN
    INSERT INTO tenant_domain (host, tenant_id) VALUES (NEW.host, NEW.tenant_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER own_domain_counts AFTER INSERT OR UPDATE OR DELETE ON own_domain
  FOR EACH ROW EXECUTE FUNCTION tenant_domain_follows();

-- Whether a host leads somewhere already; not where.
CREATE FUNCTION host_is_taken(wanted text) RETURNS bool
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS 'SELECT EXISTS (SELECT FROM tenant_domain WHERE host = wanted)';
GRANT EXECUTE ON FUNCTION host_is_taken(text) TO polyclinic_app;

-- A passkey works at the host at which it was made (WebAuthn Level 3 section 5.1.2, rp.id). Of older ones it is not known.
ALTER TABLE passkey ADD COLUMN host text NOT NULL DEFAULT '' CHECK (length(host) <= 253);

-- Both doors, as before, but that they tell where the clinic's own links lead.
DROP FUNCTION enter_for_work(uuid);
CREATE FUNCTION enter_for_work(
  wanted uuid, OUT id uuid, OUT slug text, OUT name text, OUT time_zone text, OUT language text,
  OUT currency text, OUT phone text, OUT address text, OUT domain text, OUT mail_from text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM knock(), enter_tenant(wanted, NULL);
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address, o.host, t.mail_from
    INTO STRICT id, slug, name, time_zone, language, currency, phone, address, domain, mail_from
    FROM tenant t LEFT JOIN own_domain o ON o.tenant_id = t.id AND o.proved_at IS NOT NULL
   WHERE t.id = wanted;
END $$;
GRANT EXECUTE ON FUNCTION enter_for_work(uuid) TO polyclinic_app;

DROP FUNCTION enter_as_visitor(text, bytea, timestamptz, text[], text[], inet);
CREATE FUNCTION enter_as_visitor(
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
GRANT EXECUTE ON FUNCTION enter_as_visitor(text, bytea, timestamptz, text[], text[], inet) TO polyclinic_app;
