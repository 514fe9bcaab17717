-- Archives of all that the clinic keeps of a patient and they may see: asked for by themselves or a parent, made by a worker, kept
-- for some days as sealed objects (docs/my-data.md).
CREATE TABLE data_archive (
  tenant_id    uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  id           uuid NOT NULL,                  -- the key of the form: sent twice it is one
  patient_id   uuid NOT NULL,
  account_id   uuid NOT NULL DEFAULT current_account(),
  language     text NOT NULL CHECK (language IN ('en', 'fr', 'es', 'ar')),
  state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'making', 'ready', 'failed', 'removed')),
  failure      text NOT NULL DEFAULT '' CHECK (failure IN ('', 'too-large', 'broken')),
  object_id    uuid,                           -- of the try that makes or made it: names what is stored
  content_key  bytea,                          -- sealed
  files        int CHECK (files >= 0),
  size         bigint CHECK (size > 0),        -- in bytes, known before they are written
  written      bigint NOT NULL DEFAULT 0 CHECK (written >= 0),
  asked_at     timestamptz NOT NULL,
  made_at      timestamptz,
  expires_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account,
  CHECK ((object_id IS NULL) = (content_key IS NULL)),
  CHECK ((made_at IS NULL) = (expires_at IS NULL)),
  CHECK (state <> 'ready' OR num_nulls(object_id, size, files, made_at) = 0),
  CHECK ((state = 'failed') = (failure <> ''))
);
-- One of a patient is made at a time, for each who asks.
CREATE UNIQUE INDEX data_archive_making ON data_archive (tenant_id, patient_id, account_id)
  WHERE state IN ('waiting', 'making');
CREATE INDEX data_archive_account ON data_archive (tenant_id, account_id, asked_at DESC);
CREATE INDEX data_archive_patient ON data_archive (tenant_id, patient_id);
CREATE INDEX data_archive_over ON data_archive (tenant_id, expires_at) WHERE object_id IS NOT NULL;
CREATE INDEX data_archive_asked ON data_archive (tenant_id, asked_at);
CALL protect('data_archive', 'SELECT, INSERT, UPDATE, DELETE');
