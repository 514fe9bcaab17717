-- That a person's data are erased on their wish (GDPR article 17), and what the law keeps of them until when. docs/erasure.md tells
-- why things are as they are.

-- Years for which the law keeps a record after the last treatment, and an invoice after the year in which it was issued.
ALTER TABLE tenant
  ADD COLUMN record_years int NOT NULL DEFAULT 10 CHECK (record_years BETWEEN 1 AND 50),
  ADD COLUMN invoice_years int NOT NULL DEFAULT 10 CHECK (invoice_years BETWEEN 1 AND 30);
GRANT UPDATE (record_years, invoice_years) ON tenant TO polyclinic_app;

ALTER TABLE patient ADD COLUMN erased_at timestamptz, ADD CHECK (erased_at IS NULL OR retired_at IS NOT NULL);
CREATE INDEX patient_erased ON patient (tenant_id) WHERE erased_at IS NOT NULL;

CREATE TABLE erasure_request (
  tenant_id       uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id              uuid NOT NULL,
  patient_id      uuid NOT NULL,                            -- refers to no row: it goes in the end
  number          int NOT NULL,                             -- the patient's, by which the request is spoken of
  account_id      uuid NOT NULL DEFAULT current_account(),  -- who asks: the patient, or a parent
  reason          text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  state           text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'withdrawn', 'declined', 'erasing', 'done')),
  asked_at        timestamptz NOT NULL,
  decided_by      uuid,
  decided_at      timestamptz,
  basis           text CHECK (basis IN ('identity', 'law', 'claims', 'other')),   -- on which it was declined
  words           text NOT NULL DEFAULT '' CHECK (length(words) <= 500),
  patients        uuid[] NOT NULL DEFAULT '{}',             -- the record, and those that were put into it
  accounts        uuid[] NOT NULL DEFAULT '{}',
  record_until    date,                                     -- the last day on which the record is kept; NULL for no longer
  invoices_until  date,
  counts          jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(counts) = 'array'),  -- of each: topic, fate, hold, rows
  link_hash       bytea CHECK (length(link_hash) = 32),     -- of the receipt's link
  link_until      timestamptz,
  receipt         text,                                     -- what is signed
  signature       bytea,
  done_at         timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, decided_by) REFERENCES account,
  CONSTRAINT erasure_request_link UNIQUE (tenant_id, link_hash),
  CONSTRAINT erasure_request_two_people CHECK (decided_by <> account_id),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CHECK ((state IN ('asked', 'withdrawn')) = (decided_at IS NULL)),
  CHECK ((state = 'declined') = (basis IS NOT NULL) AND (basis IS NULL OR length(words) > 0)),
  CHECK (num_nulls(receipt, signature, done_at) IN (0, 3) AND (state = 'done') = (done_at IS NOT NULL))
);
CREATE UNIQUE INDEX erasure_request_open ON erasure_request (tenant_id, patient_id) WHERE state IN ('asked', 'erasing');
CREATE INDEX erasure_request_state ON erasure_request (tenant_id, state, asked_at);
CREATE INDEX erasure_request_account ON erasure_request (tenant_id, account_id, asked_at);
CREATE INDEX erasure_request_number ON erasure_request (tenant_id, number);
CALL protect('erasure_request', 'SELECT, INSERT');
-- What was carried out is written by the functions below alone.
GRANT UPDATE (state, decided_by, decided_at, basis, words, reason, link_hash, link_until, receipt, signature, done_at)
  ON erasure_request TO polyclinic_app;

-- Objects that are still to go from the store: those below a prefix of the tenant's.
CREATE TABLE erasure_object (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL DEFAULT gen_random_uuid(),
  request_id  uuid NOT NULL,
  prefix      text NOT NULL CHECK (length(prefix) BETWEEN 3 AND 200),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, request_id) REFERENCES erasure_request
);
CREATE INDEX erasure_object_request ON erasure_object (tenant_id, request_id);
CALL protect('erasure_object', 'SELECT, DELETE');

-- That somebody opened what the law keeps, and why.
CREATE TABLE erasure_opening (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  request_id  uuid NOT NULL,
  account_id  uuid NOT NULL DEFAULT current_account(),
  reason      text NOT NULL CHECK (length(reason) BETWEEN 10 AND 300),
  opened_at   timestamptz NOT NULL,
  ends_at     timestamptz NOT NULL CHECK (ends_at <= opened_at + interval '15 minutes'),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, request_id) REFERENCES erasure_request,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX erasure_opening_request ON erasure_opening (tenant_id, request_id, account_id, ends_at);
CALL protect('erasure_opening', 'SELECT, INSERT');

