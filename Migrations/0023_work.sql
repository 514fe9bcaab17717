-- Work that runs by itself, on any number of servers. A job is claimed by moving its due time by a lease (SKIP LOCKED keeps
-- claimants apart): should the worker die, it is due again by itself. What is done is deleted; what comes round is due again.
CREATE TABLE job (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  kind        text NOT NULL,
  subject     uuid NOT NULL,                   -- what it is about; its tenant, where it comes round
  state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'dead')),
  due_at      timestamptz NOT NULL,
  attempts    int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  failure     text CHECK (length(failure) <= 500),
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT job_once UNIQUE (tenant_id, kind, subject)
);
CREATE INDEX job_due ON job (tenant_id, due_at) WHERE state = 'queued';
CREATE INDEX job_due_anywhere ON job (due_at) WHERE state = 'queued';
CALL protect('job', 'SELECT, INSERT, UPDATE, DELETE');

-- The functions below ask of all tenants' jobs at once, as the owner; a job names no person. The server's role is held to its
-- tenant here as anywhere.
CREATE POLICY anywhere ON job FOR SELECT TO polyclinic_owner USING (current_tenant() IS NULL);

-- Which tenants a worker need visit, and how far behind work is: the only questions that it asks about all.
CREATE FUNCTION tenants_with_work(at timestamptz, kinds text[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM knock();
  RETURN QUERY SELECT DISTINCT tenant_id FROM job WHERE state = 'queued' AND due_at <= at AND kind = ANY (kinds);
END $$;

CREATE FUNCTION work_lag(at timestamptz, OUT seconds float8, OUT due bigint, OUT dead bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM knock();
  SELECT coalesce(max(extract(epoch FROM at - due_at)) FILTER (WHERE state = 'queued' AND due_at <= at), 0),
         count(*) FILTER (WHERE state = 'queued' AND due_at <= at), count(*) FILTER (WHERE state = 'dead')
    INTO seconds, due, dead
    FROM job;
END $$;
GRANT EXECUTE ON FUNCTION tenants_with_work(timestamptz, text[]), work_lag(timestamptz) TO polyclinic_app;

-- Each letter in the outbox is a job. The outbox keeps what became of it.
CREATE FUNCTION letters_queued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job (tenant_id, id, kind, subject, due_at, created_at)
  SELECT tenant_id, id, 'letter', id, due_at, created_at FROM written;
  RETURN NULL;
END $$;
CREATE TRIGGER letters_queued AFTER INSERT ON outbox_message REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION letters_queued();

-- The owner sees no tenant's rows through forced row-level security; this is of all tenants.
ALTER TABLE outbox_message NO FORCE ROW LEVEL SECURITY;
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
INSERT INTO job (tenant_id, id, kind, subject, due_at, attempts, failure, created_at)
SELECT tenant_id, id, 'letter', id, due_at, attempts, left(failure, 500), created_at FROM outbox_message WHERE state = 'queued';
ALTER TABLE outbox_message FORCE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;

DROP INDEX outbox_message_due;
ALTER TABLE outbox_message
  DROP CONSTRAINT outbox_message_state_check,
  -- dropped: what it was to say is true no longer; settled: it failed, and somebody has seen to it
  ADD CONSTRAINT outbox_message_state_check CHECK (state IN ('queued', 'sent', 'failed', 'dropped', 'settled'));
CREATE INDEX outbox_message_failed ON outbox_message (tenant_id, created_at) WHERE state = 'failed';
