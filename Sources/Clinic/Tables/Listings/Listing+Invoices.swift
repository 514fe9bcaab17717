internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Invoices and the credit notes that take some back. With its period chosen, its file is what accountants ask for: no number is
  /// missing, and of people whose data were erased it has numbers and amounts alone.
  public static let invoices = Listing(
    "invoices", of: "invoice i", id: "i.id",
    joins: """
      LEFT JOIN patient pt ON pt.id = i.patient_id
      LEFT JOIN appointment a ON a.id = i.appointment_id
      LEFT JOIN invoice corrected ON corrected.id = i.corrects
      """,
    columns: [
      Column("invoice-number", .text, "coalesce(i.number, '–')"),
      Column("patient", .text, "concat_ws(' ', pt.given_name, pt.family_name)"),
      Column("patient-number", .number, "pt.number", isShown: false),
      Column("buyer", .text, "CASE WHEN pt.id IS NOT NULL THEN i.buyer_name END", isShown: false),
      Column("invoice-kind", .code(Invoice.Kind.codes), "i.kind", isShown: false),
      Column("invoice-state", .code(Invoice.Status.codes), "i.status"),
      Column("issued", .day, "i.issued_on", sorting: "i.issued_on", gap: "date '9999-12-31'"),
      Column("due", .day, "i.due_on"),
      Column("visit", .instant, "a.starts_at", isShown: false),
      Column("net", .money, "i.total_minor - i.tax_minor, i.currency", isShown: false),
      Column("tax", .money, "i.tax_minor, i.currency", isShown: false),
      Column("total", .money, "i.total_minor, i.currency"),
      Column("paid", .money, "i.paid_minor, i.currency", isShown: false),
      Column("open", .money, "\(Invoice.open), i.currency"),
      Column("corrects", .text, "corrected.number", isShown: false),
      Column("cancelled", .instant, "i.cancelled_at", isShown: false),
      Column("made", .instant, "i.created_at", sorting: "i.created_at", isShown: false),
    ],
    filters: [
      Filter(code: "invoice-state", Invoice.Status.codes) { code, _ in "i.status = \(code)" },
      Filter(code: "invoice-kind", Invoice.Kind.codes) { code, _ in "i.kind = \(code)" },
      Filter(day: "from") { day, _ in "i.issued_on >= \(day.sql)" },
      Filter(day: "until") { day, _ in "i.issued_on <= \(day.sql)" },
      Filter(code: "overdue", .yesOrNo) { code, moment in
        let overdue: SQL = "i.status = 'issued' AND i.due_on < \(moment.today.sql)"
        return code == "yes" ? overdue : "NOT (\(overdue))"
      },
      // What the clinic has and is not owed.
      Filter(code: "to-refund", .yesOrNo) { code, _ in
        code == "yes" ? "(\(Invoice.refundable)) > 0" : "(\(Invoice.refundable)) = 0"
      },
    ],
    order: Order("made", isDescending: true), patient: "i.patient_id",
    search: { words in
      let search = PatientSearch(words)
      return search.isEmpty ? nil : .among(search.ids(), "i.patient_id")
    })

  /// What came and what went back.
  public static let payments = Listing(
    "payments", of: "payment p", id: "p.id",
    joins: """
      JOIN invoice i ON i.id = p.invoice_id
      LEFT JOIN patient pt ON pt.id = i.patient_id
      LEFT JOIN account recorder ON recorder.id = p.recorded_by
      """,
    columns: [
      Column("day", .day, "p.paid_on", sorting: "p.paid_on"),
      Column("invoice-number", .text, "i.number"),
      Column("patient", .text, "concat_ws(' ', pt.given_name, pt.family_name)"),
      Column("payment-kind", .code(Payment.Kind.codes), "p.kind"),
      Column("payment-method", .code(Payment.Method.codes), "p.method"),
      Column("payment-state", .code(Payment.State.codes), "p.state"),
      Column(
        "amount", .money, "CASE p.kind WHEN 'refund' THEN -p.amount_minor ELSE p.amount_minor END, p.currency"
      ),
      Column("payment-note", .text, "nullif(p.note, '')", isShown: false),
      Column("reference", .text, "p.reference", isShown: false),
      Column("recorder", .text, "recorder.display_name", isShown: false),
      Column("recorded", .instant, "p.recorded_at", sorting: "p.recorded_at", isShown: false),
    ],
    filters: [
      Filter(code: "payment-kind", Payment.Kind.codes) { code, _ in "p.kind = \(code)" },
      Filter(code: "payment-method", Payment.Method.codes) { code, _ in "p.method = \(code)" },
      Filter(code: "payment-state", Payment.State.codes) { code, _ in "p.state = \(code)" },
      Filter(day: "from") { day, _ in "p.paid_on >= \(day.sql)" },
      Filter(day: "until") { day, _ in "p.paid_on <= \(day.sql)" },
    ],
    order: Order("day", isDescending: true),
    // Of `payment` alone.
    patient: "(SELECT whose.patient_id FROM invoice whose WHERE whose.id = p.invoice_id)",
    search: { words in
      let search = PatientSearch(words)
      return search.isEmpty
        ? nil : .among("SELECT id FROM invoice WHERE patient_id IN (\(search.ids()))", "p.invoice_id")
    })
}

extension Invoice.Kind {
  public static let codes = Codes("invoice-kind", allCases.map(\.rawValue))
}