-- What happens to the rows of every table: no tenant's table, for it is the schema's. A migration that adds a table adds its rules;
-- ErasureRuleTests reads from the catalogue that none is missing, and no column. Rules are carried out in the order of `place`:
-- rows that refer to others before these.
CREATE TABLE erasure_rule (
  place    int PRIMARY KEY,
  relation text NOT NULL,
  topic    text NOT NULL DEFAULT 'none',      -- of which kind of data, as people are told; 'none' for what is no person's
  rows     text,                              -- which rows, of `t`: $1 the person's records, $2 their accounts, $3 their addresses
  hold     text CHECK (hold IN ('record', 'invoices', 'either', 'always')),   -- what keeps them for a time; NULL for nothing
  blank    jsonb NOT NULL DEFAULT '{}',       -- of rows that are kept: columns, and what stands there from now on
  keeps    text[] NOT NULL DEFAULT '{}',      -- of rows that are kept: columns that stay
  objects  text,                              -- what is stored of a row, below the tenant's prefix
  why      text NOT NULL DEFAULT '',
  CHECK ((topic = 'none') = (rows IS NULL))
);

INSERT INTO erasure_rule (place, relation, topic, rows, hold, blank, keeps, objects, why) VALUES
-- Work that waits, and letters: before what tells whose they are.
(100, 'job', 'letters', $r$t.subject IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))
  OR t.subject IN (SELECT y.id FROM payment y JOIN invoice i ON i.id = y.invoice_id WHERE i.patient_id = ANY ($1))
  OR t.kind = 'letter' AND t.subject IN (
       SELECT m.id FROM outbox_message m WHERE m.state = 'queued' AND (m.recipient = ANY ($3)
          OR m.payload ->> 'account' = ANY ($2::text[])
          OR m.payload ->> 'appointment' IN (SELECT a.id::text FROM appointment a WHERE a.patient_id = ANY ($1))
          OR m.payload ->> 'invoice' IN (SELECT i.id::text FROM invoice i WHERE i.patient_id = ANY ($1))
          OR m.payload ->> 'offer' IN (SELECT o.id::text FROM waitlist_offer o JOIN waitlist_entry e ON e.id = o.entry_id
                                        WHERE e.patient_id = ANY ($1))
          OR m.id IN (SELECT r.letter_id FROM reminder r JOIN appointment a ON a.id = r.appointment_id
                       WHERE a.patient_id = ANY ($1))))$r$, NULL, '{}', '{}', NULL, ''),
(110, 'outbox_message', 'letters', $r$t.recipient = ANY ($3) OR t.payload ->> 'account' = ANY ($2::text[])
  OR t.payload ->> 'appointment' IN (SELECT a.id::text FROM appointment a WHERE a.patient_id = ANY ($1))
  OR t.payload ->> 'invoice' IN (SELECT i.id::text FROM invoice i WHERE i.patient_id = ANY ($1))
  OR t.payload ->> 'offer' IN (SELECT o.id::text FROM waitlist_offer o JOIN waitlist_entry e ON e.id = o.entry_id
                                WHERE e.patient_id = ANY ($1))
  OR t.id IN (SELECT r.letter_id FROM reminder r JOIN appointment a ON a.id = r.appointment_id
               WHERE a.patient_id = ANY ($1))$r$, 'always',
  '{"recipient": "''''", "payload": "''{}''", "secret": "NULL", "failure": "NULL", "emptied_at": "coalesce(t.emptied_at, $4)",
    "state": "CASE t.state WHEN ''queued'' THEN ''dropped'' WHEN ''failed'' THEN ''settled'' ELSE t.state END"}',
  '{tenant_id,id,kind,language,attempts,due_at,sent_at,created_at}', NULL,
  'that a letter of a kind was written, and when, names nobody'),
(120, 'told_of_news', 'letters', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),

-- What was written to one another.
(200, 'communication_document', 'messages', $r$t.communication_id IN (SELECT c.id FROM communication c JOIN conversation v ON v.id = c.conversation_id
                          WHERE v.patient_id = ANY ($1))
  OR t.document_id IN (SELECT d.id FROM document_reference d WHERE d.patient_id = ANY ($1))$r$, NULL, '{}', '{}', NULL, ''),
(210, 'communication_draft', 'messages', $r$t.account_id = ANY ($2)
  OR t.conversation_id IN (SELECT v.id FROM conversation v WHERE v.patient_id = ANY ($1))$r$, NULL, '{}', '{}', NULL, ''),
(220, 'communication', 'messages', 't.conversation_id IN (SELECT v.id FROM conversation v WHERE v.patient_id = ANY ($1))',
  NULL, '{}', '{}', NULL, ''),
(230, 'conversation', 'messages', 't.patient_id = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(240, 'feedback', 'messages', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),

-- Around visits.
(300, 'reminder', 'visits', 't.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))', NULL, '{}', '{}', NULL, ''),
(310, 'appointment_paper', 'visits', 't.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))', NULL, '{}', '{}', NULL, ''),
(320, 'visit_participant', 'visits', 't.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))', NULL, '{}', '{}', NULL, ''),
(330, 'questionnaire_response', 'intake', 't.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))', NULL, '{}', '{}', NULL, ''),
(340, 'rebooking', 'visits', 't.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))', NULL, '{}', '{}', NULL, ''),
(350, 'queue_ticket', 'visits', $r$t.patient_id = ANY ($1)
  OR t.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))$r$, NULL, '{}', '{}', NULL, ''),
(360, 'waitlist_offer', 'visits', $r$t.entry_id IN (SELECT e.id FROM waitlist_entry e
                                                    WHERE e.patient_id = ANY ($1) OR e.account_id = ANY ($2))$r$, NULL, '{}', '{}', NULL, ''),
(370, 'waitlist_entry', 'visits', 't.patient_id = ANY ($1) OR t.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(380, 'appointment_history', 'visits', 't.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))', 'either',
  '{"note": "''''"}', '{tenant_id,id,appointment_id,sequence,act,status,during,practitioner_id,location_id,account_id,at}', NULL,
  'steps of a visit that is kept'),

