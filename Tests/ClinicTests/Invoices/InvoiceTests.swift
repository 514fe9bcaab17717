import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Invoices")
struct InvoiceTests {
  private func asServer(_ statement: SQL, _ test: TestClinic) async throws {
    _ = try await test.database.asServer(of: test.riverside.id.uuid, statement)
  }

  @Test(
    "are drafted at the price of the booking, with the tax of the service or else of the clinic, once for a visit"
  )
  func drafted() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE tenant SET tax_rate = 2000 WHERE slug = 'riverside'",
          "UPDATE healthcare_service SET price_minor = 9900 WHERE id = \(test.riverside.services[0])",
        ])
      let (ben, visits) = (try await test.keeper(), try await test.visits(2))
      let drafts = try await test.clinic.draftInvoices(for: visits + visits, by: ben)
      #expect(drafts.count == 2)
      #expect(try await test.clinic.draftInvoices(for: visits, by: ben) == [])
      let draft = try await test.invoice(drafts[0])
      #expect(draft.status == .draft && draft.total.minorUnits == 4500 && draft.tax.minorUnits == 750)
      #expect(draft.issue == nil)
      let paul = try await test.payer()
      #expect(
        try await test.ask(paul, .myInvoice(drafts[0], at: test.clock.now)) == nil, "drafts are nobody's yet")
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE healthcare_service SET tax_rate = 0 WHERE id = \(test.riverside.services[0])"])
      let other = try #require(try await test.clinic.draftInvoices(for: test.visits(), by: ben).first)
      #expect(try await test.invoice(other).tax.minorUnits == 0)
    }
  }

  @Test("are not made of requests, of what was cancelled, or of what is free")
  func notBillable() async throws {
    try await TestClinic.using { test in
      let ben = try await test.keeper()
      for status in [Appointment.Status.pending, .proposed, .cancelled] {
        #expect(try await test.clinic.draftInvoices(for: test.visits(status: status), by: ben) == [])
      }
      #expect(try await test.clinic.draftInvoices(for: test.visits(price: 0), by: ben) == [])
      for status in Billable.states {
        #expect(try await test.clinic.draftInvoices(for: test.visits(status: status), by: ben).count == 1)
      }
    }
  }

  @Test("twenty who draft and issue the same at once make one")
  func atOnce() async throws {
    try await TestClinic.using { test in
      let (ben, visits) = (try await test.keeper(), try await test.visits())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            _ = try await test.clinic.draftInvoices(for: visits, by: ben)
            let draft: Invoice? = try await test.ask(ben, .invoice(of: visits[0]))
            if let draft { _ = try await test.clinic.issue([draft.id], by: ben) }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await test.count("invoice") == 1)
      #expect(try await test.count("invoice_line") == 1)
      #expect(try await test.count("invoice WHERE sequence = 1") == 1)
      #expect(try await test.count("invoice_counter WHERE last = 1") == 1)
      #expect(try await test.count("audit_event WHERE act = 'invoice-issued'") == 1)
    }
  }

  @Test("hold what was true when they were issued")
  func asOfThen() async throws {
    try await TestClinic.using { test in
      let id = try await test.issued()
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE tenant SET name = 'Other', legal_name = 'Other Ltd', address = 'Elsewhere' WHERE slug = 'riverside'",
          "UPDATE patient SET family_name = 'Renamed' WHERE id = \(test.riverside.patient)",
        ])
      let issue = try #require(try await test.invoice(id).issue)
      #expect(issue.seller != "Other Ltd" && issue.sellerAddress != "Elsewhere")
      #expect(!issue.buyer.contains("Renamed"))
    }
  }

  @Test("stand once they are issued, whoever tries what")
  func immutable() async throws {
    try await TestClinic.using { test in
      let id = try await test.issued()
      for change: SQL in [
        "total_minor = 1", "buyer_name = 'x'", "number = 'X'", "issued_on = issued_on + 1",
        "status = 'draft'", "sequence = 7",
        "currency = 'EUR'", "appointment_id = NULL",
      ] {
        await #expect(throws: (any Error).self, "\(change)") {
          try await asServer("UPDATE invoice SET \(change) WHERE id = \(id)", test)
        }
      }
      await #expect(throws: (any Error).self) {
        try await asServer("DELETE FROM invoice_line WHERE invoice_id = \(id)", test)
      }
      await #expect(throws: (any Error).self) {
        try await asServer(
          """
          INSERT INTO invoice_line (id, invoice_id, position, text, served_on, amount_minor, tax_rate, tax_minor)
          VALUES (gen_random_uuid(), \(id), 2, 'x', '2026-03-02', 1, 0, 0)
          """, test)
      }
      await #expect(throws: (any Error).self) {
        try await asServer("DELETE FROM invoice WHERE id = \(id)", test)
      }
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.addLine("More", 100, to: id, by: test.keeper())
      }
    }
  }

  @Test("as drafts take more lines, up to fifty, and lose them again")
  func lines() async throws {
    try await TestClinic.using { test in
      let ben = try await test.keeper()
      let id = try #require(try await test.clinic.draftInvoices(for: test.visits(), by: ben).first)
      for number in 2...InvoiceLine.most {
        try await test.clinic.addLine("Bandage \(number)", 100, to: id, by: ben)
      }
      await #expect(throws: Refusal.conflict(.linesEnough)) {
        try await test.clinic.addLine("One more", 100, to: id, by: ben)
      }
      #expect(try await test.invoice(id).total.minorUnits == 4500 + 49 * 100)
      let lines = try await test.ask(ben, .lines(of: id))
      try await test.clinic.removeLine(lines[0].id, from: id, by: ben)
      #expect(try await test.invoice(id).total.minorUnits == 4900)
      try await test.clinic.addLine("One more", 100, to: id, by: ben)
      #expect(try await test.clinic.issue([id], by: ben) == 1)
    }
  }

  @Test(
    "that are cancelled stay, and a credit note with a number of its own takes them back; a draft is put aside"
  )
  func cancelled() async throws {
    try await TestClinic.using { test in
      let (id, ben, paul) = (try await test.issued(), try await test.keeper(), try await test.payer())
      for _ in 0..<2 { try await test.clinic.cancelInvoice(id, because: "A mistake", by: ben) }
      let old = try await test.invoice(id)
      #expect(
        old.status == .cancelled && old.cancelledWhy == "A mistake" && old.issue?.number == "INV-2026-00001")
      let note = try await test.invoice(try #require(old.counterpart).id)
      #expect(note.kind == .creditNote && note.issue?.number == "INV-2026-00002" && note.status == .balanced)
      #expect(note.total.minorUnits == -4500 && note.counterpart?.id == id)
      #expect(try await test.count("invoice") == 2)
      #expect(try await test.count("invoice_line WHERE amount_minor = -4500") == 1)
      #expect(try await test.ask(paul, .myInvoices(at: test.clock.now)).count == 2)
      // The visit can be invoiced anew.
      #expect(try await test.clinic.draftInvoices(for: [try #require(old.appointment)], by: ben).count == 1)

      let draft = try #require(try await test.clinic.draftInvoices(for: test.visits(), by: ben).first)
      try await test.clinic.cancelInvoice(draft, because: "Not this one", by: ben)
      #expect(try await test.invoice(draft).counterpart == nil)
      #expect(try await test.count("invoice_counter WHERE last = 2") == 1)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.cancelInvoice(note.id, because: "x", by: ben)
      }
    }
  }

  @Test("of a child are the parent's to see and to pay, and say whose visit it was")
  func child() async throws {
    try await TestClinic.using { test in
      let child = try await test.patient(named: "Léo Moreau", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET birth_date = '2018-05-01' WHERE id = \(child)",
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
          VALUES (gen_random_uuid(), \(child), \(test.riverside.accounts[DemoCast.paul]), 'parent', \(test.clock.now))
          """,
        ])
      let ben = try await test.keeper()
      let id = try #require(try await test.clinic.draftInvoices(for: test.visits(of: child), by: ben).first)
      _ = try await test.clinic.issue([id], by: ben)
      let seen: Invoice? = try await test.ask(try await test.payer(), .myInvoice(id, at: test.clock.now))
      let issue = try #require(seen?.issue)
      #expect(issue.patient == "Léo Moreau" && issue.buyer != "Léo Moreau" && seen?.isOwn == false)
      let stranger = try await test.newcomer(at: test.riverside, to: .ownRecord)
      #expect(try await test.ask(stranger, .myInvoice(id, at: test.clock.now)) == nil)
    }
  }

  @Test("are kept by whom they are for alone")
  func forbidden() async throws {
    try await TestClinic.using { test in
      let (id, paul) = (try await test.issued(), try await test.payer())
      await #expect(throws: Refusal.forbidden) { try await test.clinic.draftInvoices(for: [], by: paul) }
      await #expect(throws: Refusal.forbidden) { try await test.clinic.issue([id], by: paul) }
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.cancelInvoice(id, because: "x", by: paul)
      }
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.record(test.cash(1), for: id, by: paul)
      }
    }
  }
}
