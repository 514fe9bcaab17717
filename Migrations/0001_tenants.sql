-- Tenants, and the one door through which a transaction enters one of them.
CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Global tables. The server's role may read neither: a tenant is seen from inside only.
CREATE TABLE tenant (
  id          uuid PRIMARY KEY,
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  time_zone   text NOT NULL,
  language    text NOT NULL DEFAULT 'en',
  currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  phone       text NOT NULL DEFAULT '',
  address     text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tenant_domain (
  host        text PRIMARY KEY CHECK (host = lower(host)),
  tenant_id   uuid NOT NULL REFERENCES tenant
);

-- '' and not NULL is what a transaction-local setting leaves behind on its connection.
CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.tenant_id', true), '')::uuid;

CREATE FUNCTION current_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.account_id', true), '')::uuid;

GRANT EXECUTE ON FUNCTION current_tenant(), current_account() TO polyclinic_app;

-- Makes a table a tenant's: every tenant table calls it once, and a test reads the catalogue
-- for any that did not. The (SELECT ...) makes the tenant one InitPlan instead of a call per row.
CREATE PROCEDURE protect(tenant_table regclass, privileges text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('CREATE POLICY tenant ON %s USING (tenant_id = (SELECT current_tenant()))'
                 ' WITH CHECK (tenant_id = (SELECT current_tenant()))', tenant_table);
  EXECUTE format('GRANT %s ON %s TO polyclinic_app', privileges, tenant_table);
END $$;

-- A tenant is entered once per transaction: an injected call finds the door closed behind it.
CREATE FUNCTION enter_tenant(tenant uuid, account uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_tenant() IS NOT NULL THEN
    RAISE EXCEPTION 'a tenant is entered already' USING ERRCODE = 'PC001';
  END IF;
  PERFORM set_config('app.tenant_id', tenant::text, true),
          set_config('app.account_id', coalesce(account::text, ''), true);
END $$;

-- For work that no visitor asked for: the outbox, housekeeping.
CREATE FUNCTION enter_for_work(
  wanted uuid, OUT id uuid, OUT slug text, OUT name text, OUT time_zone text, OUT language text,
  OUT currency text, OUT phone text, OUT address text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM enter_tenant(wanted, NULL);
  SELECT t.id, t.slug, t.name, t.time_zone, t.language, t.currency, t.phone, t.address
    INTO STRICT id, slug, name, time_zone, language, currency, phone, address
    FROM tenant t WHERE t.id = wanted;
END $$;

CREATE FUNCTION tenants_for_work() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS 'SELECT id FROM tenant ORDER BY id';

GRANT EXECUTE ON FUNCTION enter_for_work(uuid), tenants_for_work() TO polyclinic_app;