-- Invoices: a draft binds nobody, what is issued is kept as it was issued.
(400, 'invoice_line', 'invoices', $r$t.invoice_id IN (SELECT i.id FROM invoice i WHERE i.patient_id = ANY ($1) AND i.number IS NULL)$r$,
  NULL, '{}', '{}', NULL, ''),
(410, 'invoice', 'invoices', 't.patient_id = ANY ($1) AND t.number IS NULL', NULL, '{}', '{}', NULL, ''),
(420, 'payment', 'invoices', 't.invoice_id IN (SELECT i.id FROM invoice i WHERE i.patient_id = ANY ($1))', 'invoices', '{}',
  '{tenant_id,id,invoice_id,kind,method,state,amount_minor,currency,paid_on,note,checkout_id,reference,refunds,form_key,recorded_by,recorded_at,settled_at}',
  NULL, 'books of account'),
(430, 'checkout', 'invoices', 't.invoice_id IN (SELECT i.id FROM invoice i WHERE i.patient_id = ANY ($1))', 'invoices', '{}',
  '{tenant_id,id,invoice_id,provider,reference,amount_minor,currency,state,created_by,created_at}', NULL, 'books of account'),
(440, 'invoice_line', 'invoices', 't.invoice_id IN (SELECT i.id FROM invoice i WHERE i.patient_id = ANY ($1) AND i.number IS NOT NULL)', 'invoices', '{}',
  '{tenant_id,id,invoice_id,position,text,served_on,amount_minor,tax_rate,tax_minor}', NULL, 'books of account'),
(450, 'invoice', 'invoices', 't.patient_id = ANY ($1) AND t.number IS NOT NULL', 'invoices', '{}',
  '{tenant_id,id,kind,status,patient_id,appointment_id,corrects,currency,total_minor,tax_minor,paid_minor,year,sequence,number,seller_name,seller_address,seller_number,buyer_name,buyer_address,patient_name,tax_name,exemption,payment_text,issued_on,due_on,issued_at,created_by,created_at,cancelled_at,cancelled_why}',
  NULL, 'books of account: with name and address as issued'),

-- The record. What nobody has signed is none.
(500, 'composition_section', 'record', $r$t.composition_id IN (SELECT c.id FROM composition c
                                                            WHERE c.patient_id = ANY ($1) AND c.status = 'preliminary')$r$, NULL, '{}', '{}', NULL, ''),
(510, 'composition', 'record', $r$t.patient_id = ANY ($1) AND t.status = 'preliminary'$r$, NULL, '{}', '{}', NULL, ''),
(520, 'medication_request', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,composition_id,patient_id,position,status,intent,content,valid_until,authored_on,requester_id,status_at,status_by,status_why}', NULL, 'the record'),
(530, 'composition_section', 'record', $r$t.composition_id IN (SELECT c.id FROM composition c
                                                            WHERE c.patient_id = ANY ($1) AND c.status <> 'preliminary')$r$, 'record', '{}',
  '{tenant_id,id,composition_id,position,code,title,prompt,text,revision,saved_by,saved_at}', NULL, 'the record'),
(540, 'composition', 'record', $r$t.patient_id = ANY ($1) AND t.status <> 'preliminary'$r$, 'record', '{}',
  '{tenant_id,id,patient_id,encounter_id,kind,title,status,author_id,appends,replaces,release,release_days,created_at,signed_at,signed_by,digest,release_due_at,released_at,error_at,error_by,error_why}', NULL, 'the record'),
(550, 'encounter', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,patient_id,practitioner_id,appointment_id,class,status,started_at}', NULL, 'the record'),
(560, 'observation', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,thread,replaces,patient_id,report_id,position,category,code,status,effective_at,value,unit,component_codes,component_values,low,high,interpretation,content,recorded_by,recorded_at,superseded_at,superseded_by}', NULL, 'the record'),
(570, 'diagnostic_report', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,thread,replaces,patient_id,status,effective_at,gravity,content,recorded_by,recorded_at,superseded_at,superseded_by,seen_at,seen_by,release_due_at,released_at,released_by}', NULL, 'the record'),
(580, 'condition', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,thread,replaces,patient_id,clinical_status,verification_status,onset,abatement,content,recorded_by,recorded_at,superseded_at,superseded_by}', NULL, 'the record'),
(590, 'allergy_intolerance', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,thread,replaces,patient_id,clinical_status,verification_status,type,category,criticality,none_known,content,recorded_by,recorded_at,superseded_at,superseded_by}', NULL, 'the record'),
(600, 'medication_statement', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,thread,replaces,patient_id,status,starts_on,ends_on,source,content,recorded_by,recorded_at,superseded_at,superseded_by}', NULL, 'the record'),
(610, 'consent', 'record', 't.patient_id = ANY ($1)', 'record', '{}',
  '{tenant_id,id,patient_id,text_id,given_by,given_at,withdrawn_by,withdrawn_at}', NULL, 'to what treatment was agreed'),
