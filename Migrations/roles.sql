-- Run once per database, as a superuser, before the first `polyclinic migrate`:
--   psql -v owner_password=... -v app_password=... -f Migrations/roles.sql DATABASE
-- The server connects as polyclinic_app, which owns nothing; migrations run as polyclinic_owner.
\set ON_ERROR_STOP on

SELECT format('CREATE ROLE polyclinic_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'polyclinic_owner') \gexec
SELECT format('CREATE ROLE polyclinic_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'polyclinic_app') \gexec
\if :{?owner_password}
ALTER ROLE polyclinic_owner PASSWORD :'owner_password';
\endif
\if :{?app_password}
ALTER ROLE polyclinic_app PASSWORD :'app_password';
\endif

-- An injected `SELECT set_config('app.tenant_id', ...)` would walk out of row-level security,
-- and so would its twin, an UPDATE of pg_settings.
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO polyclinic_owner;
REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC;
-- All clinics' requests come as one role, and an injected SELECT of one would end those of the others.
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_terminate_backend(int, bigint), pg_catalog.pg_cancel_backend(int) FROM PUBLIC;

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT, CREATE ON DATABASE %I TO polyclinic_owner', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO polyclinic_app', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO polyclinic_owner;
GRANT USAGE ON SCHEMA public TO polyclinic_app;
