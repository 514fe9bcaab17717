-- Lists of all of a clinic's records, a page at a time. Each way to sort or narrow a list has an index that leads with the
-- tenant and goes on as the list does, so that a page costs the same however many rows there are.
CREATE INDEX appointment_state ON appointment (tenant_id, status, starts_at);
CREATE INDEX appointment_service ON appointment (tenant_id, service_id, starts_at);
CREATE INDEX appointment_location ON appointment (tenant_id, location_id, starts_at);
CREATE INDEX appointment_booked ON appointment (tenant_id, booked_at);
CREATE INDEX appointment_online ON appointment (tenant_id, starts_at) WHERE online;

DROP INDEX outbox_message_failed;
CREATE INDEX outbox_message_state ON outbox_message (tenant_id, state, created_at);
CREATE INDEX outbox_message_kind ON outbox_message (tenant_id, kind, created_at);

CREATE INDEX account_created ON account (tenant_id, created_at);
CREATE INDEX account_role ON account (tenant_id, role, display_name);
CREATE INDEX account_disabled ON account (tenant_id, display_name) WHERE disabled_at IS NOT NULL;

CREATE INDEX waitlist_entry_created ON waitlist_entry (tenant_id, created_at);
CREATE INDEX waitlist_entry_state ON waitlist_entry (tenant_id, state, created_at);

-- Few of all events: an index of all acts would cost each act something.
CREATE INDEX audit_event_sign_in_refused ON audit_event (tenant_id, at)
  WHERE act IN ('password-refused', 'second-factor-refused', 'passkey-refused');

-- A view of a list that somebody has given a name: the query of its address.
CREATE TABLE saved_view (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  account_id  uuid NOT NULL,
  listing     text NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  query       text NOT NULL CHECK (length(query) <= 1000),
  shared      boolean NOT NULL DEFAULT false,    -- with all of the clinic's staff
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT saved_view_name UNIQUE (tenant_id, account_id, listing, name),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX saved_view_shared ON saved_view (tenant_id, listing) WHERE shared;
CALL protect('saved_view', 'SELECT, INSERT, UPDATE, DELETE');
