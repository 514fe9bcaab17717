import ClinicTesting
import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("Visits that are paid ahead")
struct RefundingTests {
  /// A visit of Paul's that is paid ahead, its invoice, and Paul.
  private func paidAhead(_ test: TestClinic) async throws -> (ID<Appointment>, ID<Invoice>, Visitor) {
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["UPDATE healthcare_service SET paid_ahead = true, cancellation_minutes = 60"])
    let (visit, paul) = try await test.bookedByPaul()
    try await test.workOff()
    let invoice: Invoice? = try await test.ask(paul, .myInvoice(of: visit, at: test.clock.now))
    return (visit, try #require(invoice).id, paul)
  }

  private func pay(_ id: ID<Invoice>, _ test: TestClinic) async throws {
    _ = try await test.clinic.checkout(id, by: test.payer())
    #expect(try await test.hear(.paid, of: id) == .noted)
  }

  @Test("are invoiced by the work that comes with the booking, once")
  func billed() async throws {
    try await TestClinic.using { test in
      let (visit, id, _) = try await paidAhead(test)
      let invoice = try await test.invoice(id)
      #expect(invoice.status == .issued && invoice.issue?.number == "INV-2026-00001")
      // A worker that died after it was done leaves the work to the next.
      try await test.clinic.bill(visit, of: test.riverside.id)
      #expect(try await test.count("invoice") == 1)
      #expect(try await test.count("invoice_counter WHERE last = 1") == 1)
      #expect(try await test.count("job WHERE kind = 'bill'") == 0)
    }
  }

  @Test("and cancelled in time go back by themselves: asked for, and then given")
  func inTime() async throws {
    try await TestClinic.using { test in
      let (visit, id, paul) = try await paidAhead(test)
      try await pay(id, test)
      try await test.clinic.cancel(visit, seen: 0, by: paul)
      // The work of a booking is looked for; the refund is not asked of anybody yet.
      #expect(try await test.clinic.work([.unbill]) { _, _ in .sent } == 1)
      let asked = try await test.invoice(id)
      #expect(asked.status == .cancelled && asked.underWay.minorUnits == asked.total.minorUnits)
      #expect(asked.refundable.minorUnits == 0 && asked.counterpart != nil)
      try await test.workOff()
      let over = try await test.invoice(id)
      #expect(over.paid.minorUnits == 0 && over.underWay.minorUnits == 0)
      let payments = try await test.ask(paul, .payments(of: id))
      #expect(payments.map(\.kind) == [.payment, .refund] && payments.allSatisfy { $0.state == .settled })
    }
  }

