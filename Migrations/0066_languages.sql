-- Pages and letters are in Spanish and Arabic, too. A clinic that has chosen goes on offering what it offers.
ALTER TABLE tenant DROP CONSTRAINT tenant_languages_check;
ALTER TABLE tenant
  ALTER COLUMN languages SET DEFAULT '{en,fr,es,ar}',
  ADD CONSTRAINT tenant_languages_check CHECK (cardinality(languages) > 0 AND languages <@ '{en,fr,es,ar}');

ALTER TABLE letter_text DROP CONSTRAINT letter_text_language_check;
ALTER TABLE letter_text
  ADD CONSTRAINT letter_text_language_check CHECK (language IN ('en', 'fr', 'es', 'ar'));

ALTER TABLE consent_text DROP CONSTRAINT consent_text_language_check;
ALTER TABLE consent_text
  ADD CONSTRAINT consent_text_language_check CHECK (language IN ('en', 'fr', 'es', 'ar'));
