import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Retiring")
struct RetiringTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
  }

  private func retirement<E: Entry>(of id: ID<E.Of>, _: E.Type, _ test: TestClinic) async throws -> [Effect:
    Int]
  {
    let found = try #require(
      try await test.ask(
        try await dana(test), Query<Retirement?>.retirement(of: id, E.self, at: test.clock.now)))
    return Dictionary(uniqueKeysWithValues: found.effects.map { ($0.effect, $0.count) })
  }

  @Test("says first what it affects, leaves appointments alone, and is taken back")
  func service() async throws {
    try await TestClinic.using { test in
      let (dana, id) = (try await dana(test), test.riverside.services[0])
      _ = try await test.bookedByPaul()
      #expect(try await retirement(of: id, ServiceEntry.self, test) == [.visits: 1, .doctors: 1])
      try await test.clinic.setActive(false, id, ServiceEntry.self, by: dana)
      try await test.clinic.setActive(false, id, ServiceEntry.self, by: dana)
      #expect(try await test.ask(dana, .service(id)) == nil)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'entry-retired'") == 1)
      try await test.clinic.setActive(true, id, ServiceEntry.self, by: dana)
      #expect(try await test.ask(dana, .service(id)) != nil)
    }
  }

  @Test("of a doctor, a room or a specialty ends what is on offer")
  func offers() async throws {
    try await TestClinic.using { test in
      let (dana, riverside) = (try await dana(test), test.riverside)
      let offer = try #require(try await test.offers().first)
      #expect(try await retirement(of: riverside.room, PlaceEntry.self, test)[.hours] ?? 0 > 0)
      try await test.clinic.setActive(false, riverside.room, PlaceEntry.self, by: dana)
      #expect(try await test.offers().isEmpty)
      await #expect(throws: Refusal.self) { try await test.book(offer, by: try await test.patient()) }
      try await test.clinic.setActive(true, riverside.room, PlaceEntry.self, by: dana)
      let again = try #require(try await test.offers().first)
      try await test.clinic.setActive(false, riverside.doctor, PractitionerEntry.self, by: dana)
      await #expect(throws: Refusal.self) { try await test.book(again, by: try await test.patient()) }
      let specialty = try await test.ask(dana, Query<[SpecialtyEntry]>.entries(at: test.clock.now))[0].id
      try await test.clinic.setActive(false, specialty, SpecialtyEntry.self, by: dana)
      #expect(try await test.ask(dana, .specialties).isEmpty)
    }
  }

  @Test("is all there is for what has a history; what has none can be taken away")
  func removal() async throws {
    try await TestClinic.using { test in
      let (dana, id) = (try await dana(test), ID<Device>(UUID()))
      let laser = EntryDraft<DeviceEntry>(id, texts: ["name": .one("Laser"), "kind": .one("laser")])
      try await test.clinic.add(laser, by: dana)
      try await test.clinic.remove(id, DeviceEntry.self, by: dana)
      #expect(try await test.count("device WHERE name = 'Laser'") == 0)
      await #expect(throws: Refusal.unknown) { try await test.clinic.remove(id, DeviceEntry.self, by: dana) }
      await #expect(throws: Refusal.conflict(.hasHistory)) {
        try await test.clinic.remove(test.riverside.services[0], ServiceEntry.self, by: dana)
      }
      await #expect(throws: Refusal.conflict(.hasHistory)) {
        try await test.clinic.remove(test.riverside.doctor, PractitionerEntry.self, by: dana)
      }
      await #expect(throws: Refusal.conflict(.hasHistory)) {
        try await test.clinic.remove(test.riverside.room, PlaceEntry.self, by: dana)
      }
    }
  }

  @Test("keeps a paper that came once, and asks for it no longer")
  func papers() async throws {
    try await TestClinic.using { test in
      let (dana, service) = (try await dana(test), test.riverside.services[0])
      let (appointment, _) = try await test.bookedByPaul()
      let paper = UUID()
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "INSERT INTO service_paper (id, service_id, kind, name) VALUES (\(paper), \(service.uuid), 'consent', 'Yes')",
          """
          INSERT INTO appointment_paper (appointment_id, paper_id, received_by, received_at)
          SELECT \(appointment.uuid), \(paper), id, now() FROM account LIMIT 1
          """,
        ])
      let stored = try #require(
        try await test.ask(dana, Query<ServiceEntry?>.entry(service, at: test.clock.now)))
      let around = Surroundings(
        currency: test.riverside.currency, today: CodecTests.around.today,
        names: try await test.ask(dana, .namings))
      var texts = stored.texts(in: around)
      #expect(texts["papers"] == .rows([["consent", "Yes"]]))
      let seen = texts.mapValues(\.fingerprint)
      texts["papers"] = .rows([])
      try await test.clinic.keep(EntryDraft<ServiceEntry>(service, texts: texts, seen: seen), by: dana)
      #expect(try await test.count("service_paper WHERE NOT active") == 1)
      #expect(try await test.count("appointment_paper") == 1)
    }
  }
}
