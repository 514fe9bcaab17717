import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A private link to one's appointments")
struct CalendarFeedTests {
  func program(_ test: TestClinic, at tenant: TestTenant? = nil) -> Visitor {
    test.visitor(nil, at: tenant ?? test.riverside, to: .ownRecord, access: .anyone)
  }

  func entries(_ link: Token, _ test: TestClinic, at tenant: TestTenant? = nil) async throws
    -> [CalendarEntry]
  {
    try await test.ask(program(test, at: tenant), .calendarEntries(of: link, at: test.clock.now))
  }

  func reader(_ link: Token, _ test: TestClinic, at tenant: TestTenant? = nil) async throws
    -> CalendarFeed.Reader?
  {
    try await test.ask(program(test, at: tenant), .calendarReader(of: link))
  }

  func link(of account: DemoAccount, _ test: TestClinic) async throws -> Token {
    try await test.clinic.makeCalendarLink(by: test.visitor(account, to: .account)).link
  }

  func book(_ test: TestClinic) async throws -> ID<Appointment> {
    let offer = try #require(try await test.offers().first)
    return try await test.clinic.book(
      Booking(offer: offer, key: UUID(), reason: "Knee"), by: test.visitor(DemoCast.paul, to: .booking))
  }

  func run(_ statement: SQL, _ test: TestClinic) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
  }

  @Test("shows the patient and the practitioner their own, and nobody else anything")
  func own() async throws {
    try await TestClinic.using { test in
      let id = try await book(test)
      let pauls = try await link(of: DemoCast.paul, test)
      let amiras = try await link(of: DemoCast.amira, test)
      let lucies = try await link(of: DemoCast.lucie, test)
      let otto = try await test.practitioner(named: "Otto Weber", at: test.riverside)
      #expect(try await entries(pauls, test).map(\.id) == [id])
      #expect(try await entries(pauls, test).map(\.isOwnWork) == [false])
      #expect(try await entries(amiras, test).map(\.id) == [id])
      #expect(try await entries(amiras, test).map(\.isOwnWork) == [true])
      #expect(try await reader(pauls, test)?.role == .patient)
      #expect(try await reader(amiras, test)?.role == .practitioner)
      // A link is nothing at another clinic, as none is.
      for (link, tenant) in [
        (pauls, test.hilltop), (lucies, test.riverside), (Token(from: .system), test.riverside),
      ] {
        #expect(try await entries(link, test, at: tenant).isEmpty)
        #expect(try await reader(link, test, at: tenant) == nil)
      }
      #expect(try await reader(lucies, test, at: test.hilltop)?.role == .patient)
      #expect(try await entries(lucies, test, at: test.hilltop).isEmpty)
      let newcomer = try await test.newcomer(at: test.riverside, to: .account)
      let theirs = try await test.clinic.makeCalendarLink(by: newcomer).link
      #expect(try await entries(theirs, test).isEmpty)
      try await run("UPDATE appointment SET practitioner_id = \(otto.uuid)", test)
      #expect(try await entries(amiras, test).isEmpty)
    }
  }

  @Test("shows a parent their child's as well, until the child comes of age")
  func children() async throws {
    try await TestClinic.using { test in
      let id = try await book(test)
      let child = try await test.patient(named: "Emil Fletcher", at: test.riverside)
      let paul = try #require(test.riverside.accounts[DemoCast.paul])
      try await run("UPDATE appointment SET patient_id = \(child.uuid)", test)
      let link = try await link(of: DemoCast.paul, test)
      #expect(try await entries(link, test).isEmpty)
      try await run(
        """
        INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
        VALUES (gen_random_uuid(), \(child.uuid), \(paul.uuid), 'parent', now())
        """, test)
      for (age, isSeen) in [("'2008-03-02'", false), ("'2008-03-03'", true)] {
        try await run("UPDATE patient SET birth_date = \(unsafe: age) WHERE id = \(child.uuid)", test)
        #expect(try await entries(link, test).map(\.id) == (isSeen ? [id] : []))
      }
    }
  }

  @Test("is no other way to a single appointment than being its patient")
  func single() async throws {
    try await TestClinic.using { test in
      let id = try await book(test)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
      #expect(try await test.ask(paul, .myCalendarEntry(id, at: test.clock.now))?.id == id)
      for visitor in [
        try await test.newcomer(at: test.riverside, to: .ownRecord),
        try await test.visitor(DemoCast.amira, to: .ownRecord),
        try await test.visitor(DemoCast.lucie, to: .ownRecord), program(test),
      ] {
        #expect(try await test.ask(visitor, .myCalendarEntry(id, at: test.clock.now)) == nil)
      }
    }
  }

  @Test("shows an appointment as it stands: cancelled, too, and with the number of its change")
  func states() async throws {
    try await TestClinic.using { test in
      _ = try await book(test)
      let link = try await link(of: DemoCast.paul, test)
      // Whatever way led there.
      try await run("ALTER TABLE appointment DISABLE TRIGGER appointment_steps", test)
      for status in Appointment.Status.allCases {
        try await run("UPDATE appointment SET status = \(status.rawValue), sequence = sequence + 1", test)
        #expect(try await entries(link, test).map(\.status) == [status])
      }
      #expect(try await entries(link, test).map(\.sequence) == [Appointment.Status.allCases.count])
    }
  }

  @Test("reaches a season back and a year ahead, to the second")
  func window() async throws {
    try await TestClinic.using { test in
      _ = try await book(test)
      let link = try await link(of: DemoCast.paul, test)
      for (days, seconds, isSeen) in [
        (-90.0, -1.0, false), (-90, 0, true), (0, 0, true), (400, -1, true), (400, 0, false),
      ] {
        let start = test.clock.now + days * 86_400 + seconds
        try await run("UPDATE appointment SET during = tstzrange(\(start), \(start + 900))", test)
        #expect(try await entries(link, test).isEmpty != isSeen, "\(days) days, \(seconds) s")
      }
    }
  }

  @Test("shows as many as a program reads at once, those nearest ahead first")
  func bounded() async throws {
    try await TestClinic.using { test in
      _ = try await book(test)
      let link = try await link(of: DemoCast.paul, test)
      let most = CalendarFeed.mostEntries
      // Five ahead, and one more than there is room for behind.
      let now = test.clock.now
      try await run("UPDATE appointment SET during = tstzrange(\(now + 3600), \(now + 4500))", test)
      try await run(
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booked_by, booking_key, booked_at)
        SELECT gen_random_uuid(), patient_id, practitioner_id, service_id, location_id,
               tstzrange(lower(during) - number * interval '1 hour', upper(during) - number * interval '1 hour'), 'booked', price_minor, currency, booked_by, gen_random_uuid(), booked_at
          FROM appointment, generate_series(-4, \(Int32(most - 4))) AS number WHERE number <> 0
        """, test)
      #expect(try await test.count("appointment") == most + 1)
      let found = try await entries(link, test)
      #expect(found.count == most)
      #expect(found.map(\.during.lowerBound) == found.map(\.during.lowerBound).sorted())
      #expect(found.last?.during.lowerBound == now + 5 * 3600)
      // The furthest behind is the one that is left out.
      #expect(found.first?.during.lowerBound == now + 3600 - Double(most - 5) * 3600)
    }
  }
}
