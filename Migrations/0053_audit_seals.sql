-- The audit log is sealed after the fact: rows are written without waiting on each other, and a worker hashes those that can't
-- be joined by earlier ones any more into a chain of its clinic (docs/security/audit.md).

-- Where a row stands in the log. Drawn by the insert, so a later row may be committed first; gaps are those of acts that failed.
ALTER TABLE audit_event ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX audit_event_position ON audit_event (tenant_id, position);

-- Seals are added, never changed.
CREATE TABLE audit_seal (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  number     bigint NOT NULL CHECK (number > 0),
  head       text NOT NULL,                     -- what is signed
  signature  bytea NOT NULL,
  leaves     bytea NOT NULL,                    -- of each row its position, its id and its hash
  PRIMARY KEY (tenant_id, number)
);
-- Hashes don't get smaller.
ALTER TABLE audit_seal ALTER COLUMN leaves SET STORAGE EXTERNAL;
CALL protect('audit_seal', 'SELECT, INSERT');

-- Which of them lie in the object store.
CREATE TABLE audit_publication (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  number        bigint NOT NULL,
  published_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, number),
  FOREIGN KEY (tenant_id, number) REFERENCES audit_seal
);
CALL protect('audit_publication', 'SELECT, INSERT');

-- What comes round is never given up, so its failing shows neither as late nor as dead. What waits until its clinic is resumed is
-- not behind.
DROP FUNCTION work_lag(timestamptz);
CREATE FUNCTION work_lag(at timestamptz, OUT seconds float8, OUT due bigint, OUT dead bigint, OUT failing bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM knock();
  SELECT coalesce(max(extract(epoch FROM at - due_at)) FILTER (WHERE state = 'queued' AND due_at <= at), 0),
         count(*) FILTER (WHERE state = 'queued' AND due_at <= at), count(*) FILTER (WHERE state = 'dead'),
         count(*) FILTER (WHERE kind <> 'letter' AND failure IS NOT NULL)
    INTO seconds, due, dead, failing
    FROM job WHERE tenant_id NOT IN (SELECT id FROM tenant WHERE suspended_at IS NOT NULL);
END $$;
GRANT EXECUTE ON FUNCTION work_lag(timestamptz) TO polyclinic_app;
