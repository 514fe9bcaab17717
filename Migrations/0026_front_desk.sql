-- What a front desk finds patients by: a short number, and their names with typing errors.

-- FHIR R4 Patient.identifier, as people say it over the counter. The clinic's own count, one after the other.
ALTER TABLE patient ADD COLUMN number int CHECK (number > 0);

-- The owner sees no tenant's rows through forced row-level security; this is of all tenants.
ALTER TABLE patient NO FORCE ROW LEVEL SECURITY;
UPDATE patient p SET number = counted.number
  FROM (SELECT tenant_id, id, 1000 + row_number() OVER (PARTITION BY tenant_id ORDER BY created_at, id) AS number
          FROM patient) AS counted
 WHERE counted.tenant_id = p.tenant_id AND counted.id = p.id;
ALTER TABLE patient ALTER COLUMN number SET NOT NULL;
ALTER TABLE patient ADD CONSTRAINT patient_number UNIQUE (tenant_id, number);
CREATE INDEX patient_birth_date ON patient (tenant_id, birth_date);

-- Patients of one clinic are made one after the other, so that no number is given twice.
CREATE FUNCTION number_patient() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('patients of ' || NEW.tenant_id, 0));
  NEW.number := 1 + coalesce((SELECT max(number) FROM patient WHERE tenant_id = NEW.tenant_id), 1000);
  RETURN NEW;
END $$;
CREATE TRIGGER number_patient BEFORE INSERT ON patient
  FOR EACH ROW EXECUTE FUNCTION number_patient();

-- Under row-level security an index is asked only what leakproof functions say: equality of text is one, closeness is
-- none. So what is typed is compared with each different word once, and the patients are found by equality.
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

CREATE TABLE name_word (
  tenant_id  uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  word       text NOT NULL CHECK (length(word) BETWEEN 1 AND 200),
  PRIMARY KEY (tenant_id, word)
);
CALL protect('name_word', 'SELECT, INSERT');

CREATE TABLE patient_word (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  word        text NOT NULL,
  patient_id  uuid NOT NULL,
  PRIMARY KEY (tenant_id, word, patient_id),
  FOREIGN KEY (tenant_id, word) REFERENCES name_word,
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient
);
CREATE INDEX patient_word_patient ON patient_word (tenant_id, patient_id);
CALL protect('patient_word', 'SELECT, INSERT, DELETE');

-- The words of a name as they are compared: without accents, capitals and apostrophes. A name in a script that is written
-- without spaces is found in one piece, too.
CREATE FUNCTION words_of_name(family text, given text, others text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT DISTINCT word
    FROM (SELECT unnest(string_to_array(translate(folded(concat_ws(' ', family, given, others)), '-./,;()"''', '        '),
                                        ' ')) AS word
          UNION ALL
          SELECT folded(joined) FROM unnest(ARRAY[family || given, given || family]) AS joined
           WHERE joined !~ '[\x01-\x7f]') AS words
   WHERE word <> ''
   ORDER BY word
$$;
GRANT EXECUTE ON FUNCTION words_of_name(text, text, text) TO polyclinic_app;

CREATE FUNCTION words_of_patient() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  others text := concat_ws(' ', NEW.preferred_name,
    (SELECT string_agg(part #>> '{}', ' ')
       FROM (SELECT jsonb_path_query(NEW.further_names, '$[*].family') AS part
             UNION ALL SELECT jsonb_path_query(NEW.further_names, '$[*].given[*]')) AS parts));
  words text[] := ARRAY(SELECT words_of_name(NEW.family_name, NEW.given_name, others));
BEGIN
  DELETE FROM patient_word WHERE tenant_id = NEW.tenant_id AND patient_id = NEW.id AND word <> ALL (words);
  INSERT INTO name_word (tenant_id, word) SELECT NEW.tenant_id, unnest(words) ON CONFLICT DO NOTHING;
  INSERT INTO patient_word (tenant_id, word, patient_id) SELECT NEW.tenant_id, unnest(words), NEW.id
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER words_of_patient AFTER INSERT OR UPDATE OF family_name, given_name, preferred_name, further_names ON patient
  FOR EACH ROW EXECUTE FUNCTION words_of_patient();

ALTER TABLE patient NO FORCE ROW LEVEL SECURITY;
ALTER TABLE name_word NO FORCE ROW LEVEL SECURITY;
ALTER TABLE patient_word NO FORCE ROW LEVEL SECURITY;
UPDATE patient SET family_name = family_name;
ALTER TABLE patient FORCE ROW LEVEL SECURITY;
ALTER TABLE name_word FORCE ROW LEVEL SECURITY;
ALTER TABLE patient_word FORCE ROW LEVEL SECURITY;

-- Whose records somebody has seen in the view of a day, for an hour: a page that stays open at the desk is loaded often, and
-- notes each patient once in that time.
CREATE TABLE day_look (
  tenant_id   uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  account_id  uuid NOT NULL DEFAULT current_account(),
  day         date NOT NULL,
  looked_at   timestamptz NOT NULL,
  patients    uuid[] NOT NULL,
  PRIMARY KEY (tenant_id, account_id, day),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CALL protect('day_look', 'SELECT, INSERT, UPDATE, DELETE');
