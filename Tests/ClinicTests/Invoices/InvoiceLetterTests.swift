import ClinicTesting
import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("The letter about an invoice")
struct InvoiceLetterTests {
  @Test(
    "is written once to whoever reads the patient's, says neither what for nor how much, in their language")
  func once() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE account SET language = 'fr' WHERE email = \(DemoCast.paul.email)"])
      let id = try await test.issued()
      #expect(try await test.clinic.issue([id, id], by: test.keeper()) == 0)
      #expect(try await test.letters("invoice-issued") == [DemoCast.paul.email])
      let said: SQL = """
        outbox_message WHERE kind = 'invoice-issued' AND language = 'fr' AND payload ->> 'invoice' = \("\(id)")
           AND payload - 'invoice' - 'appointment' = '{}'
        """
      #expect(try await test.count(said) == 1)
    }
  }

  @Test("of twenty who issue the same at once is one, and of many at once is one each")
  func many() async throws {
    try await TestClinic.using { test in
      let ben = try await test.keeper()
      let drafts = try await test.clinic.draftInvoices(for: test.visits(3), by: ben)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { _ = try await test.clinic.issue(drafts, by: ben) } }
        try await group.waitForAll()
      }
      #expect(try await test.letters("invoice-issued").count == 3)
    }
  }

  @Test("of a visit that is paid ahead is one, however often the work is done")
  func ahead() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE healthcare_service SET paid_ahead = true"])
      let visit = try await test.visits(status: .booked)[0]
      for _ in 0..<3 { try await test.clinic.bill(visit, of: test.riverside.id) }
      #expect(try await test.letters("invoice-issued") == [DemoCast.paul.email])
    }
  }

  @Test("of who has no account goes where the clinic noted, without a way in; of who has no address nowhere")
  func withoutAccount() async throws {
    try await TestClinic.using { test in
      let ben = try await test.keeper()
      let vera = try await test.patient(named: "Vera Novak", at: test.riverside)
      for (address, count) in [("", 0), ("vera@mail.example", 1)] {
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid, ["UPDATE patient SET email = \(address) WHERE id = \(vera)"])
        let drafts = try await test.clinic.draftInvoices(for: test.visits(of: vera), by: ben)
        #expect(try await test.clinic.issue(drafts, by: ben) == 1)
        #expect(
          try await test.count(
            "outbox_message WHERE recipient = 'vera@mail.example' AND payload ->> 'no-account' = 'yes'")
            == count)
      }
      #expect(try await test.count("outbox_message WHERE kind = 'invoice-issued'") == 1)
    }
  }

  @Test("does not leave when the invoice was taken back before it could")
  func takenBack() async throws {
    try await TestClinic.using { test in
      let (kept, gone) = (try await test.issued(), try await test.issued())
      _ = try await test.clinic.cancelInvoice(gone, because: "A slip", by: test.keeper())
      let sent = Mutex<[String?]>([])
      _ = try await test.clinic.work([.letter]) { message, _ in
        if message.letter == .invoiceIssued { sent.withLock { $0.append(message.values["invoice"]) } }
        return .sent
      }
      #expect(sent.withLock { $0 } == ["\(kept)"])
    }
  }
}