  @Test("do not go back by hand as well, while the provider is just being asked")
  func twoWays() async throws {
    try await TestClinic.using { test in
      let (_, id, _) = try await paidAhead(test)
      try await pay(id, test)
      let ben = try await test.keeper()
      try await test.clinic.cancelInvoice(id, because: "A mistake", by: ben)
      let all = try await test.invoice(id).refundable
      #expect(all.minorUnits > 0)
      let asking = try await test.another(
        .refunding("p.invoice_id = \(id)", at: test.clock.now), staysFor: 1)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.recordRefund(test.cash(all.minorUnits), for: id, by: ben)
      }
      try await asking.value
      #expect(try await test.count("payment WHERE kind = 'refund'") == 1)
    }
  }

  @Test("do not go back by the provider as well, while somebody notes that they went back by hand")
  func otherWay() async throws {
    try await TestClinic.using { test in
      let (_, id, paul) = try await paidAhead(test)
      try await pay(id, test)
      let ben = try await test.keeper()
      try await test.clinic.cancelInvoice(id, because: "A mistake", by: ben)
      let all = try await test.invoice(id).refundable.minorUnits
      let payments: [Payment] = try await test.ask(paul, .payments(of: id))
      let payment = try #require(payments.first)
      let byHand = Query<Recording>.record(
        try test.cash(all), .refund, for: id, by: ben, at: test.clock.now, newID: { ID(UUID()) })
      let noting = try await test.another(byHand.statements[1], staysFor: 1)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.refund(payment.id, of: id, by: ben)
      }
      try await noting.value
      #expect(try await test.count("payment WHERE kind = 'refund'") == 1)
    }
  }

  @Test("that nobody paid yet are taken back without a refund")
  func unpaid() async throws {
    try await TestClinic.using { test in
      let (visit, id, paul) = try await paidAhead(test)
      try await test.clinic.cancel(visit, seen: 0, by: paul)
      try await test.workOff()
      #expect(try await test.invoice(id).status == .cancelled)
      #expect(try await test.count("payment") == 0)
      #expect(try await test.count("job WHERE kind IN ('unbill', 'refund')") == 0)
    }
  }

  @Test(
    "and cancelled late by the front desk stay owed and paid, until staff decide; in time to the second they do not"
  )
  func late() async throws {
    for (seconds, isInTime) in [(0.0, true), (1, false)] {
      try await TestClinic.using { test in
        let (visit, id, paul) = try await paidAhead(test)
        try await pay(id, test)
        let booked = try #require(try await test.ask(paul, .myAppointment(visit, at: test.clock.now)))
        test.clock.set(booked.during.lowerBound - 3600 + seconds)
        let desk = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
        try await test.clinic.markAtDesk(visit, .cancel, seen: 0, by: desk)
        try await test.workOff()
        let invoice = try await test.invoice(id)
        #expect(invoice.status == (isInTime ? .cancelled : .balanced))
        #expect(try await test.count("payment WHERE kind = 'refund'") == (isInTime ? 1 : 0))
      }
    }
  }

  @Test("and cancelled before the work came to their booking have no invoice")
  func overtaken() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE healthcare_service SET paid_ahead = true, cancellation_minutes = 60"])
      let (visit, paul) = try await test.bookedByPaul()
      try await test.clinic.cancel(visit, seen: 0, by: paul)
      try await test.workOff()
      #expect(try await test.count("invoice") == 0)
    }
  }

  /// Fails as often as it is told to, and remembers under which keys it was asked.
  private final class Unreliable: PaymentProvider {
    let name = "test"
    let asked = Mutex<[ID<Payment>]>([])
    let answers: Mutex<[RefundAnswer?]>

    init(_ answers: [RefundAnswer?]) {
      self.answers = Mutex(answers)
    }

    func checkout(_ order: PaymentOrder) async throws(PaymentFault) -> CheckoutPage { throw .unavailable }

    func refund(_ order: RefundOrder) async throws(PaymentFault) -> RefundAnswer {
      asked.withLock { $0.append(order.key) }
      guard let answer = answers.withLock({ $0.removeFirst() }) else { throw .unavailable }
      return answer
    }

    func event(_ body: [UInt8], signature: String, at host: String, now: Date) throws(PaymentFault)
      -> PaymentEvent
    {
      try TestClinic.payments.event(body, signature: signature, at: host, now: now)
    }
  }

  @Test(
    "are asked for until the provider answers, under the same key; it may say later that it was done, or never"
  )
  func atLeastOnce() async throws {
    for (last, heard, state) in [
      (RefundAnswer.settled("r"), nil, "settled"), (.refused, nil, "failed"),
      (.underWay("r"), PaymentEvent.Kind.refunded, "settled"), (.underWay("r"), .refundFailed, "failed"),
    ] as [(RefundAnswer, PaymentEvent.Kind?, String)] {
      try await TestClinic.using { test in
        let (visit, id, paul) = try await paidAhead(test)
        try await pay(id, test)
        try await test.clinic.cancel(visit, seen: 0, by: paul)
        _ = try await test.clinic.work([.unbill]) { _, _ in .sent }
        let provider = Unreliable([nil, nil, last])
        let server = try test.anotherServer(payments: provider)
        for _ in 0..<3 {
          _ = try await server.work([.refund]) { _, _ in .sent }
          test.clock.advance(by: 3600)
        }
        let keys = provider.asked.withLock { $0 }
        #expect(keys.count == 3 && Set(keys).count == 1)
        if let heard {
          #expect(try await test.count("payment WHERE state = 'pending'") == 1)
          let total = try await test.invoice(id).total
          let told = PaymentEvent(id: "e", kind: heard, reference: "r", payment: "", amount: total)
          for outcome in [PaymentHearing.noted, .repeated] { #expect(try await test.hear(told) == outcome) }
        }
        #expect(try await test.count("payment WHERE kind = 'refund' AND state = '\(state)'") == 1)
        let invoice = try await test.invoice(id)
        #expect(invoice.paid.minorUnits == (state == "settled" ? 0 : invoice.total.minorUnits))
        if state == "failed" {
          // Staff can ask again, or give it back by hand.
          let ben = try await test.keeper()
          let payment = try #require(try await test.ask(ben, .payments(of: id)).first)
          #expect(payment.isRefundable)
          try await test.clinic.refund(payment.id, of: id, by: ben)
          await #expect(throws: Refusal.conflict(.otherState)) {
            try await test.clinic.refund(payment.id, of: id, by: ben)
          }
          try await test.workOff()
          #expect(try await test.invoice(id).paid.minorUnits == 0)
        }
        await server.close()
      }
    }
  }
}
