internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Gives drafts their numbers, in one round trip: from then on they stand. What is issued already is left alone.
  ///
  /// - Returns: how many were issued.
  /// - Throws: `Refusal.forbidden` for whoever keeps no invoices.
  public func issue(_ ids: [ID<Invoice>], by visitor: Visitor) async throws -> Int {
    guard visitor.access == .may(.keepInvoices) else { throw Refusal.forbidden }
    return try await ask(visitor, .issue(ids, by: visitor, at: clock())).answer
  }
}

extension Query<Int> {
  /// The number is drawn in the statement that gives it, so there is none without its invoice. Whoever else draws one waits for
  /// this transaction: docs/invoices.md has what that costs.
  static func issue(_ ids: [ID<Invoice>], by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH draft AS MATERIALIZED (
        SELECT id FROM invoice WHERE id = ANY (\(ids.map(\.uuid))) AND status = 'draft' ORDER BY id FOR UPDATE
      ), \(Invoice.today(at: now)), \(Invoice.drawing("draft")), issued AS (
        UPDATE invoice i
           SET status = CASE WHEN i.total_minor = 0 THEN 'balanced' ELSE 'issued' END,
               \(Invoice.numbering(from: "drawn")),
               seller_name = coalesce(nullif(today.legal_name, ''), today.name), seller_address = today.address,
               seller_number = today.tax_number, buyer_name = buyer.name, buyer_address = buyer.address,
               patient_name = concat_ws(' ', pt.given_name, pt.family_name), tax_name = today.tax_name,
               exemption = today.tax_exemption, payment_text = today.payment_text, issued_on = today.day,
               due_on = today.day + today.payment_days, issued_at = \(now)
          FROM drawn, today, patient pt, LATERAL (\(Invoice.buyer(of: "pt", at: now))) AS buyer
         WHERE i.id = drawn.id AND pt.id = i.patient_id
        RETURNING i.id, i.patient_id, i.appointment_id
      ), written AS (
        \(.writingOfInvoices("issued", at: now))
      ), \(.notingEach(.invoiceIssued, of: "issued", visitor, at: now))
      SELECT id FROM issued
      """
    ) { $0.count }
  }
}

extension SQL {
  /// A letter for each invoice of `source`, to whoever reads the patient's letters: that there is one, neither what it is for nor how
  /// much it is. An invoice is issued once, and so is its letter.
  fileprivate static func writingOfInvoices(_ source: SQL, at now: Date) -> SQL {
    """
    INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
    SELECT gen_random_uuid(), \(LetterKind.invoiceIssued.rawValue), \(LetterReader.language),
           \(LetterReader.email(of: "pt")),
           jsonb_strip_nulls(jsonb_build_object('invoice', i.id, 'appointment', i.appointment_id,
                                                'no-account', \(LetterReader.hasNoAccount))), \(now), \(now)
      FROM \(source) i
      JOIN patient pt ON pt.id = i.patient_id
      LEFT JOIN appointment a ON a.id = i.appointment_id
      \(LetterReader.joined(of: "pt", bookedBy: "a.booked_by", at: now))
     WHERE \(LetterReader.email(of: "pt")) IS NOT NULL
    """
  }
}

extension Invoice {
  /// The table expression `today`: the clinic as it is, and the day by its clocks.
  static func today(at now: Date) -> SQL {
    """
    today AS (
      SELECT t.*, (\(now)::timestamptz AT TIME ZONE t.time_zone)::date AS day
        FROM tenant t WHERE t.id = (SELECT current_tenant())
    )
    """
  }

  /// The table expressions by which each row of `source` gets the next number of the year: `drawn`. The counter's row is locked
  /// until the transaction ends; one that fails gives its numbers back.
  static func drawing(_ source: SQL) -> SQL {
    """
    counted AS (
      INSERT INTO invoice_counter AS c (year, last)
      SELECT extract(year FROM today.day)::int, (SELECT count(*) FROM \(source))::int
        FROM today WHERE EXISTS (SELECT FROM \(source))
      ON CONFLICT (tenant_id, year) DO UPDATE SET last = c.last + excluded.last
      RETURNING year, last
    ), drawn AS (
      SELECT s.id, counted.year, today.invoice_prefix AS prefix,
             (counted.last - (SELECT count(*) FROM \(source)) + row_number() OVER (ORDER BY s.id))::int AS sequence
        FROM \(source) s, counted, today
    )
    """
  }

  /// `INV-2026-00042`: five digits, or as many as it takes.
  static func number(of drawn: SQL) -> SQL {
    """
    \(drawn).prefix || '-' || \(drawn).year || '-'
      || lpad(\(drawn).sequence::text, greatest(5, length(\(drawn).sequence::text)), '0')
    """
  }

  fileprivate static func numbering(from drawn: SQL) -> SQL {
    "year = \(drawn).year, sequence = \(drawn).sequence, number = \(number(of: drawn))"
  }

  /// Who pays for patient `pt`: a child's parent, as long as it is one.
  fileprivate static func buyer(of pt: SQL, at now: Date) -> SQL {
    """
    SELECT concat_ws(' ', payer.given_name, payer.family_name) AS name,
           concat_ws(E'\\n', (SELECT string_agg(line, E'\\n') FROM jsonb_array_elements_text(payer.address -> 'line') AS line
                              WHERE line <> ''),
                     nullif(concat_ws(' ', nullif(payer.address ->> 'postalCode', ''), nullif(payer.address ->> 'city', '')), ''),
                     nullif(payer.address ->> 'country', '')) AS address
      FROM patient payer
     WHERE payer.id = coalesce(
             (SELECT parent.id FROM acting f JOIN patient parent ON parent.account_id = f.account_id
               WHERE f.patient_id = \(pt).id AND \(FamilyRight.keep.holds(at: now))
               ORDER BY f.created_at, parent.id LIMIT 1), \(pt).id)
    """
  }
}
