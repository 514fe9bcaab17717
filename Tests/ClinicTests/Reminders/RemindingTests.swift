import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Reminders")
struct RemindingTests {
  /// Paul's appointment at Riverside, on Tuesday of the next week; he booked it on Monday of this.
  private func booked(_ test: TestClinic, in days: Int = 8) async throws -> (ID<Appointment>, start: Date) {
    let offer = try #require(
      try await test.offers().last { $0.slot.during.lowerBound < test.clock.now + Double(days) * 86_400 })
    let id = try await test.clinic.book(
      Booking(offer: offer, key: UUID(), reason: ""), by: test.visitor(DemoCast.paul, to: .booking))
    return (id, offer.slot.during.lowerBound)
  }

  /// Two servers look for what is due, and deliver it.
  @discardableResult
  private func work(_ test: TestClinic, _ delivery: Delivery = .sent) async throws -> [OutboxMessage] {
    let reminders = Reminders()
    try await test.clinic.scheduleRounds()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          var tried = 1
          while tried > 0 {
            tried = try await test.clinic.work { message, _ in
              if message.letter == .appointmentReminder { await reminders.add(message) }
              return delivery
            }
          }
        }
      }
      try await group.waitForAll()
    }
    return await reminders.all
  }

  private func states(_ test: TestClinic) async throws -> [String] {
    let rows = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["SELECT state FROM outbox_message WHERE kind = 'appointment-reminder' ORDER BY created_at"])
    return try rows[0].decode { row in try row.next(String.self) }
  }

  @Test("come a week and a day before, each once, whichever server looks how often")
  func once() async throws {
    try await TestClinic.using { test in
      let (id, start) = try await booked(test)
      #expect(try await work(test).isEmpty)
      test.clock.set(start - 7 * 86_400)
      let first = try await work(test)
      #expect(first.map(\.recipient) == [DemoCast.paul.email])
      #expect(first.first?.visits.map(\.appointment) == [id])
      test.clock.advance(by: 61)
      #expect(try await work(test).isEmpty)
      test.clock.set(start - 86_400)
      #expect(try await work(test).count == 1)
      test.clock.advance(by: 3600)
      #expect(try await work(test).isEmpty)
      // A clock that leaps back brings none back.
      test.clock.set(start - 2 * 86_400)
      #expect(try await work(test).isEmpty)
      #expect(try await states(test) == ["sent", "sent"])
    }
  }

  @Test("that wait while their visit is moved, is over, or its patient is asked about it, never leave")
  func overtaken() async throws {
    for event in ["moved", "over", "asked"] {
      try await TestClinic.using { test in
        let (id, start) = try await booked(test)
        test.clock.set(start - 7 * 86_400)
        #expect(try await work(test, .postponed("451")).count == 1)
        switch event {
        case "moved":
          let soon = test.clock.now + 3 * 86_400
          let other = try #require(
            try await test.offers(moving: id).first { $0.slot.during.lowerBound > soon })
          try await test.clinic.move(id, to: other, seen: 0, by: test.visitor(DemoCast.paul, to: .booking))
        case "over": test.clock.set(start)
        default:
          let day = Day(utc: start)
          try await test.clinic.enter(
            NewAbsence(ID(test.riverside.doctor.uuid), Absence(days: day...day)), ID(UUID()), note: "",
            by: test.ben())
        }
        test.clock.advance(by: 3600)
        #expect(try await work(test).isEmpty, "\(event)")
        #expect(try await states(test) == ["dropped"], "\(event)")
      }
    }
  }

  @Test("of a visit that was cancelled before the letter left never leave")
  func dropped() async throws {
    try await TestClinic.using { test in
      let (id, start) = try await booked(test)
      test.clock.set(start - 7 * 86_400)
      // The mail server is away: the letter waits.
      #expect(try await work(test, .postponed("451")).count == 1)
      try await test.clinic.cancel(id, seen: 0, by: test.visitor(DemoCast.paul, to: .booking))
      test.clock.advance(by: 3600)
      #expect(try await work(test).isEmpty)
      #expect(try await states(test) == ["dropped"])
    }
  }

  @Test("are not written of a visit about which its patient is asked, until it stands again")
  func asked() async throws {
    try await TestClinic.using { test in
      let (_, start) = try await booked(test)
      let (day, absence, ben) = (Day(utc: start), ID<Absence>(UUID()), try await test.ben())
      try await test.clinic.enter(
        NewAbsence(ID(test.riverside.doctor.uuid), Absence(days: day...day)), absence, note: "", by: ben)
      #expect(try await test.count("rebooking WHERE state = 'open'") == 1)
      test.clock.set(start - 7 * 86_400)
      #expect(try await work(test).isEmpty)
      try await test.clinic.withdraw(absence, by: ben)
      test.clock.advance(by: 61)
      #expect(try await work(test).count == 1)
    }
  }

  @Test("come after two hours without a mail server, once")
  func outage() async throws {
    try await TestClinic.using { test in
      let (_, start) = try await booked(test)
      test.clock.set(start - 86_400)
      for _ in 0..<8 {
        try await work(test, .postponed("no connection"))
        test.clock.advance(by: 900)
      }
      #expect(try await states(test) == ["queued"])
      test.clock.advance(by: 3600)
      #expect(try await work(test).count == 1)
      #expect(try await states(test) == ["sent"])
    }
  }

  @Test("are not written in quiet hours, nor to who does without them")
  func choice() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let (_, start) = try await booked(test)
      let own = try #require(try await test.ask(paul, .ownAccount))
      var letters = own.letters
      // From the hour before until the hour after it would be due, by Paul's clock.
      let local = try test.clinic.zones.rules(for: "Europe/London").local(start).time.hour
      letters.quiet = QuietHours(
        from: try #require(TimeOfDay(hour: local - 1, minute: 0)),
        until: try #require(TimeOfDay(hour: local + 1, minute: 0)))
      try await test.clinic.choose(letters, by: paul)
      test.clock.set(start - 7 * 86_400)
      #expect(try await work(test).isEmpty)
      test.clock.advance(by: 3600 + 60)
      #expect(try await work(test).count == 1)
      let found = try await unsubscribing(test)
      let link = try #require(found)
      try await test.clinic.unsubscribe(
        link, by: test.visitor(nil, at: test.riverside, to: .account, access: .anyone))
      test.clock.set(start - 86_400 + 7200)
      #expect(try await work(test).isEmpty)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.unsubscribe(
          link, by: test.visitor(nil, at: test.hilltop, to: .account, access: .anyone))
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.unsubscribe(
          link + "x", by: test.visitor(nil, at: test.riverside, to: .account, access: .anyone))
      }
    }
  }

  @Test("to who has no account have a way out of their own, that is good at this clinic alone")
  func withoutAccount() async throws {
    try await TestClinic.using { test in
      let (id, start) = try await booked(test)
      let greta = try await test.patient(named: "Greta Lind", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          // Somebody with an account may have the same address: they choose in their account.
          "UPDATE patient SET email = 'greta@mail.example' WHERE id = \(greta) OR account_id IS NOT NULL",
          "UPDATE appointment SET patient_id = \(greta), booked_by = NULL WHERE id = \(id)",
        ])
      test.clock.set(start - 7 * 86_400)
      #expect(try await work(test).map(\.recipient) == ["greta@mail.example"])
      let link = try #require(try await unsubscribing(test))
      func unsubscribe(_ link: String, at tenant: TestTenant) async throws {
        try await test.clinic.unsubscribe(
          link, by: test.visitor(nil, at: tenant, to: .account, access: .anyone))
      }
      await #expect(throws: Refusal.unknown) { try await unsubscribe(link, at: test.hilltop) }
      await #expect(throws: Refusal.unknown) { try await unsubscribe(link + "x", at: test.riverside) }
      for (tenant, isThere) in [(test.riverside, true), (test.hilltop, false)] {
        let reader = test.visitor(nil, at: tenant, to: .account, access: .anyone)
        #expect(
          try await test.clinic.ask(reader, test.clinic.isThere(unsubscribing: link)).answer == isThere)
      }
      for _ in 0..<2 { try await unsubscribe(link, at: test.riverside) }
      #expect(try await test.count("patient WHERE NOT reminded") == 1)
      test.clock.set(start - 86_400)
      #expect(try await work(test).isEmpty)
    }
  }

  @Test("of a child's visit come to the parent, and of a grown child's no longer")
  func parents() async throws {
    for (birthDate, letters) in [("2016-03-07", 1), ("1990-03-07", 0)] {
      try await TestClinic.using { test in
        let (id, start) = try await booked(test)
        let child = try await test.patient(named: "Léo Fletcher", at: test.riverside)
        let parent = try #require(test.riverside.accounts[DemoCast.paul])
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          [
            "UPDATE patient SET birth_date = \(birthDate)::text::date WHERE id = \(child.uuid)",
            """
            INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
            VALUES (gen_random_uuid(), \(child.uuid), \(parent.uuid), 'parent', \(test.clock.now))
            """,
            "UPDATE appointment SET patient_id = \(child.uuid), booked_by = NULL WHERE id = \(id.uuid)",
          ])
        test.clock.set(start - 7 * 86_400)
        #expect(try await work(test).count == letters, "\(birthDate)")
      }
    }
  }

  private func unsubscribing(_ test: TestClinic) async throws -> String? {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    return try await test.clinic.mailbox(by: operation).messages.compactMap(\.unsubscribing).first
  }
}

private actor Reminders {
  private(set) var all: [OutboxMessage] = []

  func add(_ message: OutboxMessage) { all.append(message) }
}