(620, 'emergency_access', 'record', 't.patient_id = ANY ($1)', 'record', '{"reason": "''erased with the record''", "note": "''''"}',
  '{tenant_id,id,account_id,patient_id,opened_at,ends_at,reviewed_by,reviewed_at,verdict}', NULL, 'who opened the record'),

-- Documents: those of which treatment was made are the record.
(700, 'document_upload', 'documents', 't.patient_id = ANY ($1) OR t.account_id = ANY ($2)', NULL, '{}', '{}', $r$'documents/' || t.id$r$, ''),
(710, 'document_reference', 'documents', $r$t.patient_id = ANY ($1) AND (t.deleted_at IS NOT NULL OR t.category NOT IN ('referral', 'result', 'letter', 'prescription'))$r$,
  NULL, '{}', '{}', $r$'documents/' || t.id$r$, ''),
(720, 'document_reference', 'documents', $r$t.patient_id = ANY ($1) AND t.deleted_at IS NULL AND t.category IN ('referral', 'result', 'letter', 'prescription')$r$,
  'record', '{"title": "''''"}',
  '{tenant_id,id,account_id,patient_id,key,part,status,category,visibility,practitioner_id,appointment_id,content_type,size,content_key,content,finding,preview,created_at,checked_at,deleted_at,deleted_by,scan_failed_at}',
  $r$'documents/' || t.id$r$, 'the record'),

-- Visits are kept as long as the record or an invoice speaks of them.
(800, 'occupancy', 'visits', $r$t.resource_id = ANY ($1) OR t.appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = ANY ($1))$r$,
  'either', '{}', '{tenant_id,id,resource_kind,resource_id,appointment_id,during,released_at,hold_id,held_until,service_id,session_id,seat,seats}', NULL,
  'when a visit was'),
(810, 'appointment', 'visits', 't.patient_id = ANY ($1)', 'either', '{"reason": "''''"}',
  '{tenant_id,id,patient_id,practitioner_id,service_id,location_id,during,status,price_minor,currency,booked_by,booking_key,booked_at,sequence,cancellation_minutes,online,arrived_at,started_at,fulfilled_at,series_id,left_at}',
  NULL, 'when a visit was, and with whom'),

-- The person.
(900, 'patient_contact', 'person', 't.patient_id = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(910, 'coverage', 'person', 't.patient_id = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(920, 'patient_change', 'person', 't.patient_id = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(930, 'patient_correction', 'person', 't.patient_id = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(940, 'patient_import_line', 'person', 't.patient_id = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(950, 'patient_merge_row', 'person', 't.merge_id IN (SELECT m.id FROM patient_merge m WHERE m.kept = ANY ($1) OR m.gone = ANY ($1))', NULL, '{}', '{}', NULL, ''),
(960, 'patient_merge', 'person', 't.kept = ANY ($1) OR t.gone = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(970, 'related_person', 'person', 't.patient_id = ANY ($1) OR t.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(980, 'patient_word', 'search', 't.patient_id = ANY ($1)', NULL, '{}', '{}', NULL, ''),
(985, 'saved_view', 'search', $r$t.account_id = ANY ($2)
  OR EXISTS (SELECT FROM unnest($1) AS p (id) WHERE position(p.id::text IN t.query) > 0)
  OR EXISTS (SELECT FROM patient p WHERE p.id = ANY ($1)
                AND (position('=' || folded(p.family_name) IN folded(t.query)) > 0
                     OR position('=' || folded(p.given_name) IN folded(t.query)) > 0))$r$, NULL, '{}', '{}', NULL, ''),
(990, 'name_word', 'search', 'NOT EXISTS (SELECT FROM patient_word w WHERE w.word = t.word)', NULL, '{}', '{}', NULL, ''),

-- The way in.
(1000, 'session', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(1010, 'known_device', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(1020, 'password_reset', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(1030, 'recovery_code', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(1040, 'passkey', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(1050, 'calendar_feed', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(1060, 'address_change', 'account', 't.account_id = ANY ($2) OR t.email = ANY ($3)', NULL, '{}', '{}', NULL, ''),
(1070, 'registration', 'account', 't.email = ANY ($3)', NULL, '{}', '{}', NULL, ''),
(1080, 'invitation', 'account', 't.account_id = ANY ($2) OR t.email = ANY ($3)', NULL, '{}', '{}', NULL, ''),
(1090, 'day_look', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),
(1100, 'care_team_participant', 'account', 't.account_id = ANY ($2)', NULL, '{}', '{}', NULL, ''),

-- Last, for the others are told by it.
(1200, 'patient', 'person', 't.id = ANY ($1)', 'either',
  '{"account_id": "NULL", "given_name": "''–''", "family_name": "''#'' || t.number", "preferred_name": "''''", "further_names": "''[]''",
    "birth_date": "make_date(extract(year FROM t.birth_date)::int, 1, 1)", "email": "''''", "phone": "''''", "address": "''{}''",
    "languages": "''{}''", "interpreter": "false", "needs": "''{}''", "sign_language": "''''", "need_note": "''''", "needs_told_at": "NULL",
    "reminded": "false", "retired_at": "coalesce(t.retired_at, $4)", "erased_at": "coalesce(t.erased_at, $4)"}',
  '{tenant_id,id,number,gender,created_at,replaced_by}', NULL, 'a number, the year of birth and the gender, by which the record can be read'),
