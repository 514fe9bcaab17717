-- When the record of somebody who was born on a day becomes their own: at midnight of that birthday, by the clinic's clocks.
CREATE FUNCTION handed_over_at(born date, age int, zone text) RETURNS timestamptz LANGUAGE sql IMMUTABLE
  RETURN (born + make_interval(years => age)) AT TIME ZONE zone;
GRANT EXECUTE ON FUNCTION handed_over_at(date, int, text) TO polyclinic_app;

CREATE OR REPLACE VIEW acting WITH (security_invoker = true) AS
SELECT r.tenant_id, r.id, r.patient_id, r.account_id, r.relationship, r.scopes, r.until, r.granted_by, r.created_at,
       CASE r.relationship
         WHEN 'parent' THEN handed_over_at(p.birth_date, t.handover_age, t.time_zone)
         ELSE coalesce((r.until + 1)::timestamp AT TIME ZONE t.time_zone, 'infinity')
       END AS ends_at
  FROM related_person r
  JOIN patient p ON p.tenant_id = r.tenant_id AND p.id = r.patient_id
  JOIN tenant t ON t.id = r.tenant_id
 WHERE r.ended_at IS NULL;

-- Numbers of patients are never given again, also not those of records that were put into the one that was erased.
ALTER TABLE erasure_request ADD COLUMN highest int NOT NULL DEFAULT 0;      -- of all records that were erased with it
UPDATE erasure_rule SET keeps = array_append(keeps, 'highest') WHERE relation = 'erasure_request';
-- The owner sees no tenant's rows through forced row-level security; this is of all tenants.
ALTER TABLE patient NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erasure_request NO FORCE ROW LEVEL SECURITY;
UPDATE erasure_request q
   SET highest = coalesce((SELECT max(p.number) FROM patient p WHERE p.tenant_id = q.tenant_id AND p.id = ANY (q.patients)), 0);
