import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The page of the test provider: whoever presses a button here pays, or fails to, and a signed event tells the clinic, by the
/// way on which a provider's would come.
struct TestPaymentRoutes: Sendable {
  let site: Site
  let page: Template<TestPaymentPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(TestPaymentPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "\(TestPayments.path)/:id", .anyone, .operation, "dev.payment", look),
      site.route(.post, "\(TestPayments.path)/:id", .anyone, .operation, "dev.payment.create", pay),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    let (visit, checkout) = try await checkout(call)
    let formats = try site.formats(visit, call)
    let shown = TestPaymentPage(
      number: checkout.number, amount: formats.money(checkout.amount),
      action: "\(TestPayments.path)/\(checkout.reference)",
      back: Path.invoice(checkout.invoice), isOver: checkout.state != .open)
    return site.show(shown, page, call, visit)
  }

  @Sendable func pay(_ call: Call) async throws -> Response {
    let form = try await call.form()
    let (_, checkout) = try await checkout(call)
    guard let payments = site.testPayments else { throw Refusal.unknown }
    let isPaid = form["outcome"] == "paid"
    let event = PaymentEvent(
      id: "event-\(checkout.id)-\(isPaid ? "paid" : "failed")", kind: isPaid ? .paid : .failed,
      reference: checkout.reference,
      payment: isPaid ? "payment-\(checkout.id)" : "", amount: checkout.amount)
    let message = try payments.message(event, at: call.visitor.host, now: site.clinic.clock())
    _ = try await site.clinic.hear(
      message.body, from: payments.name, signature: message.signature, by: call.visitor)
    return site.redirect(call, to: Path.invoice(checkout.invoice) + "?back=1")
  }

  private func checkout(_ call: Call) async throws -> (Visit, Checkout) {
    let reference = call.context.parameters["id"] ?? ""
    let (visit, found) = try await site.clinic.ask(
      call.visitor, .checkout(reference, provider: site.testPayments?.name ?? ""))
    guard let found else { throw Refusal.unknown }
    return (visit, found)
  }
}

/// `GET /dev/payments/:id`
struct TestPaymentPage: Page {
  let number: String
  let amount: String
  let action: String
  let back: String
  /// It was paid, or failed.
  let isOver: Bool

  static let template = "dev/payment"

  var fields: Fields {
    [
      "number": .text(number), "amount": .text(amount), "action": .text(action), "back": .text(back),
      "isOver": .flag(isOver),
    ]
  }

  static let samples = [false, true].map {
    TestPaymentPage(
      number: "INV-2026-00042", amount: "£45.00", action: "/dev/payments/1", back: "/invoices/1", isOver: $0)
  }
}