(1210, 'account', 'account', 't.id = ANY ($2)', 'always',
  '{"email": "''closed-'' || t.id || ''@invalid''", "password_hash": "''''", "display_name": "''–''", "totp_seed": "NULL", "totp_pending": "NULL",
    "totp_last_step": "0", "time_zone": "NULL", "language": "''en''", "notices": "''{}''", "reminders": "''{}''", "channels": "''{}''",
    "quiet_from": "DEFAULT", "quiet_until": "DEFAULT", "disabled_at": "coalesce(t.disabled_at, $4)", "closed_at": "coalesce(t.closed_at, $4)"}',
  '{tenant_id,id,role,created_at}', NULL, 'an id that says nothing, which the log and the rows of others refer to'),
(1220, 'audit_event', 'log', 't.account_id = ANY ($2) OR t.entity = ANY ($1) OR t.entity = ANY ($2)', 'always', '{}',
  '{tenant_id,id,account_id,act,purpose,entity,request_id,at,address,agent,detail,changed,position}', NULL,
  'who did what and when, by ids and without names: sealed, and kept for the years of the clinic’s settings'),
(1230, 'erasure_request', 'log', 't.patient_id = ANY ($1)', 'always', '{"reason": "''''"}',
  '{tenant_id,id,patient_id,number,account_id,state,asked_at,decided_by,decided_at,basis,words,patients,accounts,record_until,invoices_until,counts,link_hash,link_until,receipt,signature,done_at}',
  NULL, 'that and how it was carried out'),
(1240, 'erasure_object', 'log', 't.request_id IN (SELECT q.id FROM erasure_request q WHERE q.patient_id = ANY ($1))', 'always', '{}',
  '{tenant_id,id,request_id,prefix}', NULL, 'goes with the last object'),
(1250, 'erasure_opening', 'log', 't.request_id IN (SELECT q.id FROM erasure_request q WHERE q.patient_id = ANY ($1))', 'always', '{}',
  '{tenant_id,id,request_id,account_id,reason,opened_at,ends_at}', NULL, 'who read what was kept, and why');

-- Whom somebody acts for, and archives of one's own data.
INSERT INTO erasure_rule (place, relation, topic, rows, hold, blank, keeps, objects, why)
SELECT place, relation, topic, rows, NULL, '{}', '{}', objects, '' FROM (VALUES
  (730, 'data_archive', 'documents', 't.patient_id = ANY ($1) OR t.account_id = ANY ($2)', $r$'archives/' || t.object_id$r$),
  (963, 'family_invitation', 'person', 't.patient_id = ANY ($1) OR t.invited_by = ANY ($2) OR t.email = ANY ($3)', NULL),
  (966, 'handover_notice', 'letters', 't.patient_id = ANY ($1) OR t.account_id = ANY ($2)', NULL)
) AS later (place, relation, topic, rows, objects) WHERE to_regclass('public.' || relation) IS NOT NULL;
UPDATE erasure_rule SET rows = rows || ' OR t.patient_id = ANY ($1)', place = 895
 WHERE relation = 'invitation'
   AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'invitation'::regclass AND attname = 'patient_id' AND NOT attisdropped);

