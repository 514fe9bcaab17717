-- Gives a clinic one of everything that an address or a form can name. Run as the superuser, with :slug.
SELECT id AS clinic FROM tenant WHERE slug = :'slug' \gset
SELECT id AS admin FROM account WHERE tenant_id = :'clinic' AND role = 'admin' ORDER BY id LIMIT 1 \gset
SELECT set_config('app.tenant_id', :'clinic', false), set_config('app.account_id', :'admin', false) \g /dev/null
SELECT a.id AS doctor_account, p.id AS doctor
  FROM account a JOIN practitioner p ON p.tenant_id = a.tenant_id AND p.account_id = a.id
 WHERE a.tenant_id = :'clinic' AND a.role = 'practitioner' ORDER BY a.id LIMIT 1 \gset
SELECT a.id AS patient_account, p.id AS patient
  FROM account a JOIN patient p ON p.tenant_id = a.tenant_id AND p.account_id = a.id
 WHERE a.tenant_id = :'clinic' AND a.role = 'patient' AND a.email NOT LIKE 'guest-%' ORDER BY a.id LIMIT 1 \gset
SELECT id AS merged FROM patient WHERE tenant_id = :'clinic' AND account_id IS NULL ORDER BY id LIMIT 1 \gset
SELECT id AS unknown FROM patient
 WHERE tenant_id = :'clinic' AND account_id IS NULL AND id <> :'merged' ORDER BY id LIMIT 1 \gset
SELECT h.location_id AS room, coalesce(l.part_of, l.id) AS place
  FROM availability h JOIN location l ON l.tenant_id = h.tenant_id AND l.id = h.location_id
 WHERE h.tenant_id = :'clinic' AND h.practitioner_id = :'doctor' ORDER BY h.id LIMIT 1 \gset
SELECT s.service_id AS service, h.specialty_id AS specialty
  FROM practitioner_service s JOIN healthcare_service h ON h.tenant_id = s.tenant_id AND h.id = s.service_id
 WHERE s.tenant_id = :'clinic' AND s.practitioner_id = :'doctor' AND h.capacity = 1 AND NOT h.needs_approval
 ORDER BY s.position, s.service_id LIMIT 1 \gset

-- Five of the doctor's visits, all of the patient.
CREATE TEMP TABLE visit AS
SELECT id, during, row_number() OVER (ORDER BY starts_at) AS number FROM appointment a
 WHERE a.tenant_id = :'clinic' AND practitioner_id = :'doctor' AND status = 'booked' AND starts_at > now() + interval '3 days'
   AND NOT EXISTS (SELECT FROM occupancy o WHERE o.tenant_id = a.tenant_id AND o.resource_id = :'patient' AND o.during && a.during)
 ORDER BY starts_at LIMIT 5;
UPDATE appointment SET patient_id = :'patient', service_id = :'service' WHERE tenant_id = :'clinic' AND id IN (SELECT id FROM visit);
UPDATE occupancy SET resource_id = :'patient'
 WHERE tenant_id = :'clinic' AND resource_kind = 'patient' AND appointment_id IN (SELECT id FROM visit);
UPDATE appointment SET status = 'pending' WHERE tenant_id = :'clinic' AND id = (SELECT id FROM visit WHERE number = 2);
INSERT INTO appointment_series (id, created_at) VALUES (gen_random_uuid(), now()) RETURNING id AS series \gset
UPDATE appointment SET series_id = :'series' WHERE tenant_id = :'clinic' AND id = (SELECT id FROM visit WHERE number = 5);

INSERT INTO absence (id, practitioner_id, first_day, last_day, entered_by, entered_at)
VALUES (gen_random_uuid(), :'doctor', current_date + 300, current_date + 301, :'admin', now()) RETURNING id AS absence \gset
INSERT INTO rebooking (id, absence_id, appointment_id, was, token_hash, practitioner_id, location_id, proposed,
                       answer_until, state, why, created_at)
SELECT gen_random_uuid(), :'absence', id, during, sha256(:'proposal_token'), :'doctor', :'room',
       tstzrange(lower(during) + interval '40 days', upper(during) + interval '40 days'), now() + interval '1 day', 'open', '', now()
  FROM visit WHERE number = 3;
INSERT INTO rebooking (id, absence_id, appointment_id, was, token_hash, answer_until, state, why, created_at)
SELECT gen_random_uuid(), :'absence', id, during, sha256(id::text::bytea), now(), 'task', 'no-time', now()
  FROM visit WHERE number = 4 RETURNING id AS task \gset

