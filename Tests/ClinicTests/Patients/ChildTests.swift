import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Children")
struct ChildTests {
  static let leo = NewChild(
    givenName: "Léo", familyName: "Fletcher", birthDate: Day(iso: "2016-02-29") ?? .first)

  @Test("are added in one round trip, once however often the form is sent, and audited")
  func added() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let id = ID<Patient>(UUID())
      let before = test.clinic.roundTrips
      try await test.clinic.add(Self.leo, id, by: paul)
      #expect(test.clinic.roundTrips - before == 1)
      try await test.clinic.add(Self.leo, id, by: paul)
      let children = try await test.ask(paul, .children(at: test.clock.now))
      #expect(children.map(\.name) == ["Léo Fletcher"] && children.map(\.id) == [id])
      #expect(try await test.count("audit_event WHERE act = 'child-added'") == 1)
    }
  }

  @Test("are ten at most, also when they are added at once")
  func most() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let added = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<14 {
          group.addTask {
            await succeeds { try await test.clinic.add(Self.leo, ID(UUID()), by: paul) }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(added == Child.mostPerAccount)
      #expect(try await test.count("related_person") == Child.mostPerAccount)
      await #expect(throws: Refusal.conflict(.childrenEnough)) {
        try await test.clinic.add(Self.leo, ID(UUID()), by: paul)
      }
    }
  }

  @Test("are who was made by the form: another patient's id makes nobody a parent")
  func strangers() async throws {
    try await TestClinic.using { test in
      let stranger = try await test.newcomer(at: test.riverside, to: .account)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.add(Self.leo, test.riverside.patient, by: stranger)
      }
      #expect(try await test.count("related_person") == 0)
      #expect(try await test.count("patient WHERE given_name = 'Léo'") == 0)
    }
  }

  @Test("have appointments that their parent sees, until they come of age, and nobody else")
  func ofAge() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let leo = ID<Patient>(UUID())
      try await test.clinic.add(Self.leo, leo, by: paul)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE appointment SET patient_id = \(leo.uuid)"])
      let found = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(found.patientName == "Léo Fletcher" && !found.isOwn)
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      #expect(try await test.ask(stranger, .myAppointment(id, at: test.clock.now)) == nil)
      #expect(try await test.ask(stranger, .children(at: test.clock.now)).isEmpty)

      // A second before the eighteenth birthday, and on it.
      let birthday = try #require(Day(iso: "2020-03-04"))
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET birth_date = \(SQLDate(daysSinceEpoch: birthday.daysSinceEpoch)) WHERE id = \(leo.uuid)"
        ])
      let midnight = Date(
        timeIntervalSince1970: Double(try #require(Day(iso: "2038-03-04")).daysSinceEpoch) * 86_400)
      test.clock.set(midnight - 1)
      let before = try await test.visitor(DemoCast.paul, to: .booking)
      #expect(try await test.ask(before, .myAppointment(id, at: test.clock.now)) != nil)
      #expect(try await test.ask(before, .children(at: test.clock.now)).count == 1)
      test.clock.set(midnight)
      let after = try await test.visitor(DemoCast.paul, to: .booking)
      #expect(try await test.ask(after, .myAppointment(id, at: test.clock.now)) == nil)
      #expect(try await test.ask(after, .children(at: test.clock.now)).isEmpty)
    }
  }

  @Test("are booked for by their parent: it is their record and their time, and the letter is the parent's")
  func booked() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      let leo = ID<Patient>(UUID())
      try await test.clinic.add(Self.leo, leo, by: paul)
      let offers = try await test.offers()
      let before = test.clinic.roundTrips
      let booking = Booking(offer: offers[0], key: UUID(), reason: "", patient: leo)
      let id = try await test.clinic.book(booking, by: paul)
      #expect(test.clinic.roundTrips - before == 1)
      #expect(try await test.count("appointment WHERE patient_id = '\(leo)'") == 1)
      let occupied = "occupancy WHERE resource_kind = 'patient' AND resource_id = "
      #expect(try await test.count("\(occupied)'\(leo)'") == 1)
      #expect(try await test.count("\(occupied)'\(test.riverside.patient)'") == 0)
      #expect(try await test.letters().map(\.recipient) == [DemoCast.paul.email])
      let again = try await test.clinic.book(booking, by: paul)
      #expect(again == id)
      // And changed by their parent alone.
      try await test.clinic.move(id, to: offers[3], seen: 0, by: paul)
      try await test.clinic.cancel(id, seen: 1, by: paul)
      #expect(try await test.letters().allSatisfy { $0.recipient == DemoCast.paul.email })
      #expect(try await test.letters().count == 3)
    }
  }

  @Test("of somebody else, and anybody else, can't be booked for")
  func notBookedByOthers() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      let leo = ID<Patient>(UUID())
      try await test.clinic.add(Self.leo, leo, by: paul)
      let offer = try #require(try await test.offers().first)
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      for patient in [leo, test.riverside.patient, ID(UUID())] {
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.book(
            Booking(offer: offer, key: UUID(), reason: "", patient: patient), by: stranger)
        }
      }
      #expect(try await test.count("appointment") == 0)
    }
  }
}