-- Of the clinic, and nobody's person.
INSERT INTO erasure_rule (place, relation, why)
SELECT 2000 + n, relation, why FROM (VALUES
  (1, 'specialty', 'the clinic''s'), (2, 'healthcare_service', 'the clinic''s'), (3, 'location', 'the clinic''s'),
  (4, 'practitioner', 'who works here'), (5, 'practitioner_specialty', 'who works here'), (6, 'practitioner_service', 'who works here'),
  (7, 'availability', 'hours'), (8, 'device', 'the clinic''s'), (9, 'service_requirement', 'the clinic''s'),
  (10, 'availability_service', 'hours'), (11, 'dated_hours', 'hours'), (12, 'absence', 'hours'), (13, 'holiday', 'hours'),
  (14, 'opening_hours', 'hours'), (15, 'specialty_synonym', 'the clinic''s'), (16, 'waiting_room', 'the clinic''s'),
  (17, 'freed_time', 'a time and a doctor'), (18, 'appointment_series', 'an id; its visits go'),
  (19, 'patient_revision', 'a counter'), (20, 'service_paper', 'the clinic''s'),
  (21, 'hold', 'a browser for minutes, and no name'), (22, 'hold_grant', 'a network for a day, and no name'),
  (23, 'setting_change', 'staff'), (24, 'letter_text', 'the clinic''s'), (25, 'consent_text', 'the clinic''s'),
  (26, 'own_domain', 'the clinic''s'), (27, 'import_file', 'the clinic''s own lists'), (28, 'patient_import', 'counts; its lines have rules'),
  (29, 'audit_seal', 'hashes'), (30, 'audit_publication', 'numbers'), (31, 'audit_archive', 'numbers'),
  (32, 'invoice_counter', 'a counter'), (33, 'payment_event', 'numbers of the provider'), (34, 'questionnaire', 'the clinic''s'),
  (35, 'questionnaire_item', 'the clinic''s'), (36, 'note_template', 'the clinic''s'), (37, 'care_team', 'the clinic''s'),
  (38, 'guess', 'keyed hashes, for hours'), (39, 'spent_challenge', 'random bytes')
) AS nobodys (n, relation, why);

