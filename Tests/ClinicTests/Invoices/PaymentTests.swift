import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Payments")
struct PaymentTests {
  @Test("balance an invoice in parts, never with more than is open, and once for a form")
  func parts() async throws {
    try await TestClinic.using { test in
      let (id, ben, key) = (try await test.issued(), try await test.keeper(), UUID())
      for _ in 0..<2 { try await test.clinic.record(test.cash(2000, key: key), for: id, by: ben) }
      #expect(try await test.invoice(id).open.minorUnits == 2500)
      await #expect(throws: Refusal.invalid([Problem("amount", "problem.amount-most", ["most": "25.00"])])) {
        try await test.clinic.record(test.cash(2501), for: id, by: ben)
      }
      try await test.clinic.record(test.cash(2500, .card), for: id, by: ben)
      let paid = try await test.invoice(id)
      #expect(paid.status == .balanced && paid.paid.minorUnits == 4500)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.record(test.cash(1), for: id, by: ben)
      }
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.recordRefund(test.cash(1), for: id, by: ben)
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.record(test.cash(1), for: ID(UUID()), by: ben)
      }
    }
  }

  @Test("twenty at once of all that is open are one")
  func atOnce() async throws {
    try await TestClinic.using { test in
      let (id, ben) = (try await test.issued(), try await test.keeper())
      // All of them wait for the same row.
      let other = try await test.another("SELECT FROM invoice WHERE id = \(id) FOR UPDATE", staysFor: 1)
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { try? await test.clinic.record(test.cash(4500), for: id, by: ben) } }
      }
      try await other.value
      #expect(try await test.count("payment") == 1)
      #expect(try await test.invoice(id).paid.minorUnits == 4500)
    }
  }

  @Test("of a cancelled invoice go back by hand, no more than came")
  func refundedByHand() async throws {
    try await TestClinic.using { test in
      let (id, ben) = (try await test.issued(), try await test.keeper())
      try await test.clinic.record(test.cash(3000), for: id, by: ben)
      try await test.clinic.cancelInvoice(id, because: "A mistake", by: ben)
      #expect(try await test.invoice(id).refundable.minorUnits == 3000)
      await #expect(throws: Refusal.invalid([Problem("amount", "problem.amount-most", ["most": "30.00"])])) {
        try await test.clinic.recordRefund(test.cash(3001), for: id, by: ben)
      }
      try await test.clinic.recordRefund(test.cash(3000, .transfer), for: id, by: ben)
      let over = try await test.invoice(id)
      #expect(over.status == .cancelled && over.paid.minorUnits == 0 && over.refundable.minorUnits == 0)
    }
  }

  @Test("online begin at one page however often it is asked for, and are noted when the provider says so")
  func online() async throws {
    try await TestClinic.using { test in
      let (id, paul) = (try await test.issued(), try await test.payer())
      let page = try await test.clinic.checkout(id, by: paul)
      #expect(try await test.clinic.checkout(id, by: paul) == page)
      #expect(try await test.count("checkout") == 1)
      #expect(try await test.invoice(id).status == .issued, "nothing is paid by going there")
      #expect(try await test.hear(.paid, of: id) == .noted)
      let paid = try await test.invoice(id)
      #expect(paid.status == .balanced && paid.paid == paid.total)
      await #expect(throws: Refusal.conflict(.otherState)) { try await test.clinic.checkout(id, by: paul) }
      let stranger = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) { try await test.clinic.checkout(id, by: stranger) }
    }
  }

  @Test("told again, by the same event or another, twenty times at once, change nothing more")
  func repeated() async throws {
    try await TestClinic.using { test in
      let (id, paul) = (try await test.issued(), try await test.payer())
      _ = try await test.clinic.checkout(id, by: paul)
      let heard = await withTaskGroup(of: PaymentHearing?.self) { group in
        for number in 0..<20 {
          group.addTask { try? await test.hear(.paid, of: id, event: "event-\(number % 2)") }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(heard.filter { $0 == .noted }.count == 1 && heard.filter { $0 == .repeated }.count == 19)
      #expect(try await test.count("payment") == 1)
      #expect(try await test.count("payment_event") == 2)
      #expect(try await test.invoice(id).paid.minorUnits == 4500)
    }
  }

  @Test("of another amount, another currency or of nothing that we know change nothing")
  func mismatch() async throws {
    try await TestClinic.using { test in
      let (id, paul) = (try await test.issued(), try await test.payer())
      _ = try await test.clinic.checkout(id, by: paul)
      for (event, amount) in [
        ("a", Money(minorUnits: 4499, currency: "GBP")), ("b", Money(minorUnits: 4500, currency: "EUR")),
      ] {
        #expect(try await test.hear(.paid, of: id, event: event, amount: amount) == .mismatch)
      }
      let unknown = PaymentEvent(
        id: "c", kind: .paid, reference: "nothing", payment: "p",
        amount: Money(minorUnits: 4500, currency: "GBP"))
      #expect(try await test.hear(unknown) == .unknown)
      #expect(try await test.hear(.failed, of: id, event: "d") == .noted)
      #expect(try await test.invoice(id).status == .issued)
      #expect(try await test.count("payment") == 0)
    }
  }

  @Test("of what nobody owes any more go back by themselves")
  func notOwed() async throws {
    try await TestClinic.using { test in
      let (id, paul, ben) = (try await test.issued(), try await test.payer(), try await test.keeper())
      _ = try await test.clinic.checkout(id, by: paul)
      // Paid at the desk while the provider's page was open.
      try await test.clinic.record(test.cash(4500), for: id, by: ben)
      #expect(try await test.hear(.paid, of: id) == .givenBack)
      #expect(try await test.invoice(id).paid.minorUnits == 9000)
      try await test.workOff()
      let over = try await test.invoice(id)
      #expect(over.status == .balanced && over.paid.minorUnits == 4500 && over.refundable.minorUnits == 0)
      #expect(try await test.count("payment WHERE kind = 'refund' AND state = 'settled'") == 1)
    }
  }

  @Test("that nobody signed, or for another clinic, or too long ago, are not heard")
  func forged() async throws {
    try await TestClinic.using { test in
      let event = PaymentEvent(
        id: "e", kind: .paid, reference: "r", payment: "p", amount: Money(minorUnits: 1, currency: "GBP"))
      let provider = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      let elsewhere = try TestClinic.payments.message(event, at: test.hilltop.host, now: test.clock.now)
      await #expect(throws: PaymentFault.forged) {
        try await test.clinic.hear(elsewhere.body, from: "test", signature: elsewhere.signature, by: provider)
      }
      let tolerance = Double(WebhookSignature.tolerance)
      for late in [-tolerance, tolerance] {
        _ = try await test.hear(event, now: test.clock.now + late)
        await #expect(throws: PaymentFault.stale) {
          try await test.hear(event, now: test.clock.now + late + (late < 0 ? -1 : 1))
        }
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.hear(
          elsewhere.body, from: "other", signature: elsewhere.signature, by: provider)
      }
    }
  }
}
