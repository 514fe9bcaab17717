-- The audit log as a list: by who acted, by what was done, by what the server did by itself. Whose account something was done
-- to is found by audit_event_entity, which goes on by time, too.
DROP INDEX audit_event_actor, audit_event_account;
CREATE INDEX audit_event_actor ON audit_event (tenant_id, account_id, at);
CREATE INDEX audit_event_act ON audit_event (tenant_id, act, at);
CREATE INDEX audit_event_background ON audit_event (tenant_id, at) WHERE purpose = 'operation';
CREATE INDEX audit_event_emergency ON audit_event (tenant_id, at) WHERE purpose = 'emergency';

-- By which what is about a patient is found.
CREATE INDEX waitlist_entry_patient ON waitlist_entry (tenant_id, patient_id);
CREATE INDEX waitlist_offer_of ON waitlist_offer (tenant_id, entry_id);
CREATE INDEX queue_ticket_patient ON queue_ticket (tenant_id, patient_id) WHERE patient_id IS NOT NULL;
