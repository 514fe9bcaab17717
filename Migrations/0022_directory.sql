-- Keeps whom a search found until the end of the transaction, so that the statements after it need not search again. What is
-- kept lets nobody see more: row-level security is the same for all that asks for it.
CREATE FUNCTION show_practitioners(ids uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.shown_practitioners', ids::text, true);
END $$;
GRANT EXECUTE ON FUNCTION show_practitioners(uuid[]) TO polyclinic_app;

CREATE FUNCTION shown_practitioners() RETURNS uuid[] LANGUAGE sql STABLE
  RETURN nullif(current_setting('app.shown_practitioners', true), '')::uuid[];
GRANT EXECUTE ON FUNCTION shown_practitioners() TO polyclinic_app;
