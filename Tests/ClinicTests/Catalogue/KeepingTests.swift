import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What a clinic keeps")
struct KeepingTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
  }

  private func around(_ test: TestClinic, _ dana: Visitor) async throws -> Surroundings {
    Surroundings(
      currency: test.riverside.currency, today: Day(utc: test.clock.now),
      names: try await test.ask(dana, .namings))
  }

  /// A stored entry as somebody sees it, with what they typed instead.
  private func draft<E: Entry>(
    of id: ID<E.Of>, _: E.Type, _ test: TestClinic, _ typed: [String: Texts] = [:]
  ) async throws -> EntryDraft<E> {
    let dana = try await dana(test)
    let stored = try await test.ask(dana, Query<E?>.entry(id, at: test.clock.now))
    let texts = try #require(stored).texts(in: try await around(test, dana))
    return EntryDraft(id, texts: texts.merging(typed) { $1 }, seen: texts.mapValues(\.fingerprint))
  }

  /// From the cells of a file, every field says the same again.
  private func rereads<E: Entry>(_ stored: EntryDraft<E>, _ test: TestClinic) async throws {
    let around = try await around(test, try await dana(test))
    let cells = EntryDraft<E>(stored.id, texts: stored.texts.mapValues { .one($0.cell) })
    #expect(try cells.written(over: .blank, in: around).texts(in: around) == stored.texts)
  }

  @Test("is added once however often the form is sent, changed, and recorded field by field")
  func kept() async throws {
    try await TestClinic.using { test in
      let dana = try await dana(test)
      let id = ID<Device>(UUID())
      let new = EntryDraft<DeviceEntry>(id, texts: ["name": .one("Laser"), "kind": .one("laser")])
      try await test.clinic.add(new, by: dana)
      try await test.clinic.add(new, by: dana)
      #expect(try await test.count("device WHERE name = 'Laser'") == 1)
      let other = EntryDraft<DeviceEntry>(id, texts: ["name": .one("Lamp"), "kind": .one("laser")])
      await #expect(throws: Refusal.conflict(.alreadyDone)) { try await test.clinic.add(other, by: dana) }
      await #expect(throws: Refusal.invalid([Problem("name", "problem.name-taken")])) {
        try await test.clinic.add(EntryDraft<DeviceEntry>(ID(UUID()), texts: new.texts), by: dana)
      }
      let change = try await draft(of: id, DeviceEntry.self, test, ["name": .one("Laser 1")])
      let before = test.clinic.roundTrips
      try await test.clinic.keep(change, by: dana)
      #expect(test.clinic.roundTrips - before == 3)
      #expect(try await test.count("device WHERE name = 'Laser 1'") == 1)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'entry-changed' AND detail = 'Laser 1; name Laser → Laser 1'")
          == 1)
      // Who saves what stands there already leaves no trace.
      try await test.clinic.keep(try await draft(of: id, DeviceEntry.self, test), by: dana)
      #expect(try await test.count("audit_event WHERE act = 'entry-changed'") == 1)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.keep(EntryDraft<DeviceEntry>(ID(UUID()), texts: new.texts), by: dana)
      }
    }
  }

  @Test("is written by the first of many who save at once; all others are told, and none is lost")
  func atOnce() async throws {
    try await TestClinic.using { test in
      let dana = try await dana(test)
      let id = test.riverside.services[0]
      var drafts: [EntryDraft<ServiceEntry>] = []
      for price in 1...8 {
        drafts.append(try await draft(of: id, ServiceEntry.self, test, ["price": .one("\(price).00")]))
      }
      let saved = await withTaskGroup(of: Bool.self) { group in
        for draft in drafts {
          group.addTask {
            do {
              try await test.clinic.keep(draft, by: dana)
              return true
            } catch Refusal.conflict(.entryChanged) {
              return false
            } catch {
              Issue.record(error)
              return false
            }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(saved == 1)
      #expect(try await test.count("audit_event WHERE act = 'entry-changed'") == 1)
    }
  }

  @Test("waits for whoever is just saving it, and is told then")
  func beingSaved() async throws {
    try await TestClinic.using { test in
      let dana = try await dana(test)
      let id = test.riverside.services[0]
      let mine = try await draft(of: id, ServiceEntry.self, test, ["price": .one("1.00")])
      let other = try await test.another(
        "UPDATE healthcare_service SET duration_minutes = 55 WHERE id = \(id)", staysFor: 1)
      await #expect(throws: Refusal.conflict(.entryChanged)) { try await test.clinic.keep(mine, by: dana) }
      try await other.value
      #expect(
        try await test.count("healthcare_service WHERE duration_minutes = 55 AND price_minor > 100") == 1)
    }
  }

  @Test("of a service reads and writes every column, its papers and what it occupies")
  func services() async throws {
    try await TestClinic.using { test in
      let dana = try await dana(test)
      let specialty = try await test.ask(dana, Query<[SpecialtyEntry]>.entries(at: test.clock.now))[0].name
      let typed: [String: Texts] = [
        "name": .one("Laser"), "specialty": .one(specialty), "description": .one("Light.\nMuch."),
        "price": .one("99.50"), "online": .one("no"), "duration": .one("30"), "first": .one("45"),
        "before": .one("5"), "after": .one("10"), "grid": .one("15"), "packed": .one("yes"),
        "notice": .one("2 hours"), "horizon": .one("90"), "working": .one("yes"), "most": .one("6"),
        "capacity": .one("2"), "approval": .one("yes"), "cancellation": .one("2 days"),
        "preparation": .one("Shave."),
        "papers": .rows([["consent", "Consent to laser"], ["document", "Referral"]]),
        "requirements": .rows([["practitioner", "", "0", ""], ["device", "laser", "10", "25"]]),
        "channel": .one("phone"), "category": .one("Light"), "tax": .one("8.1"), "ahead": .one("yes"),
        "questions": .rows([
          ["10", "Do you burn?", "boolean", "yes", "", "", "", ""],
          ["20", "How much do you weigh?", "quantity", "no", "kg", "", "10", "yes"],
          ["30", "Your skin", "choice", "yes", "", "Light, Dark", "", ""],
        ]),
      ]
      let id = ID<HealthcareService>(UUID())
      try await test.clinic.add(EntryDraft<ServiceEntry>(id, texts: typed), by: dana)
      let stored = try await draft(of: id, ServiceEntry.self, test)
      #expect(stored.texts == typed)
      try await rereads(stored, test)
      let booked = try #require(try await test.ask(dana, .service(id)))
      #expect(booked.rules.requirements.count == 2 && booked.rules.cancellationMinutes == 2880)
      #expect(booked.price == Money(minorUnits: 9950, currency: test.riverside.currency))

      let change: [String: Texts] = [
        "papers": .rows([["document", "Referral"]]), "requirements": .rows([]), "first": .one(""),
      ]
      try await test.clinic.keep(try await draft(of: id, ServiceEntry.self, test, change), by: dana)
      #expect(try await draft(of: id, ServiceEntry.self, test).texts == typed.merging(change) { $1 })
      #expect(try await test.count("service_paper WHERE service_id = '\(id)'") == 1)

      // Questions are published anew when they change, and only then; none is a version, too.
      #expect(try await test.count("questionnaire WHERE service_id = '\(id)'") == 1)
      for questions in [[["1", "Why?", "text", "yes", "", "", "", ""]], []] {
        let asked: [String: Texts] = ["questions": .rows(questions)]
        try await test.clinic.keep(try await draft(of: id, ServiceEntry.self, test, asked), by: dana)
        #expect(try await draft(of: id, ServiceEntry.self, test).texts["questions"] == .rows(questions))
      }
      #expect(try await test.count("questionnaire WHERE service_id = '\(id)' AND version = 3") == 1)
    }
  }

  @Test("of a doctor is bookable at once, and only the hours that changed are written anew")
  func doctors() async throws {
    try await TestClinic.using { test in
      let dana = try await dana(test)
      let names = try await around(test, dana).names
      let room = try #require(names[.room]?.first).text
      let service = try #require(names[.service]?.first).text
      let id = ID<Practitioner>(UUID())
      let typed: [String: Texts] = [
        "prefix": .one("Dr"), "given": .one("Åsa"), "family": .one("Olsson"), "qualification": .one("MD"),
        "gender": .one("female"), "languages": .one("Swedish, English"), "bio": .one("Listens."),
        "kind": .one(""),
        "specialties": .several([try #require(names[.specialty]?.first).text]),
        "services": .several([service]),
        "hours": .rows([
          ["Monday", "09:00", "12:00", room, "2026-03-01", "", ""],
          ["Tuesday", "09:00", "00:00", room, "2026-03-01", "2026-12-31", service],
        ]),
        "days": .rows([["2026-03-07", "10:00", "12:00", room, "yes"]]),
      ]
      try await test.clinic.add(
        EntryDraft<PractitionerEntry>(id, texts: typed), PortraitChange.none, by: dana)
      let stored = try await draft(of: id, PractitionerEntry.self, test)
      #expect(stored.texts == typed)
      try await rereads(stored, test)
      let kept = try await test.count("availability WHERE practitioner_id = '\(id)' AND weekday = 2")
      #expect(kept == 1)
      let monday = "availability WHERE practitioner_id = '\(id)' AND weekday = 1"
      let same = try await test.text("SELECT id::text FROM \(monday)")
      let version = try await test.text("SELECT schedule_version::text FROM practitioner WHERE id = '\(id)'")
      let hours: Texts = .rows([
        ["Monday", "09:00", "12:00", room, "2026-03-01", "", ""],
        ["Wednesday", "09:00", "12:00", room, "", "", ""],
      ])
      let change = try await draft(of: id, PractitionerEntry.self, test, ["hours": hours])
      try await test.clinic.keep(change, by: dana)
      #expect(try await test.text("SELECT id::text FROM \(monday)") == same)
      #expect(try await test.count("availability WHERE practitioner_id = '\(id)'") == 2)
      #expect(
        try await test.text("SELECT schedule_version::text FROM practitioner WHERE id = '\(id)'") != version)
    }
  }

  @Test("of a doctor who is booked by name needs a specialty and a service; of who helps, neither")
  func helpers() async throws {
    try await TestClinic.using { test in
      let dana = try await dana(test)
      let doctor: [String: Texts] = ["given": .one("Ada"), "family": .one("Lind"), "gender": .one("female")]
      await #expect(
        throws: Refusal.invalid([
          Problem("specialties", "problem.choose"), Problem("services", "problem.choose"),
        ])
      ) { try await test.clinic.add(EntryDraft<PractitionerEntry>(ID(UUID()), texts: doctor), by: dana) }
      let nurse = doctor.merging(["kind": .one("nurse")]) { $1 }
      try await test.clinic.add(EntryDraft<PractitionerEntry>(ID(UUID()), texts: nurse), by: dana)
      #expect(try await test.count("practitioner WHERE kind = 'nurse'") == 1)
    }
  }

  @Test("of places, specialties and holidays reads as it was written")
  func others() async throws {
    try await TestClinic.using { test in
      let dana = try await dana(test)
      let (site, room, specialty, holiday) = (
        ID<Location>(UUID()), ID<Location>(UUID()), ID<Specialty>(UUID()), ID<HolidayEntry>(UUID())
      )
      let house: [String: Texts] = [
        "name": .one("North"), "site": .one(""), "kind": .one(""), "address": .one("1 North Road"),
        "openings": .rows([["Monday", "08:00", "00:00"], ["Tuesday", "08:00", "12:00"]]),
      ]
      let attic: [String: Texts] = [
        "name": .one("Attic"), "site": .one("North"), "kind": .one("ultrasound"), "address": .one(""),
        "openings": .rows([]),
      ]
      let names: [String: Texts] = [
        "name": .one("Phlebology"), "synonyms": .several(["spider veins", "veins"]),
      ]
      let day: [String: Texts] = ["name": .one("Founders' day"), "day": .one("2026-05-05")]
      try await test.clinic.add(EntryDraft<PlaceEntry>(site, texts: house), by: dana)
      try await test.clinic.add(EntryDraft<PlaceEntry>(room, texts: attic), by: dana)
      try await test.clinic.add(EntryDraft<SpecialtyEntry>(specialty, texts: names), by: dana)
      try await test.clinic.add(EntryDraft<HolidayEntry>(holiday, texts: day), by: dana)
      #expect(try await draft(of: site, PlaceEntry.self, test).texts == house)
      #expect(try await draft(of: room, PlaceEntry.self, test).texts == attic)
      #expect(try await draft(of: specialty, SpecialtyEntry.self, test).texts == names)
      #expect(try await draft(of: holiday, HolidayEntry.self, test).texts == day)
      // A place with rooms is no room, and none is a room of itself.
      for (id, change, message) in [
        (site, ["site": Texts.one("Room 1")], "problem.site-within"),
        (room, ["site": .one("Attic")], "problem.no-such-name"),
      ] {
        let draft = try await draft(of: id, PlaceEntry.self, test, change)
        let refusal = await #expect(throws: Refusal.self) { try await test.clinic.keep(draft, by: dana) }
        #expect(refusal?.firstMessage == message)
      }
      await #expect(throws: Refusal.invalid([Problem("day", "problem.day-taken")])) {
        try await test.clinic.add(EntryDraft<HolidayEntry>(ID(UUID()), texts: day), by: dana)
      }
    }
  }
}

extension Refusal {
  fileprivate var firstMessage: String? {
    if case .invalid(let problems) = self { problems.first?.message } else { nil }
  }
}

extension TestClinic {
  /// One text that a query of Riverside's rows answers.
  func text(_ query: String) async throws -> String {
    try await database.asOwner(of: riverside.id.uuid, ["\(unsafe: query)"])[0]
      .decode { row in try row.next(String.self) }[0]
  }
}
