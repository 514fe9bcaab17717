internal import Clinic
internal import FoundationEssentials
internal import Postgres

/// Invoices of the cast's last visits, one in each state that there is. Made of the stored appointments by rule, so nothing is
/// drawn for them.
extension DemoClinic {
  func insertInvoices(at now: Date) -> [SQL] {
    [
      invoiceSettings, insertDocuments(at: now), insertLines, insertCheckouts, insertPayments, insertRefunds,
      insertCounters,
    ]
  }

  private var invoiceSettings: SQL {
    """
    UPDATE tenant
       SET legal_name = name || ' Ltd', tax_number = 'GB 123 4567 89', tax_exemption = 'Medical care is exempt from VAT',
           payment_text = \("\(tenant.name)\nIBAN GB00 DEMO 0000 0000 0000 00")
     WHERE id = \(id.uuid)
    """
  }

  /// The latest visit is a draft, the next is open, then one paid in part, one that was taken back, and those that are settled.
  private func insertDocuments(at now: Date) -> SQL {
    """
    WITH visit AS (
      SELECT a.id, a.patient_id, a.currency, a.price_minor, concat_ws(' ', p.given_name, p.family_name) AS buyer, t.*,
             (a.starts_at AT TIME ZONE t.time_zone)::date AS day, a.ends_at AS at,
             row_number() OVER (PARTITION BY a.patient_id ORDER BY a.starts_at DESC, a.id) AS nth
        FROM appointment a JOIN patient p ON p.id = a.patient_id
        JOIN LATERAL (SELECT name, legal_name, address, tax_number, tax_name, tax_exemption, payment_text, payment_days,
                             invoice_prefix, time_zone FROM tenant WHERE id = a.tenant_id) AS t ON true
       WHERE p.account_id IS NOT NULL AND a.status = 'fulfilled' AND a.price_minor > 0
    ), document AS (
      SELECT v.*, 'invoice' AS kind, md5('invoice ' || v.id)::uuid AS document, 1 AS sign, v.day AS issued_on FROM visit v WHERE nth <= 8
      UNION ALL
      SELECT v.*, 'credit-note', md5('credit note ' || v.id)::uuid, -1, v.day FROM visit v WHERE nth = 4
    ), numbered AS (
      SELECT d.*, CASE WHEN nth > 1 THEN extract(year FROM issued_on)::int END AS year,
             CASE WHEN nth > 1 THEN row_number() OVER (
               PARTITION BY nth = 1, extract(year FROM issued_on) ORDER BY issued_on, kind DESC, document)::int END AS sequence
        FROM document d
    )
    INSERT INTO invoice (
      id, kind, status, patient_id, appointment_id, corrects, currency, total_minor, tax_minor, paid_minor, year, sequence, number,
      seller_name, seller_address, seller_number, buyer_name, buyer_address, patient_name, tax_name, exemption, payment_text,
      issued_on, due_on, issued_at, created_by, created_at, cancelled_at, cancelled_why)
    SELECT document, kind,
           CASE WHEN kind = 'credit-note' THEN 'balanced' WHEN nth = 1 THEN 'draft' WHEN nth <= 3 THEN 'issued'
                WHEN nth = 4 THEN 'cancelled' ELSE 'balanced' END,
           patient_id, id, CASE WHEN kind = 'credit-note' THEN md5('invoice ' || id)::uuid END, currency, sign * price_minor, 0,
           CASE WHEN nth = 3 THEN price_minor / 2 WHEN nth > 4 THEN price_minor ELSE 0 END, year, sequence,
           invoice_prefix || '-' || year || '-' || lpad(sequence::text, 5, '0'),
           CASE WHEN nth > 1 THEN legal_name END, CASE WHEN nth > 1 THEN address END, CASE WHEN nth > 1 THEN tax_number END,
           CASE WHEN nth > 1 THEN buyer END, CASE WHEN nth > 1 THEN '' END, CASE WHEN nth > 1 THEN buyer END,
           CASE WHEN nth > 1 THEN tax_name END, CASE WHEN nth > 1 THEN tax_exemption END,
           CASE WHEN nth > 1 THEN payment_text END, CASE WHEN nth > 1 THEN issued_on END,
           CASE WHEN nth > 1 THEN issued_on + payment_days END, CASE WHEN nth > 1 THEN at END, NULL, least(at, \(now)),
           CASE WHEN nth = 4 AND kind = 'invoice' THEN at END,
           CASE WHEN nth = 4 AND kind = 'invoice' THEN 'Written for the wrong service' END
      FROM numbered
    """
  }

  private var insertLines: SQL {
    """
    INSERT INTO invoice_line (id, invoice_id, position, text, served_on, amount_minor, tax_rate, tax_minor)
    SELECT md5('line ' || i.id)::uuid, i.id, 1,
           concat_ws(', ', s.name, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name)),
           (a.starts_at AT TIME ZONE t.time_zone)::date, i.total_minor, 0, 0
      FROM invoice i JOIN appointment a ON a.id = i.appointment_id
      JOIN healthcare_service s ON s.id = a.service_id
      JOIN practitioner p ON p.id = a.practitioner_id
      JOIN tenant t ON t.id = i.tenant_id
    """
  }

  /// Every other settled one was paid online.
  private var insertCheckouts: SQL {
    """
    INSERT INTO checkout (id, invoice_id, provider, reference, amount_minor, currency, state, created_at)
    SELECT md5('checkout ' || id)::uuid, id, 'test', md5('checkout ' || id), total_minor, currency, 'paid', issued_at
      FROM invoice WHERE status = 'balanced' AND kind = 'invoice' AND sequence % 2 = 0
    """
  }

  private var insertPayments: SQL {
    """
    INSERT INTO payment (id, invoice_id, kind, method, state, amount_minor, currency, paid_on, checkout_id, reference,
                         recorded_at, settled_at)
    SELECT md5('payment ' || i.id)::uuid, i.id, 'payment',
           CASE WHEN c.id IS NOT NULL THEN 'online' WHEN i.sequence % 3 = 0 THEN 'cash' ELSE 'card' END, 'settled',
           CASE i.status WHEN 'cancelled' THEN i.total_minor ELSE i.paid_minor END, i.currency, i.issued_on, c.id,
           c.reference, i.issued_at, i.issued_at
      FROM invoice i LEFT JOIN checkout c ON c.invoice_id = i.id
     WHERE i.kind = 'invoice' AND (i.paid_minor > 0 OR i.status = 'cancelled')
    """
  }

  private var insertRefunds: SQL {
    """
    INSERT INTO payment (id, invoice_id, kind, method, state, amount_minor, currency, paid_on, recorded_at, settled_at)
    SELECT md5('refund ' || id)::uuid, id, 'refund', 'transfer', 'settled', total_minor, currency, issued_on, issued_at, issued_at
      FROM invoice WHERE status = 'cancelled'
    """
  }

  private var insertCounters: SQL {
    "INSERT INTO invoice_counter (year, last) SELECT year, max(sequence) FROM invoice WHERE year IS NOT NULL GROUP BY year"
  }
}
