import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What can't be written into the audit log")
struct UnwrittenTests {
  /// From now on the log takes nothing.
  private func closeLog(_ test: TestClinic) async throws {
    try await test.asSuperuser(
      """
      CREATE FUNCTION take_nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the log is closed'; END $$
      """,
      "CREATE TRIGGER take_nothing BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION take_nothing()")
  }

  @Test("does not happen: a booking, a change of what the clinic keeps, and work in the background")
  func acts() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let start = try await test.start(id)
      try await test.own("UPDATE appointment SET status = 'pending'")
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
      let offer = try #require(try await test.offers().first)
      try await closeLog(test)
      await #expect(throws: (any Error).self) { try await test.book(offer, by: paul) }
      #expect(try await test.count("appointment") == 1)
      #expect(try await test.count("outbox_message") == 1)
      let device = EntryDraft<DeviceEntry>(ID(UUID()), texts: ["name": .one("Laser"), "kind": .one("laser")])
      await #expect(throws: (any Error).self) { try await test.clinic.add(device, by: dana) }
      #expect(try await test.count("device") == 0)
      // A request whose time has passed would be declined now.
      test.clock.set(start)
      _ = try? await test.clinic.doWhatIsDue()
      #expect(try await test.count("appointment WHERE status = 'pending'") == 1)
      #expect(try await test.count("outbox_message") == 1)
    }
  }

  @Test("shows nothing: a page of staff, and a list of patients")
  func looks() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listPatients))
      let unnoted = try await test.visitor(DemoCast.dana, to: .account, access: .may(.listPatients))
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      func patients(_ visitor: Visitor) async throws -> Int {
        let moment = Listing.Moment(now: test.clock.now, zone: zone)
        let view = TableView([], of: .patients)
        return try await test.ask(visitor, .rows(of: .patients, view, by: visitor, at: moment)).rows.count
      }
      #expect(try await patients(dana) > 0)
      try await closeLog(test)
      // The page of a purpose that is noted, and one whose rows alone are.
      for visitor in [dana, unnoted] {
        await #expect(throws: (any Error).self) { try await patients(visitor) }
      }
      await #expect(throws: (any Error).self) { try await test.ask(dana, .staff) }
      _ = try await test.ask(unnoted, .staff)
    }
  }
}
