import Postgres

extension ListStage {
  /// One invoice in each state, of patients 1 to 5, the credit note of the last, and money of every kind.
  static let invoices: [SQL] = [
    """
    INSERT INTO invoice (
      id, kind, status, patient_id, corrects, currency, total_minor, tax_minor, paid_minor, year, sequence, number, seller_name,
      seller_address, seller_number, buyer_name, buyer_address, patient_name, tax_name, exemption, payment_text, issued_on, due_on,
      issued_at, created_at, cancelled_at, cancelled_why)
    SELECT md5('bill' || n)::uuid, kind, status, md5('crowd' || patient)::uuid,
           CASE kind WHEN 'credit-note' THEN md5('bill5')::uuid END, 'GBP', total, 0, paid, year, CASE WHEN day IS NOT NULL THEN n END,
           'INV-' || n || '-' || day, told, told, told, told, told, told, told, told, told, day::date, due::date, day::timestamptz,
           '2026-02-01Z'::timestamptz + n * interval '1 day', CASE status WHEN 'cancelled' THEN now() END,
           CASE status WHEN 'cancelled' THEN 'A mistake' END
      FROM (VALUES (1, 1, 'invoice', 'draft', 500, 0, NULL, NULL), (2, 2, 'invoice', 'issued', 500, 0, '2026-02-10', '2026-02-24'),
                   (3, 3, 'invoice', 'issued', 500, 100, '2026-03-02', '2026-03-16'),
                   (4, 4, 'invoice', 'balanced', 500, 500, '2026-03-01', '2026-03-15'),
                   (5, 5, 'invoice', 'cancelled', 500, 200, '2026-03-02', '2026-03-16'),
                   (6, 5, 'credit-note', 'balanced', -500, 0, '2026-03-03', '2026-03-03'))
           AS row (n, patient, kind, status, total, paid, day, due),
           LATERAL (SELECT CASE WHEN day IS NOT NULL THEN '' END AS told, CASE WHEN day IS NOT NULL THEN 2026 END AS year) AS more
     ORDER BY n
    """,
    """
    INSERT INTO payment (id, invoice_id, kind, method, state, amount_minor, currency, paid_on, refunds, recorded_at, settled_at)
    SELECT md5('paid' || n)::uuid, md5('bill' || bill)::uuid, kind, method, state, 100, 'GBP', day::date,
           CASE WHEN n >= 5 THEN md5('paid4')::uuid END, day::timestamptz, CASE state WHEN 'settled' THEN day::timestamptz END
      FROM (VALUES (1, 4, 'payment', 'cash', 'settled', '2026-02-28'), (2, 4, 'payment', 'card', 'settled', '2026-03-01'),
                   (3, 4, 'payment', 'transfer', 'settled', '2026-03-02'), (4, 5, 'payment', 'online', 'settled', '2026-03-02'),
                   (5, 5, 'refund', 'online', 'failed', '2026-03-02'), (6, 5, 'refund', 'online', 'pending', '2026-03-03'))
           AS row (n, bill, kind, method, state, day)
     ORDER BY n
    """,
  ]
}
