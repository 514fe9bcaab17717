-- Rooms, devices and whoever helps are away like doctors; an absence can be taken back, or become shorter.

-- NULL: it counts. The row stays, for what it led to.
ALTER TABLE absence ADD COLUMN withdrawn_at timestamptz;

ALTER TABLE rebooking
  ADD COLUMN stand_in uuid,     -- a room, device or helper that the visit has in place of the one that is away
  ADD COLUMN letter_id uuid,    -- what told the patient; NULL: nothing did
  ADD FOREIGN KEY (tenant_id, letter_id) REFERENCES outbox_message,
  DROP CONSTRAINT rebooking_state_check,
  ADD CONSTRAINT rebooking_state_check
    CHECK (state IN ('open', 'task', 'accepted', 'cancelled', 'swapped', 'withdrawn')),
  ADD CONSTRAINT rebooking_stand_in CHECK ((state = 'swapped') = (stand_in IS NOT NULL));

-- Of those that are open, the letter is known: it was written in the same transaction, about the same visit.
ALTER TABLE rebooking NO FORCE ROW LEVEL SECURITY;
ALTER TABLE outbox_message NO FORCE ROW LEVEL SECURITY;
UPDATE rebooking r SET letter_id = m.id
  FROM outbox_message m
 WHERE m.tenant_id = r.tenant_id AND m.kind = 'appointment-rebooking' AND m.created_at = r.created_at
   AND m.payload->>'appointment' = r.appointment_id::text;
ALTER TABLE outbox_message FORCE ROW LEVEL SECURITY;
ALTER TABLE rebooking FORCE ROW LEVEL SECURITY;
