internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension ClinicSettings {
  public static let storage = EntryStorage<ClinicSettings>(
    table: "tenant",
    columns: { _ in
      """
      e.id, e.name, e.legal_name, e.phone, e.address, e.time_zone, e.currency, e.language, e.languages, e.accent,
      e.visits_ahead, e.mail_from, e.letter_days, e.wish_days, e.ticket_days, e.question_days, e.invitation_days,
      e.audit_years, e.record_years, e.invoice_years, e.document_days, e.documents_held, e.invoice_prefix, e.tax_name,
      e.tax_rate, e.tax_number, e.tax_exemption, e.payment_text, e.payment_days, e.result_release, e.result_days,
      e.handover_age
      """
    },
    read: { row in
      try ClinicSettings(
        id: row.next(), name: row.next(), legalName: row.next(), phone: row.next(), address: row.next(),
        timeZone: row.next(), currency: row.next(),
        language: PageLanguage(rawValue: row.next()) ?? .en,
        offered: row.next([String].self).compactMap(PageLanguage.init),
        accent: Colour(row.next(String.self)), mostAhead: row.next(), sender: row.next(),
        lettersKept: row.next(), wishesKept: row.next(), ticketsKept: row.next(),
        questionsKept: row.next(), invitationsKept: row.next(), auditKept: row.next(),
        recordsKept: row.next(),
        invoicesKept: row.next(), documentsKept: row.next(),
        documentsHeld: HeldDocuments(rawValue: row.next()) ?? .none,
        invoicePrefix: row.next(), taxName: row.next(), taxRate: TaxRate(hundredths: row.next()),
        taxNumber: row.next(), taxExemption: row.next(), paymentText: row.next(), paymentDays: row.next(),
        resultRelease: ResultRelease(rawValue: row.next()) ?? .byHand, resultDays: row.next(),
        handoverAge: row.next())
    },
    insert: { _, _, _ in [] },
    update: { old, new, writing in
      [
        """
        UPDATE tenant
           SET name = \(new.name), legal_name = \(new.legalName), phone = \(new.phone), address = \(new.address),
               time_zone = \(new.timeZone), currency = \(new.currency), language = \(new.language.rawValue),
               languages = \(new.offered.map(\.rawValue)), accent = \(new.accent?.description ?? ""),
               visits_ahead = \(Int32(new.mostAhead)), mail_from = \(new.sender), letter_days = \(Int32(new.lettersKept)),
               wish_days = \(Int32(new.wishesKept)), ticket_days = \(Int32(new.ticketsKept)),
               question_days = \(Int32(new.questionsKept)), invitation_days = \(Int32(new.invitationsKept)),
               audit_years = \(Int32(new.auditKept)), record_years = \(Int32(new.recordsKept)),
               invoice_years = \(Int32(new.invoicesKept)), document_days = \(Int32(new.documentsKept)),
               documents_held = \(new.documentsHeld.rawValue),
               invoice_prefix = \(new.invoicePrefix), tax_name = \(new.taxName),
               tax_rate = \(Int32(new.taxRate.hundredths)), tax_number = \(new.taxNumber),
               tax_exemption = \(new.taxExemption), payment_text = \(new.paymentText),
               payment_days = \(Int32(new.paymentDays)), result_release = \(new.resultRelease.rawValue),
               result_days = \(Int32(new.resultDays)), handover_age = \(Int32(new.handoverAge))
         WHERE id = \(old.id)
        """,
        .settingChanges(from: old, to: new, writing),
        // Weekly hours are of another zone then, and so is every time on offer.
        "UPDATE practitioner SET schedule_version = schedule_version + 1 WHERE \(old.timeZone != new.timeZone)",
      ]
    },
    hasHistory: "true", effects: { _, _ in [] }, refusals: [:])
}

extension Query {
  /// What the visited clinic decides for itself.
  public static func own<E: Entry>(_: E.Type = E.self, at now: Date) -> Self
  where Answer == E?, E.Of == Tenant {
    let storage = E.storage
    return Query(
      """
      SELECT \(storage.columns(Day(utc: now))) FROM \(storage.table) e WHERE e.id = (SELECT current_tenant())
      """, first: storage.read)
  }
}

extension SQL {
  /// Notes of each setting that differs who changed it.
  static func settingChanges<E: Entry>(from old: E, to new: E, _ writing: Writing) -> SQL {
    let keys = EntryChanges(from: old, to: new, in: writing.surroundings).fields.map(\.key)
    return """
      INSERT INTO setting_change (key, at) SELECT key, \(writing.now) FROM unnest(\(keys)) AS changed (key)
      ON CONFLICT (tenant_id, key) DO UPDATE SET account_id = excluded.account_id, at = excluded.at
      """
  }
}

extension Query<[String: LastChange]> {
  /// Of each setting that was ever changed, who did so last.
  public static var settingChanges: Self {
    Query(
      "SELECT c.key, a.display_name, c.at FROM setting_change c JOIN account a ON a.id = c.account_id"
    ) { rows in
      Dictionary(
        uniqueKeysWithValues: try rows.decode { row in
          (try row.next(String.self), LastChange(name: try row.next(), at: try row.next()))
        })
    }
  }
}
