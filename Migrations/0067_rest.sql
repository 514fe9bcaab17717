-- When the scanner last failed at a document that came before there was one: the others have their turn first.
ALTER TABLE document_reference ADD COLUMN scan_failed_at timestamptz;

-- What was kept before a scanner was configured and was never looked through; the newest first, as these are opened.
CREATE INDEX document_reference_unscanned ON document_reference (tenant_id, scan_failed_at NULLS FIRST, created_at DESC)
  WHERE content = 'ready' AND checked_at IS NULL AND deleted_at IS NULL;

-- Numbers of insurance may stand in files of patients, so their lines are sealed: `patient_import_line.cells` is an array of texts
-- where the file has no key (it was brought before), else the sealed array in base64.
ALTER TABLE patient_import ADD COLUMN lines_key bytea;
