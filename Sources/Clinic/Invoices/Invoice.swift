public import CivilTime
public import FoundationEssentials

/// FHIR R4 Invoice (http://hl7.org/fhir/R4/invoice.html), or the credit note that takes one back.
public struct Invoice: Sendable {
  public let id: ID<Invoice>
  public let kind: Kind
  public let status: Status
  public let patient: ID<Patient>
  public let appointment: ID<Appointment>?
  /// Tax included.
  public let total: Money
  public let tax: Money
  /// What was paid, less what went back.
  public let paid: Money
  /// Refunds that the payment provider has not confirmed.
  public let underWay: Money
  /// Nil of a draft.
  public let issue: Issue?
  /// The patient's name today.
  public let patientName: String
  /// Whether whoever asked is the patient.
  public let isOwn: Bool
  public let createdAt: Date
  public let cancelledWhy: String
  /// Of a credit note the invoice it takes back, of an invoice the credit note that did.
  public let counterpart: Counterpart?

  public enum Kind: String, Sendable, CaseIterable {
    case invoice
    case creditNote = "credit-note"
  }

  /// FHIR R4 InvoiceStatus, as far as it is used.
  public enum Status: String, Sendable, CaseIterable {
    case draft, issued, balanced, cancelled

    public static let codes = Codes("invoice-status", allCases.map(\.rawValue))
  }

  /// What was true when it was issued, and stands.
  public struct Issue: Sendable {
    public let number: String
    public let seller: String
    /// Lines of an address.
    public let sellerAddress: String
    /// By which the tax office knows the clinic; empty for none.
    public let sellerNumber: String
    public let buyer: String
    public let buyerAddress: String
    /// Whom the visit was with.
    public let patient: String
    public let taxName: String
    /// Why there is no tax; empty where there is nothing to say.
    public let exemption: String
    /// How to pay by transfer; empty for not.
    public let paymentText: String
    public let day: Day
    public let due: Day
  }

  public struct Counterpart: Sendable {
    public let id: ID<Invoice>
    public let number: String
  }

  /// Why an invoice was cancelled with its visit: a page has words for it.
  public static let cancelledVisit = "visit"

  /// What is to be paid still.
  public var open: Money { status == .issued ? total - paid : Money(minorUnits: 0, currency: total.currency) }

  /// What the clinic has and is not owed, and has not begun to give back.
  public var refundable: Money {
    let owed = status == .cancelled ? 0 : total.minorUnits
    return Money(
      minorUnits: kind == .invoice ? max(paid.minorUnits - owed - underWay.minorUnits, 0) : 0,
      currency: total.currency)
  }
}

/// One thing on an invoice.
public struct InvoiceLine: Sendable {
  public let id: ID<InvoiceLine>
  public let text: String
  /// When it was done, by the clinic's clocks.
  public let day: Day
  /// Tax included.
  public let amount: Money
  public let rate: TaxRate
  public let tax: Money

  /// No invoice has more.
  public static let most = 50
  public static let longestText = 300
}
