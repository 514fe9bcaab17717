-- Who acts for whom (FHIR R4 RelatedPerson, and the Consent that lets them): a parent for a child until the clinic's age of handing
-- over, and whom an adult has allowed to, for chosen things, until a day.

-- From this birthday on a patient's record is their own affair.
ALTER TABLE tenant ADD COLUMN handover_age int NOT NULL DEFAULT 18 CHECK (handover_age BETWEEN 12 AND 18);
GRANT UPDATE (handover_age) ON tenant TO polyclinic_app;

ALTER TABLE related_person
  DROP CONSTRAINT related_person_relationship_check,
  DROP CONSTRAINT related_person_tenant_id_account_id_patient_id_key,
  ADD COLUMN scopes text[] NOT NULL DEFAULT '{book,see,message,pay}'
    CHECK (scopes <@ '{book,see,message,pay}'::text[] AND cardinality(scopes) BETWEEN 1 AND 4),
  ADD COLUMN until date,                              -- the last day, by the clinic's calendar; NULL: until it is ended
  ADD COLUMN granted_by uuid,                         -- who allowed it; NULL for a parent who made the child's record
  ADD COLUMN granted_at timestamptz,
  ADD COLUMN document_seen text NOT NULL DEFAULT '' CHECK (length(document_seen) <= 200),   -- by staff who entered it
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_by uuid,
  ADD COLUMN ended_side text CHECK (ended_side IN ('owner', 'actor', 'staff')),
  ADD COLUMN ended_reason text NOT NULL DEFAULT '' CHECK (length(ended_reason) <= 500),
  ADD CONSTRAINT related_person_relationship CHECK (relationship IN ('parent', 'delegate')),
  ADD CONSTRAINT related_person_parent
    CHECK (relationship <> 'parent' OR cardinality(scopes) = 4 AND until IS NULL),
  ADD CONSTRAINT related_person_ended CHECK (num_nulls(ended_at, ended_side) IN (0, 2)),
  ADD FOREIGN KEY (tenant_id, granted_by) REFERENCES account,
  ADD FOREIGN KEY (tenant_id, ended_by) REFERENCES account;
CREATE UNIQUE INDEX related_person_standing ON related_person (tenant_id, account_id, patient_id) WHERE ended_at IS NULL;
GRANT UPDATE (scopes, until, ended_at, ended_by, ended_side, ended_reason) ON related_person TO polyclinic_app;

-- The one rule of who acts for whom: everything that asks reads this, and compares `ends_at` with its clock. Nothing is kept of
-- what it said, so that what is ended, or is over, is over at the next statement.
CREATE VIEW acting WITH (security_invoker = true) AS
SELECT r.tenant_id, r.id, r.patient_id, r.account_id, r.relationship, r.scopes, r.until, r.granted_by, r.created_at,
       CASE r.relationship
         WHEN 'parent' THEN (p.birth_date + make_interval(years => t.handover_age)) AT TIME ZONE t.time_zone
         ELSE coalesce((r.until + 1)::timestamp AT TIME ZONE t.time_zone, 'infinity')
       END AS ends_at
  FROM related_person r
  JOIN patient p ON p.tenant_id = r.tenant_id AND p.id = r.patient_id
  JOIN tenant t ON t.id = r.tenant_id
 WHERE r.ended_at IS NULL;
GRANT SELECT ON acting TO polyclinic_app;

-- Somebody is asked to act for a patient. The letter goes to an address whether an account has it or not; who signs in with
-- that address can answer.
CREATE TABLE family_invitation (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  patient_id    uuid NOT NULL,
  email         text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  relationship  text NOT NULL CHECK (relationship IN ('parent', 'delegate')),
  scopes        text[] NOT NULL CHECK (scopes <@ '{book,see,message,pay}'::text[] AND cardinality(scopes) BETWEEN 1 AND 4),
  until         date,
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
  invited_by    uuid NOT NULL DEFAULT current_account(),
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  answered_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, invited_by) REFERENCES account,
  CHECK ((state = 'open') = (answered_at IS NULL)),
  CHECK (relationship <> 'parent' OR cardinality(scopes) = 4 AND until IS NULL)
);
CREATE UNIQUE INDEX family_invitation_open ON family_invitation (tenant_id, patient_id, email) WHERE state = 'open';
CREATE INDEX family_invitation_email ON family_invitation (tenant_id, email) WHERE state = 'open';
CALL protect('family_invitation', 'SELECT, INSERT, UPDATE, DELETE');

-- Of which coming of age a parent was told, and when: each occasion once.
CREATE TABLE handover_notice (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  patient_id  uuid NOT NULL,
  account_id  uuid NOT NULL,
  occasion    text NOT NULL CHECK (occasion IN ('months', 'week')),
  ends_at     timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT handover_notice_once UNIQUE (tenant_id, patient_id, account_id, occasion, ends_at),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CALL protect('handover_notice', 'SELECT, INSERT, UPDATE, DELETE');

-- An invitation by the desk can be for a record that is there already: its owner's account, once they have come of age.
ALTER TABLE invitation
  ADD COLUMN patient_id uuid,
  ADD COLUMN birth_dates int NOT NULL DEFAULT 0,      -- that were tried
  ADD FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  ADD CHECK (patient_id IS NULL OR role = 'patient');
CREATE INDEX invitation_patient ON invitation (tenant_id, patient_id) WHERE patient_id IS NOT NULL;

CREATE OR REPLACE FUNCTION messages_waiting(own uuid, role text, at timestamptz) RETURNS int LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF own IS NULL OR role IS NULL OR current_account() IS DISTINCT FROM own
     OR EXISTS (SELECT FROM account a WHERE a.id = own AND a.channels ->> 'messages' = 'none') THEN
    RETURN 0;
  END IF;
  IF role = 'patient' THEN
    RETURN (SELECT count(*) FROM conversation c
              JOIN communication m ON m.conversation_id = c.id AND m.received IS NULL AND m.category = 'message' AND m.from_clinic
             WHERE c.patient_id IN (SELECT p.id FROM patient p WHERE p.account_id = own
                                    UNION ALL
                                    SELECT f.patient_id FROM acting f
                                     WHERE f.account_id = own AND 'message' = ANY (f.scopes) AND f.ends_at > at));
  END IF;
  RETURN (SELECT count(*) FROM conversation c
           WHERE c.state = 'clinic'
             AND (c.taken_by = own
                  OR c.taken_by IS NULL AND c.team_id IN (
                       SELECT team_id FROM care_team_participant WHERE account_id = own
                       UNION ALL
                       SELECT t.id FROM care_team t JOIN practitioner p ON p.id = t.practitioner_id WHERE p.account_id = own)));
END $$;
