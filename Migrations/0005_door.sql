-- The visitor's door: which tenant, which session, may it? One call, first in every transaction.
-- A visitor who may not enter leaves the tenant unset, so that whatever follows in the same
-- pipeline finds no rows and can write none.
CREATE FUNCTION enter_as_visitor(
  visited_host text, token bytea, at timestamptz, stages text[], roles text[],
  OUT verdict text, OUT tenant_id uuid, OUT slug text, OUT name text, OUT time_zone text,
  OUT language text, OUT currency text, OUT phone text, OUT address text,
  OUT account_id uuid, OUT role text, OUT stage text, OUT display_name text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  visit session;
BEGIN
  IF current_tenant() IS NOT NULL THEN
    RAISE EXCEPTION 'a tenant is entered already' USING ERRCODE = 'PC001';
  END IF;
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address
    INTO tenant_id, slug, name, time_zone, language, currency, phone, address
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
        FROM account a WHERE a.tenant_id = enter_as_visitor.tenant_id AND a.id = visit.account_id;
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
  IF account_id IS NOT NULL THEN
    PERFORM set_config('app.account_id', account_id::text, true);
    -- Once a minute is exact enough for an idle limit, and spares every page a write.
    IF stage = 'full' AND at > visit.seen_at + interval '1 minute' THEN
      UPDATE session s SET seen_at = at, idle_until = at + (visit.idle_until - visit.seen_at)
       WHERE s.tenant_id = enter_as_visitor.tenant_id AND s.token_hash = token;
    END IF;
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION enter_as_visitor(text, bytea, timestamptz, text[], text[]) TO polyclinic_app;
