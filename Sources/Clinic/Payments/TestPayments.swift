public import Credentials
public import FoundationEssentials

/// A payment provider without money, for development and tests: its page is one of ours, and it gives back at once.
public struct TestPayments: PaymentProvider {
  private let secrets: KeyedHash

  public let name = "test"

  public init(keys: KeyRing) {
    secrets = KeyedHash(keys, purpose: "test-payments")
  }

  /// Where somebody pays, by the reference of a checkout.
  public static let path = "/dev/payments"

  public func checkout(_ order: PaymentOrder) async throws(PaymentFault) -> CheckoutPage {
    CheckoutPage(reference: "\(order.key)", href: "\(Self.path)/\(order.key)")
  }

  public func refund(_ order: RefundOrder) async throws(PaymentFault) -> RefundAnswer {
    .settled("refund-\(order.key)")
  }

  public func event(
    _ body: [UInt8], signature: String, at host: String, now: Date
  ) throws(PaymentFault) -> PaymentEvent {
    try WebhookSignature.check(signature, of: body, secret: secret(of: host), now: now)
    guard let told = try? JSONDecoder().decode(Body.self, from: Data(body)),
      let kind = PaymentEvent.Kind(rawValue: told.type),
      [told.id, told.reference].allSatisfy({ (1...200).contains($0.utf8.count) }),
      told.payment.utf8.count <= 200,
      told.currency.utf8.count == 3
    else { throw .unreadable }
    return PaymentEvent(
      id: told.id, kind: kind, reference: told.reference, payment: told.payment,
      amount: Money(minorUnits: told.amount, currency: told.currency))
  }

  /// What the provider would send: a body, and its signature.
  public func message(
    _ event: PaymentEvent, at host: String, now: Date
  ) throws -> (body: [UInt8], signature: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let body = Array(
      try encoder.encode(
        Body(
          id: event.id, type: event.kind.rawValue, reference: event.reference, payment: event.payment,
          amount: event.amount.minorUnits, currency: event.amount.currency)))
    return (body, WebhookSignature.make(body, at: now, secret: secret(of: host)))
  }

  /// Each clinic's own: what is signed for one is nothing at another.
  private func secret(of host: String) -> [UInt8] { Array(secrets.tag(for: host).utf8) }

  private struct Body: Codable {
    let id: String
    let type: String
    let reference: String
    let payment: String
    let amount: Int64
    let currency: String
  }
}