INSERT INTO waitlist_entry (id, account_id, patient_id, service_id, practitioner_id, until_day, state, created_at)
VALUES (gen_random_uuid(), :'patient_account', :'patient', :'service', :'doctor', current_date + 50, 'offered', now())
RETURNING id AS wish \gset
INSERT INTO freed_time (practitioner_id, during, state)
VALUES (:'doctor', tstzrange(now() + interval '80 days', now() + interval '80 days 30 minutes'), 'offered') RETURNING id AS freed \gset
INSERT INTO waitlist_offer (id, entry_id, freed_id, hold_hash, practitioner_id, service_id, during, answer_until, created_at)
SELECT gen_random_uuid(), :'wish', id, sha256(id::text::bytea), :'doctor', :'service', during, now() + interval '1 day', now()
  FROM freed_time WHERE id = :'freed' RETURNING id AS waiting_offer \gset

INSERT INTO waiting_room (place, code, display_hash) VALUES (:'place', :'code', sha256(:'display_token'))
ON CONFLICT (tenant_id, place) DO UPDATE SET code = excluded.code, display_hash = excluded.display_hash;
INSERT INTO queue_ticket (id, place, day, number, service_id, minutes, due_at, created_at)
SELECT gen_random_uuid(), :'place', (now() AT TIME ZONE time_zone)::date, 900, :'service', 20, now(), now()
  FROM tenant WHERE id = :'clinic' RETURNING id AS ticket \gset

INSERT INTO service_paper (id, service_id, kind, name) VALUES (gen_random_uuid(), :'service', 'document', 'A paper')
RETURNING id AS paper \gset
INSERT INTO device (id, name, kind) VALUES (gen_random_uuid(), 'A device', 'device') RETURNING id AS device \gset
INSERT INTO holiday (day, name) VALUES (current_date + 3650, 'A holiday') RETURNING id AS holiday \gset
INSERT INTO saved_view (id, account_id, listing, name, query, shared, created_at)
VALUES (gen_random_uuid(), :'admin', 'patients', 'A view', '', true, now()) RETURNING id AS view \gset
UPDATE healthcare_service SET online = true WHERE tenant_id = :'clinic' AND id = :'service';
UPDATE appointment SET online = true WHERE tenant_id = :'clinic' AND id IN (SELECT id FROM visit);
INSERT INTO questionnaire (id, service_id, version, at) VALUES (gen_random_uuid(), :'service', 1, now()) RETURNING id AS questions \gset
INSERT INTO questionnaire_item (questionnaire_id, link_id, text, type, required, unit, options, enable_answer)
VALUES (:'questions', 10, 'What brings you?', 'text', true, '', '', '');
INSERT INTO consent_text (id, name, language, version, text, at, telehealth)
VALUES (gen_random_uuid(), 'Seen by video', 'en', 1, 'I agree to video.', now(), true) RETURNING id AS telehealth \gset
INSERT INTO consent (id, patient_id, text_id, given_by, given_at)
VALUES (gen_random_uuid(), :'patient', :'telehealth', :'patient_account', now()) RETURNING id AS agreement \gset
INSERT INTO data_archive (id, patient_id, account_id, language, asked_at)
VALUES (gen_random_uuid(), :'patient', :'patient_account', 'en', now()) RETURNING id AS archive \gset
INSERT INTO job (id, kind, subject, due_at, created_at) VALUES (gen_random_uuid(), 'archive', :'archive', now(), now());
INSERT INTO consent_text (id, name, language, version, text, at)
VALUES (gen_random_uuid(), 'A consent', 'en', 1, 'What is agreed to.', now()) RETURNING id AS consent \gset
INSERT INTO letter_text (kind, language, text) VALUES ('appointment-booked', 'en', 'Come early.');
INSERT INTO own_domain (host, proof, asked_at) VALUES (:'slug' || '-clinic.example', repeat('proof', 8), now());
INSERT INTO import_file (id, noun, name, contents, encoding, made_by, made_at)
SELECT gen_random_uuid(), noun, 'list.csv', convert_to(E'Name\r\nSomething\r\n', 'UTF8'), 'utf-8', :'admin', now()
  FROM unnest(ARRAY['specialties', 'places', 'devices', 'holidays', 'services', 'practitioners']) AS noun;
