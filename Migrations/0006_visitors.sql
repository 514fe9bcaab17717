-- Half a sign-in is nobody yet, a sign-up outlives its code, and a door is tried once.

-- A sign-up can be given a new code for a day; each code is good for minutes.
-- (The default is for servers of the version before, which may still run.)
ALTER TABLE registration ADD COLUMN code_expires_at timestamptz NOT NULL DEFAULT now() + interval '15 minutes';
UPDATE registration SET code_expires_at = expires_at;
CREATE INDEX registration_expiry ON registration (tenant_id, expires_at);

-- The seed that waits to be enrolled belongs to the browser that is shown it, not to whoever else signs in.
-- (account.totp_pending is no longer used, and goes once no server of the version before runs.)
ALTER TABLE session ADD COLUMN totp_pending bytea;

CREATE INDEX outbox_message_recipient ON outbox_message (tenant_id, recipient, created_at);

-- A door is knocked at once per transaction, also by whom it turned away: what an injection sends behind a refusal
-- finds it closed.
CREATE FUNCTION knock() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.knocked', true) = 'yes' THEN
    RAISE EXCEPTION 'a tenant is entered already' USING ERRCODE = 'PC001';
  END IF;
  PERFORM set_config('app.knocked', 'yes', true);
END $$;

CREATE OR REPLACE FUNCTION enter_for_work(
  wanted uuid, OUT id uuid, OUT slug text, OUT name text, OUT time_zone text, OUT language text,
  OUT currency text, OUT phone text, OUT address text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM knock(), enter_tenant(wanted, NULL);
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address
    INTO STRICT id, slug, name, time_zone, language, currency, phone, address
    FROM tenant t WHERE t.id = wanted;
END $$;

CREATE OR REPLACE FUNCTION tenants_for_work() RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM knock();
  RETURN QUERY SELECT id FROM tenant ORDER BY id;
END $$;

-- The visitor's door, as before, but that a visitor between the steps of signing in is an account only on the
-- pages of those steps.
CREATE OR REPLACE FUNCTION enter_as_visitor(
  visited_host text, token bytea, at timestamptz, stages text[], roles text[],
  OUT verdict text, OUT tenant_id uuid, OUT slug text, OUT name text, OUT time_zone text,
  OUT language text, OUT currency text, OUT phone text, OUT address text,
  OUT account_id uuid, OUT role text, OUT stage text, OUT display_name text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  visit session;
BEGIN
  PERFORM knock();
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
  IF stage = 'full' OR stages IS NOT NULL THEN
    PERFORM set_config('app.account_id', account_id::text, true);
  END IF;
  -- Once a minute is exact enough for an idle limit, and spares every page a write.
  IF stage = 'full' AND at > visit.seen_at + interval '1 minute' THEN
    UPDATE session s SET seen_at = at, idle_until = at + (visit.idle_until - visit.seen_at)
     WHERE s.tenant_id = enter_as_visitor.tenant_id AND s.token_hash = token;
  END IF;
END $$;
