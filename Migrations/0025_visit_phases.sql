-- When somebody came, when their visit began and when it was over. FHIR R4 has no state of an appointment between arrived
-- and fulfilled (the Encounter has): that a visit has begun is an instant, beside the state.
ALTER TABLE appointment
  ADD COLUMN arrived_at timestamptz,
  ADD COLUMN started_at timestamptz,
  ADD COLUMN fulfilled_at timestamptz,
  ADD CONSTRAINT appointment_started CHECK (started_at IS NULL OR status IN ('arrived', 'fulfilled'));

ALTER TABLE appointment_history DROP CONSTRAINT appointment_history_act_check;
ALTER TABLE appointment_history ADD CONSTRAINT appointment_history_act_check
  CHECK (act IN ('book', 'request', 'accept', 'decline', 'cancel', 'move', 'arrive', 'start', 'fulfil', 'miss'));

-- The owner sees no tenant's rows through forced row-level security; this is of all tenants.
ALTER TABLE appointment NO FORCE ROW LEVEL SECURITY;
ALTER TABLE appointment_history NO FORCE ROW LEVEL SECURITY;
UPDATE appointment a
   SET arrived_at = (SELECT max(h.at) FROM appointment_history h
                      WHERE h.tenant_id = a.tenant_id AND h.appointment_id = a.id AND h.act = 'arrive'),
       fulfilled_at = (SELECT max(h.at) FROM appointment_history h
                        WHERE h.tenant_id = a.tenant_id AND h.appointment_id = a.id AND h.act = 'fulfil')
 WHERE a.status IN ('arrived', 'fulfilled');
ALTER TABLE appointment FORCE ROW LEVEL SECURITY;
ALTER TABLE appointment_history FORCE ROW LEVEL SECURITY;
