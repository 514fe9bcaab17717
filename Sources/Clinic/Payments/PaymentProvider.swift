public import FoundationEssentials

/// Whoever takes money for a clinic over the net. docs/invoices.md tells what a new one has to do.
///
/// It says what became of a payment by webhooks alone: a browser that comes back proves nothing.
public protocol PaymentProvider: Sendable {
  /// In addresses and in the database: `test`.
  var name: String { get }

  /// A page on which this amount can be paid. Asked again with the same key, it answers with the same page.
  func checkout(_ order: PaymentOrder) async throws(PaymentFault) -> CheckoutPage

  /// Gives a payment back. Asked again with the same key, nothing more goes back.
  func refund(_ order: RefundOrder) async throws(PaymentFault) -> RefundAnswer

  /// What a webhook says.
  ///
  /// - Parameters:
  ///   - signature: the value of the request's `signature` header.
  ///   - host: the clinic's, whose secret it was signed with.
  /// - Throws: `PaymentFault.forged` for what the provider did not sign, `.stale` for what it signed too long ago or ahead,
  ///   `.unreadable` for what says nothing.
  func event(_ body: [UInt8], signature: String, at host: String, now: Date) throws(PaymentFault)
    -> PaymentEvent
}

public struct PaymentOrder: Sendable {
  public let key: ID<Checkout>
  public let amount: Money
  /// The invoice's number, for whoever pays.
  public let number: String
  /// The clinic's, to which webhooks go.
  public let host: String
}

public struct CheckoutPage: Hashable, Sendable {
  /// The provider's own, by which its webhooks name it.
  public let reference: String
  /// Where the person pays.
  public let href: String

  public init(reference: String, href: String) {
    self.reference = reference
    self.href = href
  }
}

public struct RefundOrder: Sendable {
  public let key: ID<Payment>
  /// The provider's, of the payment that goes back.
  public let payment: String
  public let amount: Money
}

public enum RefundAnswer: Hashable, Sendable {
  /// With the provider's reference.
  case settled(String)
  /// A webhook will tell.
  case underWay(String)
  /// Never: the card is closed, say.
  case refused
}

/// What a payment provider tells.
public struct PaymentEvent: Hashable, Sendable {
  /// The provider's, the same however often it is told.
  public let id: String
  public let kind: Kind
  /// Of the checkout, or of the refund.
  public let reference: String
  /// Of the payment, where one was made; empty otherwise.
  public let payment: String
  public let amount: Money

  public enum Kind: String, Sendable, CaseIterable {
    case paid = "checkout.paid"
    case failed = "checkout.failed"
    case refunded = "refund.settled"
    case refundFailed = "refund.failed"
  }

  public init(id: String, kind: Kind, reference: String, payment: String, amount: Money) {
    self.id = id
    self.kind = kind
    self.reference = reference
    self.payment = payment
    self.amount = amount
  }
}

public enum PaymentFault: Error, Hashable, Sendable {
  case forged, stale, unreadable
  /// The provider does not answer: worth another try.
  case unavailable
}

/// A page of the provider's on which an invoice may be paid.
public struct Checkout: Sendable {
  public let id: ID<Checkout>
  public let invoice: ID<Invoice>
  public let number: String
  public let provider: String
  public let reference: String
  public let amount: Money
  public let state: State

  public enum State: String, Sendable {
    case open, paid, failed
  }
}
