-- Visits that repeat: each is an appointment of its own, and says which series it belongs to.
CREATE TABLE appointment_series (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id           uuid NOT NULL,
  created_by   uuid DEFAULT current_account(),
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES account
);
CALL protect('appointment_series', 'SELECT, INSERT');

ALTER TABLE appointment
  ADD COLUMN series_id uuid,
  ADD FOREIGN KEY (tenant_id, series_id) REFERENCES appointment_series;
CREATE INDEX appointment_series_appointments ON appointment (tenant_id, series_id, starts_at) WHERE series_id IS NOT NULL;
