/// What a clinic decides for itself, in its own row of the tenants. FHIR R4 Organization, as far as it is one.
public struct ClinicSettings: Entry {
  public let id: ID<Tenant>
  var name = ""
  /// As invoices and consents name the clinic; empty for the same.
  var legalName = ""
  var phone = ""
  var address = ""
  var timeZone = "Europe/London"
  /// An ISO 4217 code.
  var currency = "EUR"
  var language = PageLanguage.en
  /// Those that pages are offered in.
  var offered = PageLanguage.allCases
  var accent: Colour?
  var mostAhead = Appointment.mostAhead
  /// From which letters come; empty for the installation's.
  var sender = ""
  /// Days, like all that follow: from when it was over.
  var lettersKept = 730
  var wishesKept = 365
  var ticketsKept = 365
  var questionsKept = 365
  var invitationsKept = 90
  /// Years, in the database: then in the object store.
  var auditKept = 10
  var recordsKept = 10
  var invoicesKept = 10
  /// Days, from when one was deleted; and which are kept whatever is asked.
  var documentsKept = 30
  var documentsHeld = HeldDocuments.none

  /// Before the year in an invoice's number.
  var invoicePrefix = "INV"
  var taxName = "VAT"
  var taxRate = TaxRate.none
  var taxNumber = ""
  /// Why a line has no tax.
  var taxExemption = ""
  /// How to pay by transfer.
  var paymentText = ""
  /// After which an invoice is due.
  var paymentDays = 14

  /// When patients are shown results.
  var resultRelease = ResultRelease.graded
  var resultDays = 7
  /// Years: from that birthday on nobody acts for a patient because they are a parent.
  var handoverAge = Child.fullAge

  public static let noun = Noun.settings
  public static let blank = ClinicSettings(id: .unstored)
  public static let unset: Set = ["name", "zone", "currency"]
  public var title: String { name }
  public var isActive: Bool { true }

  public var problems: [Problem] {
    offered.contains(language) ? [] : [Problem("language", "problem.language-not-offered")]
  }

  public static let groups: [FieldGroup<ClinicSettings>] = [
    FieldGroup(
      "clinic",
      [
        EntryField("name", \.name, .line(atMost: 200)),
        EntryField("legal", \.legalName, .line(atMost: 200, required: false)),
        EntryField("phone", \.phone, .line(atMost: 50, required: false)),
        EntryField("address", \.address, .line(atMost: 300, required: false)),
        EntryField("zone", \.timeZone, .timeZone),
        EntryField("currency", \.currency, .currency),
      ]),
    FieldGroup(
      "languages",
      [
        EntryField("offered", \.offered, .someOf(words: "page-language")),
        EntryField("language", \.language, .oneOf(words: "page-language")),
      ]),
    FieldGroup("look", [EntryField("accent", \.accent, .optional(.accent))]),
    FieldGroup("booking", [EntryField("ahead", \.mostAhead, .number(in: 1...100))]),
    FieldGroup(
      "invoices",
      [
        EntryField("prefix", \.invoicePrefix, .invoicePrefix),
        EntryField("tax-name", \.taxName, .line(atMost: 20)),
        EntryField("tax", \.taxRate, .taxRate),
        EntryField("tax-number", \.taxNumber, .line(atMost: 40, required: false)),
        EntryField("exemption", \.taxExemption, .line(atMost: 200, required: false)),
        EntryField("payment", \.paymentText, .lines(atMost: 300)),
        EntryField("payment-days", \.paymentDays, .number(in: 0...365)),
      ]),
    FieldGroup(
      "results",
      [
        EntryField("release", \.resultRelease, .oneOf(words: "result-release")),
        EntryField("release-days", \.resultDays, .number(in: 0...90)),
      ]),
    FieldGroup("family", [EntryField("handover", \.handoverAge, .number(in: 12...Child.fullAge))]),
    FieldGroup("letters", [EntryField("sender", \.sender, .address)]),
    FieldGroup(
      "retention",
      [
        EntryField("kept", \.lettersKept, .number(in: 30...3650)),
        // The share of freed times that were filled looks back for thirty days, from the last day that was wished for.
        EntryField("wishes", \.wishesKept, .number(in: 60...3650)),
        EntryField("tickets", \.ticketsKept, .number(in: 30...3650)),
        EntryField("questions", \.questionsKept, .number(in: 30...3650)),
        EntryField("invitations", \.invitationsKept, .number(in: 7...730)),
        // The floor is the database's, too: archive_audit.
        EntryField("documents", \.documentsKept, .number(in: 7...3650)),
        EntryField("held", \.documentsHeld, .oneOf(words: "held-documents")),
        EntryField("audit", \.auditKept, .number(in: 3...30)),
        EntryField("records", \.recordsKept, .number(in: 1...50)),
        EntryField("invoices", \.invoicesKept, .number(in: 1...30)),
      ]),
  ]
}

/// ISO 639-1 codes of the languages that pages are written in.
public enum PageLanguage: String, CaseIterable, Sendable {
  case en, fr, es, ar
}

/// Which documents stay although somebody has deleted them, as long as the law asks for it.
enum HeldDocuments: String, CaseIterable, Sendable {
  case none
  /// Referrals, results and letters.
  case clinical
  case all
}
