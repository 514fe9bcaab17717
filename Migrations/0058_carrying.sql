-- A clinic's rows come from an archive, or go for good, as a whole: what triggers would do was done, and its rows are among them.
-- So no trigger of ours fires in a transaction that says it carries them; only the owner can say so, since the server's role
-- can't call set_config.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT t.tgname AS name, t.tgrelid::regclass AS owner, pg_get_triggerdef(t.oid) AS definition
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', one.name, one.owner);
    EXECUTE CASE
      WHEN one.definition ~ ' WHEN \(.*\) EXECUTE FUNCTION ' THEN
        regexp_replace(one.definition, ' WHEN \((.*)\) EXECUTE FUNCTION ',
                       ' WHEN (current_setting(''app.carrying'', true) IS DISTINCT FROM ''yes'' AND (\1)) EXECUTE FUNCTION ')
      ELSE
        replace(one.definition, ' EXECUTE FUNCTION ',
                ' WHEN (current_setting(''app.carrying'', true) IS DISTINCT FROM ''yes'') EXECUTE FUNCTION ')
      END;
  END LOOP;
END $$;

-- Rows that refer to others of their own table can come in any order then.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT conname AS name, conrelid::regclass AS owner FROM pg_constraint
              WHERE contype = 'f' AND conrelid = confrelid AND connamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE', one.owner, one.name);
  END LOOP;
END $$;

-- Clinics that are being deleted, and what is left of those that were: a receipt, which holds numbers and no patient's data. No
-- tenant's table, since it outlives the tenant; the server's role may not read it.
CREATE TABLE tenant_deletion (
  id           uuid PRIMARY KEY,
  tenant       uuid NOT NULL,
  slug         text NOT NULL,
  name         text NOT NULL,
  asked_by     text NOT NULL CHECK (length(asked_by) <= 200),
  begun_at     timestamptz NOT NULL,
  inventory    text,                                -- what there was, counted before anything was removed
  receipt      text,                                -- what is signed
  signature    bytea,
  finished_at  timestamptz,
  CHECK (num_nulls(receipt, signature, finished_at) IN (0, 3))
);
CREATE UNIQUE INDEX tenant_deletion_open ON tenant_deletion (tenant) WHERE finished_at IS NULL;