-- Of the person: all their records, their accounts, and the addresses that are nobody else's. Staff who are patients keep the
-- account that they work with.
CREATE FUNCTION erasure_subject(
  patient uuid, OUT patients uuid[], OUT accounts uuid[], OUT addresses text[]
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- One that was put into another is that one's.
  WITH RECURSIVE kept (id, into_id) AS (
    SELECT p.id, p.replaced_by FROM patient p WHERE p.id = erasure_subject.patient
    UNION SELECT p.id, p.replaced_by FROM patient p JOIN kept ON p.id = kept.into_id
  ), own (id) AS (
    SELECT kept.id FROM kept WHERE kept.into_id IS NULL
    UNION SELECT p.id FROM patient p JOIN own ON p.replaced_by = own.id
  ) SELECT coalesce(array_agg(id), '{}') INTO patients FROM own;
  SELECT coalesce(array_agg(DISTINCT a.id), '{}') INTO accounts
    FROM account a
   WHERE a.role = 'patient'
     AND (a.id IN (SELECT p.account_id FROM patient p WHERE p.id = ANY (patients))
          OR a.id IN (SELECT r.row_id FROM patient_merge_row r JOIN patient_merge m ON m.id = r.merge_id
                       WHERE m.kept = ANY (patients) AND m.undone_at IS NULL AND r.sort = 'account lost'));
  SELECT coalesce(array_agg(DISTINCT found.email), '{}') INTO addresses
    FROM (SELECT a.email FROM account a WHERE a.id = ANY (accounts)
          UNION SELECT lower(p.email) FROM patient p WHERE p.id = ANY (patients)
          UNION SELECT p.email FROM patient p WHERE p.id = ANY (patients)
          UNION SELECT c.email FROM address_change c WHERE c.account_id = ANY (accounts)) AS found (email)
   WHERE found.email <> ''
     AND NOT EXISTS (SELECT FROM account a WHERE a.email = lower(found.email) AND a.id <> ALL (accounts) AND a.closed_at IS NULL)
     AND NOT EXISTS (SELECT FROM patient p WHERE lower(p.email) = lower(found.email) AND p.id <> ALL (patients) AND p.erased_at IS NULL);
END $$;

-- The last days on which the law keeps a person's record and invoices, by the clinic's clocks; NULL for what is over, and for what
-- never was. Treatment is what the clinic did, not what somebody wrote of themselves.
CREATE FUNCTION erasure_terms(patients uuid[], at timestamptz, OUT record_until date, OUT invoices_until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  clinic tenant;
  today date;
BEGIN
  SELECT * INTO STRICT clinic FROM tenant WHERE id = current_tenant();
  today := (at AT TIME ZONE clinic.time_zone)::date;
  SELECT (max(treated) AT TIME ZONE clinic.time_zone)::date + make_interval(years => clinic.record_years) INTO record_until
    FROM (SELECT ends_at FROM appointment WHERE patient_id = ANY (patients) AND status IN ('arrived', 'fulfilled')
          UNION ALL SELECT started_at FROM encounter WHERE patient_id = ANY (patients)
          UNION ALL SELECT signed_at FROM composition WHERE patient_id = ANY (patients)
          UNION ALL SELECT recorded_at FROM diagnostic_report WHERE patient_id = ANY (patients)
          UNION ALL SELECT r.recorded_at FROM observation r JOIN account a ON a.id = r.recorded_by
                     WHERE r.patient_id = ANY (patients) AND a.role <> 'patient'
          UNION ALL SELECT r.recorded_at FROM condition r JOIN account a ON a.id = r.recorded_by
                     WHERE r.patient_id = ANY (patients) AND a.role <> 'patient'
          UNION ALL SELECT r.recorded_at FROM allergy_intolerance r JOIN account a ON a.id = r.recorded_by
                     WHERE r.patient_id = ANY (patients) AND a.role <> 'patient'
          UNION ALL SELECT r.recorded_at FROM medication_statement r JOIN account a ON a.id = r.recorded_by
                     WHERE r.patient_id = ANY (patients) AND a.role <> 'patient') AS acts (treated);
  SELECT make_date(extract(year FROM max(issued_on))::int + clinic.invoice_years, 12, 31) INTO invoices_until
    FROM invoice WHERE patient_id = ANY (patients) AND number IS NOT NULL;
  IF record_until < today THEN record_until := NULL; END IF;
  IF invoices_until < today THEN invoices_until := NULL; END IF;
END $$;

CREATE FUNCTION erasure_is_held(hold text, record_until date, invoices_until date) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN CASE hold WHEN 'always' THEN true WHEN 'record' THEN record_until IS NOT NULL WHEN 'invoices' THEN invoices_until IS NOT NULL
                 WHEN 'either' THEN record_until IS NOT NULL OR invoices_until IS NOT NULL ELSE false END;

-- What would happen to which rows: nothing is changed.
CREATE FUNCTION erasure_plan(patient uuid, at timestamptz)
RETURNS TABLE (topic text, fate text, hold text, rows bigint, record_until date, invoices_until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  subject record;
  terms record;
  rule erasure_rule;
  found bigint;
BEGIN
  subject := erasure_subject(patient);
  terms := erasure_terms(subject.patients, at);
  FOR rule IN SELECT * FROM erasure_rule r WHERE r.topic <> 'none' AND r.relation <> 'name_word' ORDER BY r.place LOOP
    EXECUTE format('SELECT count(*) FROM %I t WHERE (%s) AND $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL',
                   rule.relation, rule.rows)
      INTO found USING subject.patients, subject.accounts, subject.addresses;
    IF found > 0 THEN
      RETURN QUERY SELECT rule.topic,
        CASE WHEN NOT erasure_is_held(rule.hold, terms.record_until, terms.invoices_until) THEN 'erased'
             WHEN rule.blank <> '{}' THEN 'emptied' ELSE 'kept' END,
        coalesce(rule.hold, ''), found, terms.record_until, terms.invoices_until;
    END IF;
  END LOOP;
END $$;

-- Carries the rules out for a request, in the transaction of whoever calls. What is signed, issued or appended to stands against
-- everybody: only here, and where a whole clinic is carried, do its triggers give way.
CREATE FUNCTION erasure_run(request erasure_request, addresses text[], at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  rule erasure_rule;
  fate text;
  touched bigint;
  counts jsonb := '[]';
BEGIN
  -- Until the end of this function, or of the transaction where it fails.
  PERFORM set_config('app.carrying', 'yes', true);
  FOR rule IN SELECT * FROM erasure_rule WHERE topic <> 'none' ORDER BY place LOOP
    fate := CASE WHEN NOT erasure_is_held(rule.hold, request.record_until, request.invoices_until) THEN 'erased'
                 WHEN rule.blank <> '{}' THEN 'emptied' ELSE 'kept' END;
    IF fate = 'erased' THEN
      EXECUTE format(
        'WITH gone AS (DELETE FROM %1$I t WHERE (%2$s) AND $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL RETURNING %3$s AS prefix),'
        ' stored AS (INSERT INTO erasure_object (request_id, prefix) SELECT $4, prefix FROM gone WHERE prefix IS NOT NULL)'
        ' SELECT count(*) FROM gone', rule.relation, rule.rows, coalesce(rule.objects, 'NULL::text'))
        INTO touched USING request.patients, request.accounts, addresses, request.id;
    ELSIF fate = 'emptied' THEN
      EXECUTE format('UPDATE %I t SET %s WHERE (%s) AND $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL AND $4 IS NOT NULL',
                     rule.relation, (SELECT string_agg(format('%I = %s', key, value), ', ') FROM jsonb_each_text(rule.blank)), rule.rows)
        USING request.patients, request.accounts, addresses, at;
      GET DIAGNOSTICS touched = ROW_COUNT;
    ELSE
      EXECUTE format('SELECT count(*) FROM %I t WHERE (%s) AND $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL',
                     rule.relation, rule.rows)
        INTO touched USING request.patients, request.accounts, addresses;
    END IF;
    -- (Words are those of anybody who is gone.)
    IF touched > 0 AND rule.relation <> 'name_word' THEN
      counts := counts || jsonb_build_object('topic', rule.topic, 'fate', fate, 'hold', coalesce(rule.hold, ''), 'rows', touched);
    END IF;
  END LOOP;
  PERFORM set_config('app.carrying', '', true);
  -- Pages that show many patients are kept as they were drawn; no trigger said that these have changed.
  INSERT INTO patient_revision AS own (tenant_id, revision) VALUES (current_tenant(), 1)
    ON CONFLICT (tenant_id) DO UPDATE SET revision = own.revision + 1;
  RETURN counts;
END $$;

-- Carries a request out. Whoever asked doesn't decide, only an administrator does, and nobody before the days are over in which it
-- can be taken back: whatever the server says.
CREATE FUNCTION erase_person(request uuid, at timestamptz) RETURNS void
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
                             accounts = subject.accounts, record_until = terms.record_until, invoices_until = terms.invoices_until
   WHERE id = request RETURNING * INTO asked;
  done := erasure_run(asked, subject.addresses, at);
  UPDATE erasure_request SET counts = done WHERE id = request;
END $$;

-- Erases what was kept of people whose terms are over. Comes round.
CREATE FUNCTION erase_overdue(at timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  today date := (SELECT (at AT TIME ZONE time_zone)::date FROM tenant WHERE id = current_tenant());
  over erasure_request;
  done int := 0;
BEGIN
  FOR over IN SELECT * FROM erasure_request WHERE state IN ('erasing', 'done') AND (record_until < today OR invoices_until < today)
               ORDER BY decided_at LIMIT 20 FOR UPDATE SKIP LOCKED LOOP
    UPDATE erasure_request SET record_until = CASE WHEN record_until >= today THEN record_until END,
                               invoices_until = CASE WHEN invoices_until >= today THEN invoices_until END
     WHERE id = over.id RETURNING * INTO over;
    PERFORM erasure_run(over, '{}', at);
    INSERT INTO job (id, kind, subject, due_at, created_at) VALUES (gen_random_uuid(), 'erasure', over.id, at, at)
      ON CONFLICT ON CONSTRAINT job_once DO UPDATE SET due_at = excluded.due_at, state = 'queued';
    INSERT INTO audit_event (id, account_id, act, purpose, entity, at)
    VALUES (gen_random_uuid(), NULL, 'erasure-term-over', 'operation', over.patient_id, at);
    done := done + 1;
  END LOOP;
  RETURN done;
END $$;

-- Whose records the server's role sees no more, whatever it asks. Restrictive: it only takes away from what a tenant sees. What is
-- kept is seen in the transaction of an administrator who has opened it for a reason.
CREATE FUNCTION erased_patients() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(id), '{}') FROM patient
   WHERE erased_at IS NOT NULL AND tenant_id = current_tenant()
     AND id::text <> ALL (string_to_array(coalesce(current_setting('app.opened', true), ''), ','))
$$;

CREATE FUNCTION open_erased(request uuid, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  opened uuid[];
BEGIN
  SELECT q.patients INTO opened FROM erasure_request q JOIN erasure_opening o ON o.request_id = q.id
   WHERE q.id = request AND o.account_id = current_account() AND o.ends_at > at
     AND EXISTS (SELECT FROM account a WHERE a.id = current_account() AND a.role = 'admin' AND a.disabled_at IS NULL);
  IF opened IS NULL THEN RETURN false; END IF;
  PERFORM set_config('app.opened', array_to_string(opened, ','), true);
  RETURN true;
END $$;

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['composition', 'encounter', 'medication_request', 'allergy_intolerance', 'condition',
                             'medication_statement', 'diagnostic_report', 'observation', 'document_reference', 'consent',
                             'emergency_access', 'appointment'] LOOP
    EXECUTE format('CREATE POLICY erased ON %I AS RESTRICTIVE TO polyclinic_app'
                   ' USING (patient_id <> ALL ((SELECT erased_patients())::uuid[]))', one);
  END LOOP;
END $$;
CREATE POLICY erased ON patient AS RESTRICTIVE TO polyclinic_app USING (id <> ALL ((SELECT erased_patients())::uuid[]));

GRANT EXECUTE ON FUNCTION erasure_plan(uuid, timestamptz), erase_person(uuid, timestamptz), erase_overdue(timestamptz),
  erased_patients(), open_erased(uuid, timestamptz) TO polyclinic_app;

-- A number is never given twice: not that of a record which the server's role no longer sees, nor that of one that is gone.
CREATE OR REPLACE FUNCTION number_patient() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('patients of ' || NEW.tenant_id, 0));
  NEW.number := 1 + greatest(coalesce((SELECT max(number) FROM patient WHERE tenant_id = NEW.tenant_id), 1000),
                             (SELECT max(number) FROM erasure_request WHERE tenant_id = NEW.tenant_id));
  RETURN NEW;
END $$;

-- What else in a record is wrong, as a patient says: in words, about an entry or about all of it.
ALTER TABLE patient_correction
  ALTER COLUMN birth_date DROP NOT NULL,
  ADD COLUMN about text NOT NULL DEFAULT '' CHECK (about IN ('', 'person', 'visit', 'note', 'result', 'medication', 'allergy', 'diagnosis',
                                                              'document', 'invoice', 'other')),
  DROP CONSTRAINT patient_correction_note_check,
  ADD CONSTRAINT patient_correction_note_check CHECK (length(note) <= 1000),
  ADD CHECK ((birth_date IS NULL) = (about <> '') AND (about = '' OR length(note) > 0));
