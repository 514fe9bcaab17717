-- How many requests a second each server takes in for a clinic; NULL is without limit.
ALTER TABLE tenant ADD COLUMN requests_per_second int CHECK (requests_per_second BETWEEN 1 AND 100000);

-- Of hosts alone, and of none without a limit.
CREATE FUNCTION limited_hosts() RETURNS TABLE (host text, requests_per_second int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.host, t.requests_per_second FROM tenant t JOIN tenant_domain d ON d.tenant_id = t.id
   WHERE t.requests_per_second IS NOT NULL
$$;
REVOKE ALL ON FUNCTION limited_hosts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION limited_hosts() TO polyclinic_app;
