import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

extension TestClinic {
  /// Visits of Riverside's patient that were booked, each with its price; nothing is occupied for them.
  func visits(
    _ count: Int = 1, price: Int64 = 4500, status: Appointment.Status = .fulfilled,
    of patient: ID<Patient>? = nil
  ) async throws -> [ID<Appointment>] {
    try await database.asOwner(
      of: riverside.id.uuid,
      [
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booking_key, booked_at, cancellation_minutes)
        SELECT gen_random_uuid(), \(patient ?? riverside.patient), \(riverside.doctor), \(riverside.services[0]),
               \(riverside.room), tstzrange(\(clock.now + 86_400), \(clock.now + 87_600)), \(status.rawValue), \(price), 'GBP',
               gen_random_uuid(), \(clock.now), 1440
          FROM generate_series(1, \(Int32(count)))
        RETURNING id
        """
      ])[0].decode { row in try row.next() }
  }

  /// Ben at the front desk, who keeps invoices.
  func keeper() async throws -> Visitor {
    try await visitor(DemoCast.ben, to: .administration, access: .may(.keepInvoices))
  }

  func payer() async throws -> Visitor {
    try await visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
  }

  /// An invoice of Riverside's patient that was issued.
  func issued(_ price: Int64 = 4500) async throws -> ID<Invoice> {
    let ben = try await keeper()
    let id = try #require(try await clinic.draftInvoices(for: visits(price: price), by: ben).first)
    #expect(try await clinic.issue([id], by: ben) == 1)
    return id
  }

  func invoice(_ id: ID<Invoice>) async throws -> Invoice {
    let found: Invoice? = try await ask(
      try await keeper(), .invoice(id, by: try await keeper(), at: clock.now))
    return try #require(found)
  }

  /// Does all the work that is due but for letters.
  func workOff() async throws {
    while try await clinic.work([.bill, .unbill, .refund], { _, _ in .sent }) > 0 {}
  }

  func cash(_ amount: Int64, _ method: Payment.Method = .cash, key: UUID = UUID()) throws -> NewPayment {
    NewPayment(
      amount: amount, method: method, day: try #require(.init(iso: "2026-03-02")), note: "", key: key)
  }

  /// A payment provider's word about the only checkout there is of an invoice.
  func hear(
    _ kind: PaymentEvent.Kind, of id: ID<Invoice>, event: String = "event-1", amount: Money? = nil
  ) async throws -> PaymentHearing {
    let reference = try await database.asOwner(
      of: riverside.id.uuid,
      ["SELECT reference FROM checkout WHERE invoice_id = \(id) ORDER BY created_at DESC, id DESC LIMIT 1"])[
        0
      ]
      .decode { row in try row.next(String.self) }
    let total = if let amount { amount } else { try await invoice(id).total }
    let told = PaymentEvent(
      id: event, kind: kind, reference: try #require(reference.first), payment: "payment of \(event)",
      amount: total)
    return try await hear(told)
  }

  func hear(_ event: PaymentEvent, now: Date? = nil) async throws -> PaymentHearing {
    let message = try Self.payments.message(event, at: riverside.host, now: now ?? clock.now)
    let provider = visitor(nil, at: riverside, to: .operation, access: .anyone)
    return try await clinic.hear(message.body, from: "test", signature: message.signature, by: provider)
  }
}
