-- What visits cost, and what was paid for them (FHIR R4 Invoice, PaymentReconciliation). Amounts are minor units of the
-- currency beside them, tax included. docs/invoices.md tells why things are as they are.
ALTER TABLE tenant
  ADD COLUMN invoice_prefix text NOT NULL DEFAULT 'INV' CHECK (invoice_prefix ~ '^[A-Z0-9]{1,10}$'),
  ADD COLUMN tax_name text NOT NULL DEFAULT 'VAT' CHECK (length(tax_name) BETWEEN 1 AND 20),
  ADD COLUMN tax_rate int NOT NULL DEFAULT 0 CHECK (tax_rate BETWEEN 0 AND 10000),          -- hundredths of a percent
  ADD COLUMN tax_number text NOT NULL DEFAULT '' CHECK (length(tax_number) <= 40),
  ADD COLUMN tax_exemption text NOT NULL DEFAULT '' CHECK (length(tax_exemption) <= 200),   -- why a line has no tax
  ADD COLUMN payment_text text NOT NULL DEFAULT '' CHECK (length(payment_text) <= 300),     -- how to pay by transfer
  ADD COLUMN payment_days int NOT NULL DEFAULT 14 CHECK (payment_days BETWEEN 0 AND 365);
GRANT UPDATE (invoice_prefix, tax_name, tax_rate, tax_number, tax_exemption, payment_text, payment_days)
  ON tenant TO polyclinic_app;

ALTER TABLE healthcare_service
  ADD COLUMN tax_rate int CHECK (tax_rate BETWEEN 0 AND 10000),      -- in place of the clinic's
  ADD COLUMN paid_ahead boolean NOT NULL DEFAULT false;              -- invoiced when it is booked

-- The last number of a year. The row's lock is held until the transaction ends that drew a number, and the number goes back
-- with a transaction that does not: no gap, no double.
CREATE TABLE invoice_counter (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  year       int NOT NULL CHECK (year BETWEEN 2000 AND 9999),
  last       int NOT NULL CHECK (last >= 1),
  PRIMARY KEY (tenant_id, year)
);
CALL protect('invoice_counter', 'SELECT, INSERT, UPDATE');

CREATE TABLE invoice (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('invoice', 'credit-note')),
  status           text NOT NULL CHECK (status IN ('draft', 'issued', 'balanced', 'cancelled')),
  patient_id       uuid NOT NULL,
  appointment_id   uuid,
  corrects         uuid,                                   -- the invoice that a credit note takes back
  currency         text NOT NULL CHECK (length(currency) = 3),
  total_minor      bigint NOT NULL,
  tax_minor        bigint NOT NULL,
  paid_minor       bigint NOT NULL DEFAULT 0 CHECK (paid_minor >= 0),    -- settled payments less settled refunds; more than the total where
                                                                           -- somebody paid twice, until it went back
  year             int,
  sequence         int,
  number           text CHECK (length(number) <= 30),
  seller_name      text,
  seller_address   text,
  seller_number    text,
  buyer_name       text,
  buyer_address    text,
  patient_name     text,                                   -- whom the visit was with, where a parent pays
  tax_name         text,
  exemption        text,
  payment_text     text,
  issued_on        date,                                   -- by the clinic's clocks
  due_on           date,
  issued_at        timestamptz,
  created_by       uuid DEFAULT current_account(),
  created_at       timestamptz NOT NULL,
  cancelled_at     timestamptz,
  cancelled_why    text CHECK (length(cancelled_why) BETWEEN 1 AND 500),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT invoice_sequence UNIQUE (tenant_id, year, sequence),
  CONSTRAINT invoice_number UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, appointment_id) REFERENCES appointment,
  FOREIGN KEY (tenant_id, corrects) REFERENCES invoice DEFERRABLE,
  FOREIGN KEY (tenant_id, created_by) REFERENCES account,
  CHECK (CASE kind WHEN 'invoice' THEN total_minor >= 0 AND tax_minor BETWEEN 0 AND total_minor AND corrects IS NULL
                   ELSE total_minor <= 0 AND tax_minor BETWEEN total_minor AND 0 AND corrects IS NOT NULL END),
  CHECK (num_nulls(year, sequence, number, seller_name, seller_address, seller_number, buyer_name, buyer_address,
                   patient_name, tax_name, exemption, payment_text, issued_on, due_on, issued_at) IN (0, 15)),
  CHECK (CASE status WHEN 'draft' THEN number IS NULL AND paid_minor = 0
                     WHEN 'issued' THEN number IS NOT NULL AND paid_minor < total_minor
                     WHEN 'balanced' THEN number IS NOT NULL AND (kind = 'credit-note' OR paid_minor >= total_minor)
                     ELSE true END),
  CHECK (kind = 'invoice' OR status = 'balanced' AND paid_minor = 0),
  CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL) AND (cancelled_at IS NULL) = (cancelled_why IS NULL))
);
CREATE UNIQUE INDEX invoice_appointment ON invoice (tenant_id, appointment_id) WHERE kind = 'invoice' AND status <> 'cancelled';
CREATE UNIQUE INDEX invoice_corrects ON invoice (tenant_id, corrects) WHERE corrects IS NOT NULL;
CREATE INDEX invoice_of_appointment ON invoice (tenant_id, appointment_id, created_at) WHERE appointment_id IS NOT NULL;
CREATE INDEX invoice_patient ON invoice (tenant_id, patient_id, created_at DESC);
CREATE INDEX invoice_created ON invoice (tenant_id, created_at);
CREATE INDEX invoice_issued ON invoice (tenant_id, (coalesce(issued_on, date '9999-12-31')));
CREATE INDEX invoice_period ON invoice (tenant_id, issued_on);
CREATE INDEX invoice_due ON invoice (tenant_id, due_on) WHERE status = 'issued';
CREATE INDEX invoice_state ON invoice (tenant_id, status, created_at);
CALL protect('invoice', 'SELECT, INSERT, UPDATE');