INSERT INTO patient_import (id, name, header, keys, state, unseen, made_at, touched_at)
VALUES (gen_random_uuid(), 'people.csv', '{Given name}', '{given}', 'checked', 0, now(), now()) RETURNING id AS patients_file \gset
INSERT INTO patient_import_line (import_id, line, cells, verdict, title, told)
VALUES (:'patients_file', 2, '["x"]', 'wrong', 'Somebody', '{"changes": [], "problems": []}');
UPDATE patient SET retired_at = now(), replaced_by = :'patient' WHERE tenant_id = :'clinic' AND id = :'merged';
INSERT INTO patient_merge (id, kept, gone, before, after, at)
VALUES (gen_random_uuid(), :'patient', :'merged', '{}', '{}', now()) RETURNING id AS merge \gset
INSERT INTO emergency_access (id, account_id, patient_id, reason, opened_at, ends_at)
VALUES (gen_random_uuid(), :'doctor_account', :'unknown', 'Found on the street', now(), now() + interval '1 hour')
RETURNING id AS emergency \gset
INSERT INTO patient_correction (id, patient_id, birth_date, note, asked_by, asked_at)
VALUES (gen_random_uuid(), :'patient', '1990-01-01', '', :'patient_account', now()) RETURNING id AS correction \gset
INSERT INTO erasure_request (id, patient_id, number, account_id, asked_at)
SELECT gen_random_uuid(), id, number, :'patient_account', now()
  FROM patient WHERE tenant_id = :'clinic' AND id = :'patient' RETURNING id AS erasure \gset
-- Of somebody who is erased: their receipt is asked for by its link.
INSERT INTO erasure_request (id, patient_id, number, account_id, state, asked_at, decided_by, decided_at, link_hash, link_until)
VALUES (gen_random_uuid(), gen_random_uuid(), 999999, :'patient_account', 'erasing', now(), :'doctor_account', now(),
        sha256(:'receipt_token'), now() + interval '9 days');
INSERT INTO patient_change (id, patient_id, account_id, origin, part, changes, at)
VALUES (gen_random_uuid(), :'patient', :'patient_account', 'own', 'needs', '[{"field": "note", "before": "", "after": "x"}]', now())
RETURNING id AS change \gset
INSERT INTO feedback (id, account_id, kind, text, page, wants_answer, at)
VALUES (gen_random_uuid(), :'patient_account', 'idea', 'More light', '/doctors', true, now()) RETURNING id AS feedback \gset
INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
VALUES (gen_random_uuid(), :'unknown', :'patient_account', 'parent', now());
INSERT INTO account (id, email, password_hash, role, display_name, created_at)
VALUES (gen_random_uuid(), 'kin-of-' || :'slug' || '@mail.example', 'none', 'patient', 'Somebody Near', now()) RETURNING id AS kin \gset
INSERT INTO related_person (id, patient_id, account_id, relationship, scopes, granted_by, granted_at, created_at)
VALUES (gen_random_uuid(), :'patient', :'kin', 'delegate', '{see}', :'patient_account', now(), now()) RETURNING id AS tie \gset
INSERT INTO family_invitation (id, patient_id, email, relationship, scopes, invited_by, created_at, expires_at)
SELECT gen_random_uuid(), :'patient', 'kin@mail.example', 'delegate', '{see}', :'patient_account', now(), now() + interval '9 days'
RETURNING id AS asked \gset

INSERT INTO calendar_feed (id, account_id, token_hash, created_at)
VALUES (gen_random_uuid(), :'patient_account', sha256(:'feed_token'), now()) RETURNING id AS feed \gset
INSERT INTO known_device (token_hash, account_id, agent, created_at, seen_at, expires_at)
VALUES (sha256(:'device_token'), :'patient_account', '', now(), now(), now() + interval '1 hour');
INSERT INTO invitation (id, email, role, given_name, family_name, language, token_hash, invited_by, created_at, sent_at, expires_at)
VALUES (gen_random_uuid(), 'invited@mail.example', 'front-desk', 'Ina', 'Field', 'en', sha256(:'invitation_token'), :'admin',
        now(), now(), now() + interval '7 days') RETURNING id AS invitation \gset
INSERT INTO passkey (id, account_id, name, credential_id, public_key, sign_count, is_backup_eligible, is_backed_up, transports, created_at)
VALUES (gen_random_uuid(), :'patient_account', 'A passkey', sha256(:'slug'), '\x00', 0, false, false, '{}', now())
RETURNING id AS passkey \gset
UPDATE password_reset SET token_hash = sha256(:'reset_token') WHERE tenant_id = :'clinic' AND account_id = :'patient_account';
SELECT id AS letter FROM outbox_message WHERE tenant_id = :'clinic' ORDER BY created_at LIMIT 1 \gset

SELECT id AS invoice FROM invoice WHERE tenant_id = :'clinic' AND patient_id = :'patient' AND status = 'issued' ORDER BY id LIMIT 1 \gset
SELECT id AS invoice_line FROM invoice_line WHERE tenant_id = :'clinic' AND invoice_id = :'invoice' LIMIT 1 \gset
INSERT INTO checkout (id, invoice_id, provider, reference, amount_minor, currency, created_at)
SELECT gen_random_uuid(), id, 'test', gen_random_uuid(), total_minor - paid_minor, currency, now() FROM invoice
 WHERE tenant_id = :'clinic' AND id = :'invoice' RETURNING reference AS checkout \gset