ALTER TABLE patient FORCE ROW LEVEL SECURITY;
ALTER TABLE erasure_request FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION number_patient() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('patients of ' || NEW.tenant_id, 0));
  NEW.number := 1 + greatest(coalesce((SELECT max(number) FROM patient WHERE tenant_id = NEW.tenant_id), 1000),
                             (SELECT max(greatest(number, highest)) FROM erasure_request WHERE tenant_id = NEW.tenant_id));
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION erase_person(request uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked erasure_request;
  subject record;
  terms record;
  done jsonb;
BEGIN
  SELECT * INTO asked FROM erasure_request q WHERE q.id = request FOR UPDATE;
  IF asked.state IS DISTINCT FROM 'asked' OR at < asked.asked_at + interval '7 days'
     OR current_account() IS NULL OR asked.account_id = current_account()
     OR NOT EXISTS (SELECT FROM account a WHERE a.id = current_account() AND a.role = 'admin' AND a.disabled_at IS NULL) THEN
    RAISE EXCEPTION 'not to be erased' USING ERRCODE = 'PC004';
  END IF;
  PERFORM FROM patient p WHERE p.id = asked.patient_id FOR UPDATE;
  subject := erasure_subject(asked.patient_id);
  terms := erasure_terms(subject.patients, at);
  UPDATE erasure_request SET state = 'erasing', decided_by = current_account(), decided_at = at, patients = subject.patients,
                             accounts = subject.accounts, record_until = terms.record_until, invoices_until = terms.invoices_until,
                             highest = (SELECT coalesce(max(p.number), 0) FROM patient p WHERE p.id = ANY (subject.patients))
   WHERE id = request RETURNING * INTO asked;
  done := erasure_run(asked, subject.addresses, at);
  UPDATE erasure_request SET counts = done WHERE id = request;
END $$;

-- What is to be done again where rows are older than an erasure: an archive that was imported, a backup. `entry` is what
-- `erasures_done` told when it was done. No role but the owner's may, as nobody is asked. Visits ahead are cancelled without letters.
CREATE FUNCTION erase_again(entry jsonb, at timestamptz) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  request uuid := (entry ->> 'request')::uuid;
  named uuid[] := ARRAY(SELECT jsonb_array_elements_text(entry -> 'patients')::uuid);
  records uuid[] := '{}';       -- of everybody whom the line is about, as these rows have it
  owners uuid[] := '{}';
  mails text[] := '{}';
  one record;
  part record;
  terms record;
  decider uuid;
  asker uuid;
  stored erasure_request;
  done jsonb;
BEGIN
  IF (entry ->> 'tenant')::uuid IS DISTINCT FROM current_tenant() THEN
    RAISE EXCEPTION 'of another clinic' USING ERRCODE = 'PC005';
  END IF;
  IF EXISTS (SELECT FROM erasure_request q WHERE q.id = request AND q.state IN ('erasing', 'done')) THEN
    RETURN 'before';
  END IF;
  FOR one IN SELECT p.id FROM patient p WHERE p.id = ANY (named) ORDER BY p.id FOR UPDATE LOOP
    part := erasure_subject(one.id);
    records := ARRAY(SELECT DISTINCT unnest(records || part.patients));
    owners := ARRAY(SELECT DISTINCT unnest(owners || part.accounts));
    mails := ARRAY(SELECT DISTINCT unnest(mails || part.addresses));
  END LOOP;
  IF records = '{}' THEN RETURN 'nobody'; END IF;
  -- Who decided may be newer than these rows: then it is an administrator of then.
  decider := coalesce((SELECT a.id FROM account a WHERE a.id = (entry ->> 'decidedBy')::uuid),
                      (SELECT a.id FROM account a WHERE a.role = 'admin' AND a.id <> ALL (owners) ORDER BY a.created_at, a.id LIMIT 1));
  asker := coalesce((SELECT a.id FROM account a WHERE a.id = (entry ->> 'askedBy')::uuid), owners[1],
                    (SELECT a.id FROM account a WHERE a.id <> decider ORDER BY a.created_at, a.id LIMIT 1));
  IF decider IS NULL OR asker IS NULL OR decider = asker THEN
    RAISE EXCEPTION 'nobody to have decided' USING ERRCODE = 'PC005';
  END IF;
  terms := erasure_terms(records, at);
  PERFORM set_config('app.carrying', 'yes', true);
  UPDATE erasure_request q SET state = 'withdrawn' WHERE q.patient_id = ANY (records) AND q.state = 'asked' AND q.id <> request;
  INSERT INTO erasure_request (id, patient_id, number, account_id, state, asked_at, decided_by, decided_at, patients, accounts,
                               record_until, invoices_until, highest)
  VALUES (request, (entry ->> 'patient')::uuid, (entry ->> 'number')::int, asker, 'erasing', (entry ->> 'askedAt')::timestamptz,
          decider, (entry ->> 'decidedAt')::timestamptz, records, owners, terms.record_until, terms.invoices_until,
          greatest((entry ->> 'highest')::int, (SELECT max(p.number) FROM patient p WHERE p.id = ANY (records))))
  ON CONFLICT (tenant_id, id) DO UPDATE
     SET state = 'erasing', decided_by = excluded.decided_by, decided_at = excluded.decided_at, basis = NULL, words = '',
         patients = excluded.patients, accounts = excluded.accounts, record_until = excluded.record_until,
         invoices_until = excluded.invoices_until, highest = excluded.highest
  RETURNING * INTO stored;
  WITH ended AS (
    UPDATE appointment a SET status = 'cancelled', sequence = a.sequence + 1
     WHERE a.patient_id = ANY (records) AND a.starts_at > at AND a.status IN ('proposed', 'pending', 'booked')
    RETURNING a.*
  ), free AS (
    UPDATE occupancy o SET released_at = at FROM ended WHERE o.appointment_id = ended.id AND o.released_at IS NULL
  )
  INSERT INTO appointment_history (id, appointment_id, sequence, act, status, during, practitioner_id, location_id, account_id, at)
  SELECT gen_random_uuid(), id, sequence, 'cancel', status, during, practitioner_id, location_id, NULL, at FROM ended;
  done := erasure_run(stored, mails, at);
  UPDATE erasure_request SET counts = done WHERE id = request;
  INSERT INTO job (id, kind, subject, due_at, created_at) VALUES (gen_random_uuid(), 'erasure', request, at, at)
    ON CONFLICT ON CONSTRAINT job_once DO UPDATE SET due_at = excluded.due_at, state = 'queued';
  INSERT INTO audit_event (id, account_id, act, purpose, entity, detail, at)
  VALUES (gen_random_uuid(), NULL, 'erasure-carried-out', 'operation', stored.patient_id, 'again', at);
  RETURN 'erased';
END $$;

-- Each erasure of the clinic that was carried out, as a line to be kept beside backups: ids, numbers and instants.
CREATE FUNCTION erasures_done() RETURNS SETOF text LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jsonb_build_object('tenant', tenant_id, 'request', id, 'patient', patient_id, 'patients', patients, 'number', number,
                            'highest', highest, 'askedBy', account_id, 'askedAt', asked_at, 'decidedBy', decided_by,
                            'decidedAt', decided_at)::text
    FROM erasure_request WHERE state IN ('erasing', 'done') ORDER BY decided_at, id
$$;