-- How much of what one pays is tax, where so many hundredths of a percent are added to what is without: half a minor unit is
-- rounded up, line by line.
CREATE TABLE invoice_line (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  invoice_id    uuid NOT NULL,
  position      int NOT NULL CHECK (position >= 1),
  text          text NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
  served_on     date NOT NULL,
  amount_minor  bigint NOT NULL CHECK (abs(amount_minor) <= 10000000000),
  tax_rate      int NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
  tax_minor     bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, invoice_id, position),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice,
  CHECK (tax_minor = sign(amount_minor)::bigint
                     * ((2 * abs(amount_minor) * tax_rate + 10000 + tax_rate) / (2 * (10000 + tax_rate))))
);
CALL protect('invoice_line', 'SELECT, INSERT, DELETE');

-- What is issued stands: a correction is a document of its own. That a record went over to another leaves the buyer's name.
CREATE FUNCTION invoice_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.status <> 'draft'
     AND (to_jsonb(OLD) - ARRAY['status', 'paid_minor', 'cancelled_at', 'cancelled_why', 'patient_id'])
         <> (to_jsonb(NEW) - ARRAY['status', 'paid_minor', 'cancelled_at', 'cancelled_why', 'patient_id'])
     OR OLD.status <> 'draft' AND NEW.status = 'draft'
     OR OLD.status = 'cancelled' AND NEW.status <> 'cancelled' THEN
    RAISE EXCEPTION 'an invoice that was issued stands' USING ERRCODE = 'PC002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_stands BEFORE UPDATE ON invoice FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION invoice_stands();

CREATE FUNCTION invoice_line_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  line invoice_line := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  -- Written beside its invoice, a line comes before anybody can have seen it.
  IF EXISTS (SELECT FROM invoice i WHERE i.tenant_id = line.tenant_id AND i.id = line.invoice_id
                AND i.status <> 'draft' AND (TG_OP = 'DELETE' OR i.xmin <> pg_current_xact_id()::xid)) THEN
    RAISE EXCEPTION 'an invoice that was issued stands' USING ERRCODE = 'PC002';
  END IF;
  RETURN line;
END $$;
CREATE TRIGGER invoice_line_stands BEFORE INSERT OR UPDATE OR DELETE ON invoice_line FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION invoice_line_stands();

-- A page of the payment provider on which somebody may pay.
CREATE TABLE checkout (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  invoice_id    uuid NOT NULL,
  provider      text NOT NULL CHECK (length(provider) BETWEEN 1 AND 30),
  reference     text NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),     -- the provider's own
  amount_minor  bigint NOT NULL CHECK (amount_minor > 0),
  currency      text NOT NULL,
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'failed')),
  created_by    uuid DEFAULT current_account(),
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT checkout_reference UNIQUE (tenant_id, provider, reference),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice,
  FOREIGN KEY (tenant_id, created_by) REFERENCES account
);
CREATE INDEX checkout_invoice ON checkout (tenant_id, invoice_id, created_at);
CALL protect('checkout', 'SELECT, INSERT, UPDATE');