INSERT INTO payment (id, invoice_id, kind, method, state, amount_minor, currency, paid_on, recorded_at, settled_at)
SELECT gen_random_uuid(), id, 'payment', 'online', 'settled', 1, currency, current_date, now(), now() FROM invoice
 WHERE tenant_id = :'clinic' AND id = :'invoice' RETURNING id AS payment \gset

SELECT c.id AS note FROM composition c WHERE c.tenant_id = :'clinic' AND c.status = 'preliminary' ORDER BY c.id LIMIT 1 \gset
SELECT c.id AS released FROM composition c
 WHERE c.tenant_id = :'clinic' AND c.released_at IS NOT NULL AND c.kind = 'note' ORDER BY c.id LIMIT 1 \gset
SELECT id AS "order" FROM medication_request WHERE tenant_id = :'clinic' AND status = 'active' ORDER BY id LIMIT 1 \gset
SELECT id AS template FROM note_template WHERE tenant_id = :'clinic' ORDER BY id LIMIT 1 \gset
-- As the demo data have them, sealed by the installation.
SELECT thread AS allergy FROM allergy_intolerance WHERE tenant_id = :'clinic' AND patient_id = :'patient' ORDER BY id LIMIT 1 \gset
SELECT thread AS condition FROM condition WHERE tenant_id = :'clinic' AND patient_id = :'patient' ORDER BY id LIMIT 1 \gset
SELECT thread AS medication FROM medication_statement
 WHERE tenant_id = :'clinic' AND patient_id = :'patient' ORDER BY id LIMIT 1 \gset
SELECT thread AS result FROM diagnostic_report WHERE tenant_id = :'clinic' AND patient_id = :'patient' ORDER BY id LIMIT 1 \gset
SELECT id AS vital FROM observation
 WHERE tenant_id = :'clinic' AND patient_id = :'patient' AND category = 'vital-signs' ORDER BY id LIMIT 1 \gset
SELECT id AS conversation, team_id AS team FROM conversation
 WHERE tenant_id = :'clinic' AND patient_id = :'patient' AND state = 'patient' ORDER BY id LIMIT 1 \gset

\t on
SELECT name, value FROM (VALUES
  ('doctor', :'doctor'), ('service', :'service'), ('room', :'room'), ('place', :'place'), ('specialty', :'specialty'),
  ('device', :'device'), ('holiday', :'holiday'), ('patient', :'patient'), ('child', :'unknown'), ('merged', :'merged'), ('slug', :'slug'), ('paper', :'paper'),
  ('doctor_account', :'doctor_account'), ('patient_account', :'patient_account'), ('series', :'series'),
  ('absence', :'absence'), ('task', :'task'), ('wish', :'wish'), ('waiting_offer', :'waiting_offer'), ('ticket', :'ticket'),
  ('view', :'view'), ('consent', :'consent'), ('patients_file', :'patients_file'), ('merge', :'merge'), ('emergency', :'emergency'),
  ('telehealth', :'telehealth'), ('agreement', :'agreement'), ('archive', :'archive'),
  ('note', :'note'), ('released', :'released'), ('order', :'order'), ('template', :'template'),
  ('tie', :'tie'), ('asked', :'asked'), ('conversation', :'conversation'), ('team', :'team'),
  ('correction', :'correction'), ('erasure', :'erasure'), ('change', :'change'), ('feedback', :'feedback'),
  ('feed', :'feed'), ('invitation', :'invitation'), ('passkey', :'passkey'), ('letter', :'letter'),
  ('allergy', :'allergy'), ('condition', :'condition'), ('medication', :'medication'), ('result', :'result'), ('vital', :'vital'),
  ('invoice', :'invoice'), ('invoice_line', :'invoice_line'), ('checkout', :'checkout'), ('payment', :'payment')) AS named (name, value)
UNION ALL SELECT CASE number WHEN 2 THEN 'request' WHEN 1 THEN 'visit' ELSE 'visit_' || number END, id::text FROM visit
UNION ALL SELECT 'portrait', portrait::text FROM practitioner WHERE tenant_id = :'clinic' AND id = :'doctor'
UNION ALL SELECT 'logo', logo::text FROM tenant WHERE id = :'clinic'
UNION ALL SELECT 'email', email FROM account WHERE tenant_id = :'clinic' AND id = :'patient_account'
UNION ALL SELECT 'import_' || noun, id::text FROM import_file WHERE tenant_id = :'clinic';
