-- Names as people type them: without accents, with whatever apostrophe the phone has.
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE FUNCTION folded(written text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN lower(unaccent(translate(written, '’‘ʼ´`', '''''''''''')));
GRANT EXECUTE ON FUNCTION folded(text) TO polyclinic_app;
