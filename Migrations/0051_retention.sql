-- How long a clinic keeps what is over. What it may do is bounded here, too: reports look back, and nobody should keep for ever what
-- names people and serves nothing.
ALTER TABLE tenant
  ADD COLUMN wish_days int NOT NULL DEFAULT 365 CHECK (wish_days BETWEEN 60 AND 3650),
  ADD COLUMN ticket_days int NOT NULL DEFAULT 365 CHECK (ticket_days BETWEEN 30 AND 3650),
  ADD COLUMN question_days int NOT NULL DEFAULT 365 CHECK (question_days BETWEEN 30 AND 3650),
  ADD COLUMN invitation_days int NOT NULL DEFAULT 90 CHECK (invitation_days BETWEEN 7 AND 730);
GRANT UPDATE (wish_days, ticket_days, question_days, invitation_days) ON tenant TO polyclinic_app;

GRANT DELETE ON waitlist_entry, waitlist_offer, freed_time, queue_ticket, rebooking TO polyclinic_app;

-- By which what is over is found.
CREATE INDEX waitlist_entry_over ON waitlist_entry (tenant_id, until_day);
CREATE INDEX waitlist_offer_entry ON waitlist_offer (tenant_id, freed_id);
CREATE INDEX rebooking_settled ON rebooking (tenant_id, created_at) WHERE state IN ('accepted', 'cancelled');
