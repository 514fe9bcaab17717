import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Requests that nobody answers")
struct UnansweredRequestTests {
  private func statuses(_ test: TestClinic) async throws -> [String] {
    try await test.database.asOwner(
      of: test.riverside.id.uuid, ["SELECT status FROM appointment ORDER BY starts_at"])[0]
      .decode { row in try row.next(String.self) }
  }

  @Test("are declined when their time comes, each once, on however many servers, and told by letter")
  func unanswered() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE healthcare_service SET needs_approval = true"])
      let offers = try await test.offers()
      try await test.book(offers[0], by: test.visitor(DemoCast.paul, to: .booking))
      try await test.book(offers[1], by: test.patient())
      test.clock.set(offers[0].slot.during.lowerBound - 1)
      try await test.clinic.doWhatIsDue()
      #expect(try await statuses(test) == ["pending", "pending"])
      test.clock.advance(by: 1)
      let other = try test.anotherServer()
      async let one: Void = test.clinic.doWhatIsDue()
      async let two: Void = other.doWhatIsDue()
      _ = try await (one, two)
      #expect(try await statuses(test) == ["cancelled", "pending"])
      #expect(
        try await test.count(
          "outbox_message WHERE kind = 'appointment-cancelled' AND recipient = '\(DemoCast.paul.email)'") == 1
      )
      #expect(try await test.count("appointment_history WHERE act = 'decline'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-declined'") == 1)
      test.clock.advance(by: 3600)
      try await test.clinic.doWhatIsDue()
      #expect(try await statuses(test) == ["cancelled", "cancelled"])
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 0)
    }
  }
}
