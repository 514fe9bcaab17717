-- Messages between patients and the clinic. One message is a Communication of FHIR R4; what it says lies sealed, bound to its row.

-- Who answers together (FHIR R4 CareTeam): the front desk, billing, a doctor's practice.
CREATE TABLE care_team (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  practitioner_id  uuid,                       -- of a doctor's practice: they are one of its members
  answer_hours     int NOT NULL CHECK (answer_hours BETWEEN 1 AND 200),   -- working hours until an answer, as a rule
  active           bool NOT NULL DEFAULT true,
  revision         int NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, practitioner_id) REFERENCES practitioner
);
CREATE INDEX care_team_practitioner ON care_team (tenant_id, practitioner_id);
CALL protect('care_team', 'SELECT, INSERT, UPDATE');

CREATE TABLE care_team_participant (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  team_id     uuid NOT NULL,
  account_id  uuid NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, team_id, account_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES care_team,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX care_team_participant_account ON care_team_participant (tenant_id, account_id);
CALL protect('care_team_participant', 'SELECT, INSERT, DELETE');

CREATE TABLE conversation (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id            uuid NOT NULL,
  patient_id    uuid NOT NULL,
  begun_by      uuid NOT NULL DEFAULT current_account(),
  topic         bytea NOT NULL,                -- sealed
  team_id       uuid,                          -- whose it is to answer; without one, it is that of one person:
  taken_by      uuid,                          -- who sees to it
  -- Whose turn it is: the clinic's, the patient's, nobody's; or it is closed.
  state         text NOT NULL CHECK (state IN ('clinic', 'patient', 'open', 'closed')),
  revision      int NOT NULL DEFAULT 1,        -- grows with whatever happens to it
  answer_due    timestamptz,                   -- while the clinic's answer is awaited
  last_at       timestamptz NOT NULL,          -- of the last message
  closed_at     timestamptz,
  closed_by     uuid,
  close_reason  text CHECK (close_reason IN ('answered', 'booked', 'elsewhere', 'twice', 'patient')),
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, begun_by) REFERENCES account,
  FOREIGN KEY (tenant_id, team_id) REFERENCES care_team,
  FOREIGN KEY (tenant_id, taken_by) REFERENCES account,
  FOREIGN KEY (tenant_id, closed_by) REFERENCES account,
  CHECK (num_nonnulls(team_id, taken_by) >= 1),
  CHECK ((state = 'clinic') = (answer_due IS NOT NULL)),
  CHECK (num_nulls(closed_at, closed_by, close_reason) IN (0, 3) AND (state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX conversation_patient ON conversation (tenant_id, patient_id, last_at);
CREATE INDEX conversation_team ON conversation (tenant_id, team_id, last_at);
CREATE INDEX conversation_taken ON conversation (tenant_id, taken_by, last_at);
CREATE INDEX conversation_due ON conversation (tenant_id, answer_due) WHERE state = 'clinic';
CALL protect('conversation', 'SELECT, INSERT, UPDATE');

-- Communication: category, sender, sent, received, payload. Its subject and status are those of its conversation.
CREATE TABLE communication (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  category         text NOT NULL CHECK (category IN ('message', 'note')),   -- a note is the clinic's own
  from_clinic      bool NOT NULL,
  sender           uuid NOT NULL DEFAULT current_account(),
  sent             timestamptz NOT NULL,
  received         timestamptz,                -- when the other side first read it, and who did
  received_by      uuid,
  payload          bytea NOT NULL,             -- sealed
  key              uuid NOT NULL,              -- of the form: sent twice it is one
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT communication_once UNIQUE (tenant_id, sender, key),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversation,
  FOREIGN KEY (tenant_id, sender) REFERENCES account,
  FOREIGN KEY (tenant_id, received_by) REFERENCES account,
  CHECK (category = 'message' OR from_clinic AND received IS NULL),
  CHECK (num_nulls(received, received_by) IN (0, 2))
);
CREATE INDEX communication_conversation ON communication (tenant_id, conversation_id, sent, id);
CREATE INDEX communication_unread ON communication (tenant_id, conversation_id) WHERE received IS NULL AND category = 'message';
CALL protect('communication', 'SELECT, INSERT');
GRANT UPDATE (received, received_by) ON communication TO polyclinic_app;

-- Documents that come with a message (Communication.payload.contentReference).
CREATE TABLE communication_document (
  tenant_id         uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id                uuid NOT NULL,
  communication_id  uuid NOT NULL,
  document_id       uuid NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, communication_id, document_id),
  FOREIGN KEY (tenant_id, communication_id) REFERENCES communication,
  FOREIGN KEY (tenant_id, document_id) REFERENCES document_reference
);
CREATE INDEX communication_document_document ON communication_document (tenant_id, document_id);
CALL protect('communication_document', 'SELECT, INSERT');

-- What somebody was writing: an answer, or what begins a conversation.
CREATE TABLE communication_draft (
  tenant_id        uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id               uuid NOT NULL,
  account_id       uuid NOT NULL DEFAULT current_account(),
  conversation_id  uuid,                       -- none: it begins one
  payload          bytea NOT NULL,             -- sealed: topic and text
  saved_at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT communication_draft_once UNIQUE NULLS NOT DISTINCT (tenant_id, account_id, conversation_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversation
);
CREATE INDEX communication_draft_saved ON communication_draft (tenant_id, saved_at);
CREATE INDEX communication_draft_conversation ON communication_draft (tenant_id, conversation_id);
CALL protect('communication_draft', 'SELECT, INSERT, UPDATE, DELETE');

-- Since when somebody was written to that there is something for them, and has not come to see. The row goes when they do.
CREATE TABLE told_of_news (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id          uuid NOT NULL,
  account_id  uuid NOT NULL,
  kind        text NOT NULL CHECK (length(kind) <= 30),
  letter_id   uuid NOT NULL,
  told_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT told_of_news_once UNIQUE (tenant_id, account_id, kind),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  FOREIGN KEY (tenant_id, letter_id) REFERENCES outbox_message
);
CREATE INDEX told_of_news_letter ON told_of_news (tenant_id, letter_id);
CALL protect('told_of_news', 'SELECT, INSERT, DELETE');

-- By which way somebody hears of what: kind and channel, for those kinds that are not as they usually are. It takes the place of
-- `notices` and `reminders`, which nobody reads from now on; they stay for servers of the version before.
ALTER TABLE account
  ADD COLUMN channels jsonb NOT NULL DEFAULT '{}' CHECK (
    jsonb_typeof(channels) = 'object'
    AND NOT jsonb_path_exists(channels, '$.* ? (@ != "mail" && @ != "page" && @ != "none" && @ != "sms")'));
ALTER TABLE account NO FORCE ROW LEVEL SECURITY;
UPDATE account SET channels =
  CASE WHEN 'week' = ANY (reminders) THEN '{}' ELSE '{"reminder-week": "none"}'::jsonb END
  || CASE WHEN 'day' = ANY (reminders) THEN '{}' ELSE '{"reminder-day": "none"}'::jsonb END
  || CASE WHEN 'new-browser' = ANY (notices) THEN '{}' ELSE '{"new-browser": "none"}'::jsonb END
  || CASE WHEN 'guesses' = ANY (notices) THEN '{}' ELSE '{"guesses": "none"}'::jsonb END
 WHERE NOT '{week,day}' <@ reminders OR NOT '{new-browser,guesses}' <@ notices;
ALTER TABLE account FORCE ROW LEVEL SECURITY;

-- withheld: its reader has chosen to hear of such things another way.
ALTER TABLE outbox_message
  DROP CONSTRAINT outbox_message_state_check,
  ADD CONSTRAINT outbox_message_state_check
    CHECK (state IN ('queued', 'sent', 'failed', 'dropped', 'settled', 'withheld'));

-- How much waits for whoever has come in, beside the door: unread messages of a patient and their children; of staff, the
-- conversations of theirs and of their teams that wait for an answer.
CREATE FUNCTION messages_waiting(own uuid, role text, at timestamptz) RETURNS int LANGUAGE plpgsql STABLE AS $$
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
                                    SELECT child.id FROM related_person r JOIN patient child ON child.id = r.patient_id
                                     WHERE r.account_id = own
                                       AND child.birth_date + make_interval(years => 18) > at AT TIME ZONE 'UTC'));
  END IF;
  RETURN (SELECT count(*) FROM conversation c
           WHERE c.state = 'clinic'
             AND (c.taken_by = own
                  OR c.taken_by IS NULL AND c.team_id IN (
                       SELECT team_id FROM care_team_participant WHERE account_id = own
                       UNION ALL
                       SELECT t.id FROM care_team t JOIN practitioner p ON p.id = t.practitioner_id WHERE p.account_id = own)));
END $$;
GRANT EXECUTE ON FUNCTION messages_waiting(uuid, text, timestamptz) TO polyclinic_app;
