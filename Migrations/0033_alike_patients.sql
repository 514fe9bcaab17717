-- Who is registered at the desk may have a record already. Telephone numbers are compared by their last nine digits, with
-- which they are the same with the country's code and without.
ALTER TABLE patient
  ADD COLUMN phone_end text GENERATED ALWAYS AS (nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 9), '')) STORED;
CREATE INDEX patient_phone_end ON patient (tenant_id, phone_end);
CREATE INDEX patient_email ON patient (tenant_id, email);
