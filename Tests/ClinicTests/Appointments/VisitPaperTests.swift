import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What a visit needs on paper")
struct VisitPaperTests {
  @Test("is missing for its doctor and the front desk until one of them has it")
  func missing() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let (consent, referral) = (ID<VisitPaper>(UUID()), ID<VisitPaper>(UUID()))
      for (paper, kind, name) in [
        (consent, "consent", "Consent to it"), (referral, "document", "Referral letter"),
      ] {
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          [
            """
            INSERT INTO service_paper (id, service_id, kind, name)
            VALUES (\(paper), \(test.riverside.services[0]), \(kind), \(name))
            """
          ])
      }
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
      func names() async throws -> [String] {
        let own = try #require(try await test.ask(amira, .visit(id, by: amira, at: test.clock.now)))
        let desk = try #require(try await test.ask(ben, .deskVisit(id, by: ben, at: test.clock.now)))
        #expect(own.papers == desk.papers)
        return own.papers.map(\.name)
      }
      #expect(try await names() == ["Consent to it", "Referral letter"])
      for _ in 0..<2 { try await test.clinic.receive(consent, for: id, by: amira) }
      #expect(try await names() == ["Referral letter"])
      try await test.clinic.receive(referral, for: id, by: ben)
      #expect(try await names() == [])
      #expect(try await test.count("audit_event WHERE act = 'paper-received'") == 2)
    }
  }

  @Test("is noted by nobody else, and nothing is noted that the service does not need")
  func refused() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let (own, foreign) = (ID<VisitPaper>(UUID()), ID<VisitPaper>(UUID()))
      for (paper, service) in zip([own, foreign], test.riverside.services) {
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          [
            "INSERT INTO service_paper (id, service_id, kind, name) VALUES (\(paper), \(service), 'consent', 'It')"
          ])
      }
      await #expect(throws: Refusal.unknown) { try await test.clinic.receive(own, for: id, by: paul) }
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      await #expect(throws: Refusal.unknown) { try await test.clinic.receive(foreign, for: id, by: amira) }
      let chloe = try await test.visitor(DemoCast.chloe, to: .schedule)
      await #expect(throws: Refusal.unknown) { try await test.clinic.receive(own, for: id, by: chloe) }
      #expect(try await test.count("appointment_paper") == 0)
      // Once it is there, nobody else is told so.
      try await test.clinic.receive(own, for: id, by: amira)
      await #expect(throws: Refusal.unknown) { try await test.clinic.receive(own, for: id, by: paul) }
    }
  }
}
