-- Sessions that their owner can tell apart and end.
ALTER TABLE session
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),   -- for the list: the token's hash stays inside
  ADD COLUMN address text NOT NULL DEFAULT '',
  ADD COLUMN agent text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX session_id ON session (tenant_id, id);

-- What happened to an account, for its owner.
CREATE INDEX audit_event_account ON audit_event (tenant_id, entity, at DESC) WHERE purpose IN ('sign-in', 'account');
