-- Finding a doctor by what one feels, with typing errors. pg_trgm is trusted, like unaccent: the owner may make it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- What people call a specialty or come to it with: `heart racing`, `rash`, in any language.
CREATE TABLE specialty_synonym (
  tenant_id     uuid NOT NULL DEFAULT current_tenant() REFERENCES tenant,
  specialty_id  uuid NOT NULL,
  words         text NOT NULL CHECK (length(words) BETWEEN 1 AND 100),
  PRIMARY KEY (tenant_id, specialty_id, words),
  FOREIGN KEY (tenant_id, specialty_id) REFERENCES specialty
);
CALL protect('specialty_synonym', 'SELECT, INSERT, UPDATE, DELETE');
