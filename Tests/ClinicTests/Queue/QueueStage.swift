import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Paul's appointment on its day, its doctor, and the front desk.
struct QueueStage {
  let test: TestClinic
  let ben: Visitor
  let amira: Visitor
  let paul: Visitor
  let visit: ID<Appointment>
  let today: Today
  let start: Date

  /// - Parameter before: so many seconds before it begins.
  init(_ test: TestClinic, before: Double = 600) async throws {
    self.test = test
    (visit, paul) = try await test.bookedByPaul()
    ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
    amira = try await test.visitor(DemoCast.amira, to: .schedule)
    start = try #require(try await test.ask(paul, .myAppointment(visit, at: test.clock.now))).during
      .lowerBound
    test.clock.set(start - before)
    today = try await test.clinic.today(for: ben)
  }

  func queue() async throws -> QueueDay {
    try await test.ask(ben, .queue(on: today, namesFor: ben, at: test.clock.now))
  }

  /// As their doctor's list has it.
  func visiting() async throws -> Visiting {
    try #require(try await test.ask(amira, .visit(visit, by: amira, at: test.clock.now)))
  }

  /// As the front desk has it.
  func atDesk() async throws -> DeskVisit {
    try #require(try await test.ask(ben, .deskVisit(visit, by: ben, at: test.clock.now)))
  }

  @discardableResult
  func checkIn() async throws -> ID<QueueTicket> {
    try await test.clinic.checkIn(visit, by: .desk, on: today.day, today.time, ben)
  }

  func mark(_ act: AppointmentAct) async throws {
    try await test.clinic.mark(visit, act, seen: 0, by: amira)
  }

  func take(
    _ step: QueueTicket.Step, _ id: ID<QueueTicket>, to room: ID<Location>? = nil, seen version: Int
  ) async throws {
    try await test.clinic.take(step, with: id, to: room, seen: version, by: ben)
  }

  /// - Parameter service: nil for Amira's first.
  /// - Returns: its ticket.
  @discardableResult
  func takeIn(
    _ service: ID<HealthcareService>? = nil, with doctor: ID<Practitioner>? = nil, number: Int? = nil,
    at place: ID<WaitingRoom> = .unstored, as id: ID<QueueTicket> = ID(UUID())
  ) async throws -> ID<QueueTicket> {
    let walkIn = WalkIn(
      service: service ?? test.riverside.services[0], practitioner: doctor, patientNumber: number,
      place: place)
    try await test.clinic.takeIn(walkIn, id, on: today.day, by: ben)
    return id
  }

  /// Who may make codes and displays.
  func keeper() async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.keepWaitingRooms))
  }

  /// At the door of the rooms that stand alone.
  func code() async throws -> String {
    let keeper = try await keeper()
    try await test.clinic.makeCheckInCode(at: .unstored, by: keeper)
    return try #require(try await test.ask(keeper, .waitingPlaces).first?.code)
  }

  func asOwner(_ statements: SQL...) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, statements)
  }

  /// A site of one room; the site is its place.
  func site(_ name: String) async throws -> (place: ID<WaitingRoom>, room: ID<Location>) {
    let (site, room) = (UUID(), UUID())
    try await asOwner(
      "INSERT INTO location (id, name) VALUES (\(site), \(name))",
      "INSERT INTO location (id, name, part_of) VALUES (\(room), \(name + ", Room 1"), \(site))")
    return (ID(site), ID(room))
  }
}
