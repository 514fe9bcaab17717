import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The queue")
struct QueueTests {
  struct Stage {
    let ben: Visitor
    let paul: Visitor
    let visit: ID<Appointment>
    let day: Day
    let time: Range<Date>
    let start: Date
  }

  /// Paul's appointment, on its day, so many seconds before it begins.
  private func stage(_ test: TestClinic, before: Double = 600) async throws -> Stage {
    let (id, paul) = try await test.bookedByPaul()
    let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
    let start = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now))).during
      .lowerBound
    test.clock.set(start - before)
    let zone = try await test.clinic.zone(of: ben)
    let day = zone.local(start).day
    return Stage(
      ben: ben, paul: paul, visit: id, day: day,
      time: zone.startOfDay(day)..<zone.startOfDay(day.adding(days: 1)), start: start)
  }

  private func queue(_ test: TestClinic, _ stage: Stage) async throws -> QueueDay {
    try await test.ask(
      stage.ben, .queue(on: stage.day, stage.time, namesFor: stage.ben, at: test.clock.now))
  }

  @Test("a check-in marks the visit as arrived and gives a number, once, in one round trip")
  func checkIn() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let before = test.clinic.roundTrips
      let ticket = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben)
      #expect(test.clinic.roundTrips - before == 1)
      #expect(
        try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben) == ticket)
      let queue = try await queue(test, stage)
      #expect(queue.tickets.map(\.number) == [1] && queue.tickets[0].patientName == "Paul Fletcher")
      #expect(queue.tickets[0].turn.isBooked && queue.tickets[0].turn.due == stage.start)
      #expect(try await test.count("appointment WHERE status = 'arrived'") == 1)
      #expect(try await test.count("appointment_history WHERE act = 'arrive'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-arrived'") == 1)
    }
  }

  @Test("on one's own phone takes the code at the door, the day, and three hours before at the earliest")
  func ownPhone() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test, before: CheckIn.earliest + 1)
      let keeper = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.keepWaitingRooms))
      try await test.clinic.makeCheckInCode(at: .unstored, by: keeper)
      let code = try #require(try await test.ask(keeper, .waitingPlaces).first?.code)
      func checkIn(_ code: String, by visitor: Visitor) async throws {
        _ = try await test.clinic.checkIn(
          stage.visit, by: .patient(code: code), on: stage.day, stage.time, visitor)
      }
      await #expect(throws: Refusal.conflict(.tooEarly)) { try await checkIn(code, by: stage.paul) }
      test.clock.advance(by: 1)
      await #expect(throws: Refusal.invalid([Problem("code", "problem.check-in-code")])) {
        try await checkIn("AAAAAA", by: stage.paul)
      }
      let stranger = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) { try await checkIn(code, by: stranger) }
      await #expect(throws: Refusal.forbidden) {
        _ = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.paul)
      }
      #expect(try await test.count("queue_ticket") == 0)
      try await checkIn(code, by: stage.paul)
      #expect(try await test.count("queue_ticket") == 1)
      // A new code makes the old one good no longer.
      try await test.clinic.makeCheckInCode(at: .unstored, by: keeper)
      #expect(try await test.ask(keeper, .waitingPlaces).first?.code != code)
    }
  }

  @Test("walk-ins join by when they came, with numbers that follow, also when twelve come at once")
  func walkIns() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let walkIn = WalkIn(
        service: test.riverside.services[0], practitioner: nil, patientNumber: nil, place: .unstored)
      let keys = (0..<12).map { _ in ID<QueueTicket>(UUID()) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for key in keys + keys {
          group.addTask { try await test.clinic.takeIn(walkIn, key, on: stage.day, by: stage.ben) }
        }
        try await group.waitForAll()
      }
      _ = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben)
      let queue = try await queue(test, stage)
      #expect(queue.tickets.map(\.number) == Array(1...13))
      #expect(queue.tickets.last?.appointment == stage.visit)
      #expect(queue.tickets[0].turn.doctors == [test.riverside.doctor])
      let local = try await test.clinic.zone(of: stage.ben).local(test.clock.now).time
      let wait = try #require(queue.wait(of: queue.tickets[1], at: test.clock.now, local))
      #expect(wait.shortest > 0 && wait.longest > wait.shortest)
      await #expect(throws: Refusal.invalid([Problem("number", "problem.no-such-patient")])) {
        try await test.clinic.takeIn(
          WalkIn(service: walkIn.service, practitioner: nil, patientNumber: 999_999, place: .unstored),
          ID(UUID()), on: stage.day, by: stage.ben)
      }
      await #expect(throws: Refusal.invalid([Problem("doctor", "problem.not-given")])) {
        try await test.clinic.takeIn(
          WalkIn(service: walkIn.service, practitioner: ID(UUID()), patientNumber: nil, place: .unstored),
          ID(UUID()), on: stage.day, by: stage.ben)
      }
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.takeIn(walkIn, ID(UUID()), on: stage.day, by: stage.paul)
      }
    }
  }

  @Test("refuses a walk-in at the field that is wrong, and where nobody waits")
  func walkInFaults() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let number = try #require(
        try await test.ask(stage.ben, .deskVisit(stage.visit, by: stage.ben, at: test.clock.now))
      )
      .patientNumber
      func takeIn(_ doctor: ID<Practitioner>?, _ number: Int?, at place: ID<WaitingRoom> = .unstored)
        async throws
      {
        try await test.clinic.takeIn(
          WalkIn(
            service: test.riverside.services[0], practitioner: doctor, patientNumber: number, place: place),
          ID(UUID()), on: stage.day, by: stage.ben)
      }
      let (doctor, patient) = (
        Problem("doctor", "problem.not-given"), Problem("number", "problem.no-such-patient")
      )
      await #expect(throws: Refusal.invalid([doctor])) { try await takeIn(ID(UUID()), number) }
      await #expect(throws: Refusal.invalid([doctor, patient])) { try await takeIn(ID(UUID()), 999_999) }
      await #expect(throws: Refusal.unknown) {
        try await takeIn(nil, number, at: ID(test.riverside.room.uuid))
      }
      await #expect(throws: Refusal.unknown) { try await takeIn(nil, nil, at: ID(test.hilltop.room.uuid)) }
      #expect(try await test.count("queue_ticket") == 0)
      try await takeIn(test.riverside.doctor, number)
      // Nobody waits twice.
      await #expect(throws: Refusal.invalid([Problem("number", "problem.has-ticket")])) {
        try await takeIn(nil, number)
      }
      #expect(try await test.count("queue_ticket") == 1)
    }
  }

  @Test(
    "goes with the visit, whoever marks it: a number when the doctor says that they came, called when it begins, done when it is over"
  )
  func followsVisit() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      func tickets() async throws -> [String] {
        try await queue(test, stage).tickets.map { "\($0.number) \($0.state.rawValue) \($0.room ?? "-")" }
      }
      for _ in 0..<2 { try await test.clinic.mark(stage.visit, .arrive, seen: 0, by: amira) }
      #expect(try await tickets() == ["1 waiting -"])
      #expect(try await test.ask(amira, .visit(stage.visit, by: amira, at: test.clock.now))?.number == 1)
      // The desk's check-in finds it.
      _ = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben)
      #expect(try await test.count("queue_ticket") == 1)
      try await test.clinic.mark(stage.visit, .start, seen: 0, by: amira)
      #expect(try await tickets().first?.hasPrefix("1 called ") == true)
      #expect(try await tickets().first?.hasSuffix("-") == false)
      try await test.clinic.mark(stage.visit, .fulfil, seen: 0, by: amira)
      #expect(try await tickets() == [])
      #expect(try await test.count("queue_ticket WHERE state = 'done'") == 1)
    }
  }

  @Test("takes back who left, by hand or by another check-in, and the doctor knows that they went")
  func left() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let ticket = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben)
      func leave(_ version: Int) async throws {
        try await test.clinic.take(.leave, with: ticket, to: nil, seen: version, by: stage.ben)
      }
      func visiting() async throws -> Visiting {
        try #require(try await test.ask(amira, .visit(stage.visit, by: amira, at: test.clock.now)))
      }
      func lacksNumber() async throws -> Bool {
        try #require(
          try await test.ask(stage.ben, .deskVisit(stage.visit, by: stage.ben, at: test.clock.now))
        ).lacksNumber
      }
      try await leave(0)
      #expect(try await visiting().leftAt == test.clock.now)
      #expect(DayQueue([try await visiting()], at: test.clock.now).next == nil)
      #expect(try await queue(test, stage).tickets.isEmpty)
      #expect(try await queue(test, stage).left.map(\.id) == [ticket])
      try await test.clinic.take(.putBack, with: ticket, to: nil, seen: 1, by: stage.ben)
      #expect(try await visiting().leftAt == nil)
      try await leave(2)
      #expect(try await lacksNumber())
      #expect(
        try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben) == ticket)
      #expect(try await !lacksNumber())
      #expect(try await queue(test, stage).tickets.map(\.state) == [.waiting])
      try await leave(4)
      test.clock.advance(by: QueueDay.mayBeBack)
      #expect(try await queue(test, stage).left.isEmpty)
    }
  }

  @Test("a code can be guessed ten times in a row, and then once in a while")
  func guesses() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let keeper = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.keepWaitingRooms))
      try await test.clinic.makeCheckInCode(at: .unstored, by: keeper)
      let code = try #require(try await test.ask(keeper, .waitingPlaces).first?.code)
      func checkIn(_ code: String) async -> Refusal? {
        do {
          _ = try await test.clinic.checkIn(
            stage.visit, by: .patient(code: code), on: stage.day, stage.time, stage.paul)
          return nil
        } catch { return error as? Refusal ?? .unavailable }
      }
      let wrong = Refusal.invalid([Problem("code", "problem.check-in-code")])
      for _ in 0...GuessLimit.checkIn.free { #expect(await checkIn("AAAAAA") == wrong) }
      #expect(await checkIn(code) == .guessedTooOften(seconds: 2))
      #expect(try await test.count("queue_ticket") == 0)
      test.clock.advance(by: 2)
      #expect(await checkIn(code) == nil)
      // A right one clears the count.
      #expect(await checkIn(code) == nil)
      #expect(try await test.count("guess") == 0)
    }
  }

  @Test("of two desks that call the same, one does; who was called is on the display, without a name")
  func calling() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let ticket = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben)
      let keeper = try await test.visitor(DemoCast.ben, to: .administration, access: .may(.keepWaitingRooms))
      let (_, link) = try await test.clinic.makeDisplay(of: .unstored, by: keeper)
      let anybody = test.stranger()
      func display(_ link: Token) async throws -> WaitingDisplay? {
        try await test.ask(anybody, .display(link, on: stage.day, at: test.clock.now))
      }
      #expect(try await display(link)?.waiting == [1])
      let room = test.riverside.room
      func take(_ step: QueueTicket.Step, seen version: Int) async throws {
        try await test.clinic.take(step, with: ticket, to: room, seen: version, by: stage.ben)
      }
      for elsewhere in [test.hilltop.room, ID(UUID()), nil] {
        await #expect(throws: Refusal.invalid([Problem("room", "problem.room-elsewhere")])) {
          try await test.clinic.take(.call, with: ticket, to: elsewhere, seen: 0, by: stage.ben)
        }
      }
      try await take(.call, seen: 0)
      try await take(.call, seen: 0)
      // The other desk's patient would look for another room than the one on the wall.
      let other = try await test.room("Another", at: test.riverside)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.take(.call, with: ticket, to: other, seen: 0, by: stage.ben)
      }
      let shown = try #require(try await display(link))
      #expect(shown.called.map(\.number) == [1] && !shown.called[0].room.isEmpty && shown.waiting.isEmpty)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) { try await take(.leave, seen: 0) }
      try await take(.putBack, seen: 1)
      #expect(try await display(link)?.waiting == [1])
      try await take(.call, seen: 2)
      try await take(.finish, seen: 3)
      #expect(try await display(link)?.called.isEmpty == true)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) { try await take(.call, seen: 4) }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.take(.call, with: ID(UUID()), to: nil, seen: 0, by: stage.ben)
      }
      // A link that is replaced or revoked shows nothing.
      let (_, newer) = try await test.clinic.makeDisplay(of: .unstored, by: keeper)
      #expect(try await display(link) == nil)
      #expect(try await display(newer) != nil)
      try await test.clinic.revokeDisplay(of: .unstored, by: keeper)
      #expect(try await display(newer) == nil)
    }
  }

  @Test("what the desk finishes is over for the doctor, too, once; whose visit has begun does not wait again")
  func finished() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let ticket = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben)
      func take(_ step: QueueTicket.Step, seen version: Int) async throws {
        try await test.clinic.take(step, with: ticket, to: test.riverside.room, seen: version, by: stage.ben)
      }
      try await take(.call, seen: 0)
      try await test.clinic.mark(stage.visit, .start, seen: 0, by: amira)
      let begun = try #require(try await queue(test, stage).tickets.first)
      #expect(QueueTicket.Step.allCases.filter(begun.allows) == [.finish])
      for step in [QueueTicket.Step.putBack, .leave] {
        await #expect(throws: Refusal.conflict(.otherState)) { try await take(step, seen: 1) }
      }
      let before = test.clinic.roundTrips
      try await take(.finish, seen: 1)
      #expect(test.clinic.roundTrips - before == 1)
      try await take(.finish, seen: 1)
      #expect(
        try await test.ask(amira, .visit(stage.visit, by: amira, at: test.clock.now))?.status == .fulfilled)
      #expect(try await test.count("appointment_history WHERE act = 'fulfil'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-fulfilled'") == 1)
      #expect(try await test.count("queue_ticket WHERE state = 'done' AND version = 2") == 1)
    }
  }

  @Test("a call stands on the display for ten minutes, or until the visit begins")
  func display() async throws {
    try await TestClinic.using { test in
      let stage = try await stage(test)
      let keeper = try await test.visitor(DemoCast.ben, to: .administration, access: .may(.keepWaitingRooms))
      let (_, link) = try await test.clinic.makeDisplay(of: .unstored, by: keeper)
      func called() async throws -> [Int] {
        let shown = try await test.ask(test.stranger(), .display(link, on: stage.day, at: test.clock.now))
        return try #require(shown).called.map(\.number)
      }
      let ticket = try await test.clinic.checkIn(stage.visit, by: .desk, on: stage.day, stage.time, stage.ben)
      try await test.clinic.take(.call, with: ticket, to: test.riverside.room, seen: 0, by: stage.ben)
      test.clock.advance(by: WaitingDisplay.callLasts - 1)
      #expect(try await called() == [1])
      test.clock.advance(by: 1)
      #expect(try await called() == [])
      test.clock.advance(by: -1)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      try await test.clinic.mark(stage.visit, .start, seen: 0, by: amira)
      #expect(try await called() == [])
    }
  }
}
