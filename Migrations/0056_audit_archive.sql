-- How long a clinic keeps its audit log in the database. What is older lies in the object store, and is verified there.
ALTER TABLE tenant ADD COLUMN audit_years int NOT NULL DEFAULT 10 CHECK (audit_years BETWEEN 3 AND 30);
GRANT UPDATE (audit_years) ON tenant TO polyclinic_app;

-- The seals whose rows have left the database.
CREATE TABLE audit_archive (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  number       bigint NOT NULL,
  archived_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, number),
  FOREIGN KEY (tenant_id, number) REFERENCES audit_seal
);
CALL protect('audit_archive', 'SELECT');

-- The one way in which rows leave the log: all of a published seal, the seals one after the other, and none that is younger than
-- three years by the database's own clock, whatever the server says. Done twice it is done once.
CREATE FUNCTION archive_audit(sealed bigint, at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  tenant uuid := current_tenant();
  written text;
  first bigint;
  last bigint;
  gone bigint;
BEGIN
  SELECT s.head INTO written
    FROM audit_seal s JOIN audit_publication p ON p.tenant_id = s.tenant_id AND p.number = s.number
   WHERE s.tenant_id = tenant AND s.number = sealed;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'seal % is not published', sealed USING ERRCODE = 'PC002';
  END IF;
  INSERT INTO audit_archive (tenant_id, number, archived_at) VALUES (tenant, sealed, at) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  IF sealed > 1 AND NOT EXISTS (SELECT FROM audit_archive WHERE tenant_id = tenant AND number = sealed - 1) THEN
    RAISE EXCEPTION 'seal % is not next', sealed USING ERRCODE = 'PC002';
  END IF;
  first := substring(written FROM '\nafter (\d+)\n')::bigint;
  last := substring(written FROM '\nup-to (\d+)\n')::bigint;
  IF EXISTS (SELECT FROM audit_event e
              WHERE e.tenant_id = tenant AND e.position > first AND e.position <= last
                AND e.at > now() - interval '3 years') THEN
    RAISE EXCEPTION 'seal % is too young', sealed USING ERRCODE = 'PC002';
  END IF;
  DELETE FROM audit_event e WHERE e.tenant_id = tenant AND e.position > first AND e.position <= last;
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone IS DISTINCT FROM substring(written FROM '\nrows (\d+)\n')::bigint THEN
    RAISE EXCEPTION 'seal % has other rows', sealed USING ERRCODE = 'PC002';
  END IF;
  RETURN gone;
END $$;
GRANT EXECUTE ON FUNCTION archive_audit(bigint, timestamptz) TO polyclinic_app;