CREATE TABLE payment (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  invoice_id    uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('payment', 'refund')),
  method        text NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'online')),
  state         text NOT NULL CHECK (state IN ('settled', 'pending', 'failed')),
  amount_minor  bigint NOT NULL CHECK (amount_minor > 0),
  currency      text NOT NULL,
  paid_on       date NOT NULL,                                                  -- by the clinic's clocks
  note          text NOT NULL DEFAULT '' CHECK (length(note) <= 300),
  checkout_id   uuid,                                                           -- of what was paid online
  reference     text CHECK (length(reference) BETWEEN 1 AND 200),               -- the provider's, of the payment or refund
  refunds       uuid,                                                           -- the payment that goes back
  form_key      uuid,                                                           -- one form, one payment
  recorded_by   uuid DEFAULT current_account(),
  recorded_at   timestamptz NOT NULL,
  settled_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT payment_form UNIQUE (tenant_id, form_key),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice,
  FOREIGN KEY (tenant_id, checkout_id) REFERENCES checkout,
  FOREIGN KEY (tenant_id, refunds) REFERENCES payment DEFERRABLE,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES account,
  CHECK (kind = 'refund' OR state = 'settled'),
  CHECK ((kind = 'refund' AND method = 'online') = (refunds IS NOT NULL)),
  CHECK ((state = 'settled') = (settled_at IS NOT NULL))
);
CREATE UNIQUE INDEX payment_checkout ON payment (tenant_id, checkout_id) WHERE kind = 'payment' AND checkout_id IS NOT NULL;
CREATE UNIQUE INDEX payment_refunded_once ON payment (tenant_id, refunds) WHERE refunds IS NOT NULL AND state <> 'failed';
CREATE INDEX payment_invoice ON payment (tenant_id, invoice_id, recorded_at);
CREATE INDEX payment_day ON payment (tenant_id, paid_on);
CREATE INDEX payment_recorded ON payment (tenant_id, recorded_at);
CALL protect('payment', 'SELECT, INSERT, UPDATE');

-- What the provider told us, each once however often it says so.
CREATE TABLE payment_event (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  provider     text NOT NULL CHECK (length(provider) BETWEEN 1 AND 30),
  event        text NOT NULL CHECK (length(event) BETWEEN 1 AND 200),           -- the provider's id of it
  kind         text NOT NULL CHECK (length(kind) BETWEEN 1 AND 50),
  outcome      text NOT NULL CHECK (length(outcome) BETWEEN 1 AND 50),          -- what we made of it
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, provider, event)
);
CALL protect('payment_event', 'SELECT, INSERT');

-- What is paid ahead is invoiced, and what is cancelled taken back, by work that is written where the visit is: whichever way it
-- is booked or cancelled.
CREATE FUNCTION visit_to_bill() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO job (tenant_id, id, kind, subject, due_at, created_at)
  SELECT NEW.tenant_id, gen_random_uuid(), 'bill', NEW.id, NEW.booked_at, NEW.booked_at
    FROM healthcare_service s
   WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.service_id AND s.paid_ahead AND NEW.price_minor > 0
  ON CONFLICT ON CONSTRAINT job_once DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER visit_to_bill AFTER INSERT ON appointment FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes' AND NEW.status = 'booked')
  EXECUTE FUNCTION visit_to_bill();
CREATE TRIGGER visit_to_bill_accepted AFTER UPDATE ON appointment FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes' AND OLD.status = 'pending' AND NEW.status = 'booked')
  EXECUTE FUNCTION visit_to_bill();

CREATE FUNCTION visit_unbilled() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO job (tenant_id, id, kind, subject, due_at, created_at)
  SELECT NEW.tenant_id, gen_random_uuid(), 'unbill', NEW.id, NEW.booked_at, NEW.booked_at
   WHERE EXISTS (SELECT FROM invoice i WHERE i.tenant_id = NEW.tenant_id AND i.appointment_id = NEW.id
                    AND i.kind = 'invoice' AND i.status <> 'cancelled')
  ON CONFLICT ON CONSTRAINT job_once DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER visit_unbilled AFTER UPDATE ON appointment FOR EACH ROW
  WHEN (current_setting('app.carrying', true) IS DISTINCT FROM 'yes'
        AND OLD.status IN ('booked', 'pending') AND NEW.status = 'cancelled')
  EXECUTE FUNCTION visit_unbilled();
