import CivilTime
import Clinic
import FoundationEssentials
import Testing

@testable import ClinicTesting

@Suite("A clinic of the demo")
struct DemoClinicTests {
  static let clinics: [DemoClinic] = made(seed: 1)
  private let now = TestClinic.monday

  private static func made(seed: UInt64) -> [DemoClinic] {
    (try? DemoClinic.all(baseDomain: "localhost", now: TestClinic.monday, seed: seed)) ?? []
  }

  @Test("is one of two")
  func two() {
    #expect(Self.clinics.map(\.tenant.hosts) == [["riverside.localhost"], ["hilltop.localhost"]])
  }

  @Test("has the people, services and appointments that were promised", arguments: clinics)
  func counts(clinic: DemoClinic) {
    #expect(clinic.practitioners.count >= 12)
    #expect(clinic.specialties.count == 8)
    #expect(clinic.services.count >= 20)
    #expect(clinic.rooms.count == 6)
    #expect(clinic.patients.count == 500)
    #expect(clinic.appointments.count == 5000)
  }

  @Test("is the same for the same seed, ids too")
  func repeatable() {
    for (one, same) in zip(Self.clinics, Self.made(seed: 1)) {
      #expect(one.id == same.id)
      #expect(one.accounts == same.accounts)
      #expect(one.services == same.services)
      #expect(one.sessions == same.sessions)
      #expect(one.practitioners.map(\.likeness) == same.practitioners.map(\.likeness))
      #expect(one.practitioners.map(\.portrait) == same.practitioners.map(\.portrait))
      #expect(one.patients == same.patients)
      #expect(one.appointments == same.appointments)
    }
  }

  @Test("is another one for another seed")
  func seeded() {
    for (one, other) in zip(Self.clinics, Self.made(seed: 2)) {
      #expect(one.id != other.id)
      #expect(one.patients != other.patients)
      #expect(one.appointments != other.appointments)
    }
  }

  @Test("gives every row an id of its own, of version 7", arguments: clinics)
  func ids(clinic: DemoClinic) {
    let ids =
      clinic.patients.map(\.id) + clinic.appointments.map(\.id) + clinic.appointments.flatMap(\.occupancies)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.uuid.6 >> 4 == 7 && $0.uuid.8 >> 6 == 2 })
  }

  @Test("shows names in many scripts")
  func scripts() {
    let names = Self.clinics.flatMap(\.patients).map { "\($0.givenName) \($0.familyName)" }.joined()
    for letter in ["ễ", "ü", "김", "ا", "'", "Å", "ż", "ό", "И", "ा", "王"] {
      #expect(names.contains(letter) || names.unicodeScalars.contains { "\($0)" == letter }, "\(letter)")
    }
  }

  @Test("shares no room and no person between two sessions", arguments: clinics)
  func rota(clinic: DemoClinic) {
    for (index, one) in clinic.sessions.enumerated() {
      for other in clinic.sessions.dropFirst(index + 1) where one.hours.weekday == other.hours.weekday {
        guard one.hours.opens < other.hours.closes, other.hours.opens < one.hours.closes else { continue }
        #expect(one.practitioner != other.practitioner)
        #expect(one.hours.location != other.hours.location)
      }
    }
  }

  @Test("has the doctor of its cast at work from Monday to Saturday", arguments: clinics)
  func castHours(clinic: DemoClinic) throws {
    let doctor = try #require(clinic.practitioners.firstIndex { $0.account != nil })
    let days = Set(clinic.sessions.filter { $0.practitioner == doctor }.map(\.hours.weekday))
    #expect(days == Set(Weekday.allCases).subtracting([.sunday]))
  }

  @Test("puts visits where times are offered: at whole steps from the opening", arguments: clinics)
  func grid(clinic: DemoClinic) throws {
    let zone = try TimeZoneRules(identifier: clinic.tenant.timeZone)
    for visit in clinic.appointments.map(\.visit) {
      let minutes = clinic.services[visit.service].minutes
      let (start, end) = (zone.local(visit.during.lowerBound), zone.local(visit.during.upperBound))
      let session = clinic.sessions.first {
        $0.practitioner == visit.practitioner && $0.hours.location == visit.location
          && $0.hours.weekday == start.day.weekday && $0.hours.opens <= start.time
          && end.time <= $0.hours.closes
      }
      let opens = try #require(session).hours.opens.minutesSinceMidnight
      #expect((start.time.minutesSinceMidnight - opens) % minutes == 0)
      #expect(visit.during.upperBound.timeIntervalSince(visit.during.lowerBound) == Double(minutes * 60))
      #expect(clinic.practitioners[visit.practitioner].services.contains(visit.service))
    }
  }

  @Test("makes every rule of scheduling show somewhere at Riverside")
  func rules() throws {
    let riverside = try #require(Self.clinics.first { $0.tenant.slug == "riverside" })
    let terms = riverside.services.map(\.terms)
    #expect(terms.contains { $0.firstVisit != nil })
    #expect(terms.contains { $0.before > 0 && $0.after > 0 })
    #expect(terms.contains { $0.grid != nil } && terms.contains(where: \.packed))
    #expect(terms.contains { $0.notice > 0 } && terms.contains(where: \.inWorkingDays))
    #expect(terms.contains { $0.mostPerDay != nil } && terms.contains { $0.capacity == 8 })
    #expect(terms.contains(where: \.online) && terms.contains(where: \.needsApproval))
    #expect(terms.contains { !$0.preparation.isEmpty })
    #expect(terms.contains { Set($0.needs.map(\.what)).isSuperset(of: ["staff", "location", "device"]) })
    let rules = riverside.rules
    #expect(rules.sites.count == 2 && rules.sites.allSatisfy { !$0.openings.isEmpty })
    #expect(
      !rules.hours.isEmpty && rules.days.contains(where: \.replaces) && rules.days.contains { !$0.replaces })
    #expect(!rules.absences.isEmpty && !rules.helpers.isEmpty && !rules.devices.isEmpty)
    #expect(Set(rules.terms.keys).isSubset(of: riverside.services.map(\.name)))
  }

  @Test(
    "knows the public holidays",
    arguments: [
      (
        HolidayCalendar.england, 2026,
        [
          "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25",
          "2026-12-28",
        ]
      ),
      // Christmas and Boxing Day at a weekend are made up for (https://www.gov.uk/bank-holidays).
      (
        .england, 2027,
        [
          "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27",
          "2027-12-28",
        ]
      ),
      (
        .france, 2026,
        [
          "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14",
          "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25",
        ]
      ),
    ])
  func holidays(calendar: HolidayCalendar, year: Int, days: [String]) {
    #expect(calendar.days(in: year).map(\.day.description).sorted() == days)
  }

  @Test("has nobody see patients on a holiday or while they are away", arguments: clinics)
  func closed(clinic: DemoClinic) throws {
    let zone = try TimeZoneRules(identifier: clinic.tenant.timeZone)
    let today = zone.local(now).day
    for visit in clinic.appointments.map(\.visit) {
      let (start, end) = (zone.local(visit.during.lowerBound), zone.local(visit.during.upperBound))
      let room = clinic.rooms.first { ID($0.id) == visit.location }?.name ?? ""
      #expect(
        !clinic.rules.isClosed(
          clinic.practitioners[visit.practitioner].profile.familyName, in: room, on: start.day,
          from: start.time,
          until: end.time, today: today))
      #expect(clinic.services[visit.service].terms.isPlain)
    }
  }

  @Test("sends patients to those who are there for them", arguments: clinics)
  func audiences(clinic: DemoClinic) throws {
    let today = try TimeZoneRules(identifier: clinic.tenant.timeZone).local(now).day
    for appointment in clinic.appointments {
      let audience = clinic.services[appointment.visit.service].audience
      #expect(clinic.patients[appointment.patient].belongs(to: audience, on: today))
    }
  }

  @Test("keeps at least 55 of a hundred minutes free in each week ahead", arguments: clinics)
  func freedom(clinic: DemoClinic) {
    let open = clinic.sessions.reduce(0) {
      $0 + $1.hours.closes.minutesSinceMidnight - $1.hours.opens.minutesSinceMidnight
    }
    for week in 0..<8 {
      let start = now + Double(week) * 7 * 86_400
      let taken = clinic.appointments.filter {
        (start..<(start + 7 * 86_400)).contains($0.visit.during.lowerBound)
      }
      .reduce(0) { $0 + clinic.services[$1.visit.service].minutes }
      #expect(taken * 100 <= open * 45, "week \(week): \(taken * 100 / open) of 100")
      #expect(taken > 0, "week \(week)")
    }
  }

  @Test("keeps past and future apart", arguments: clinics)
  func statuses(clinic: DemoClinic) {
    for appointment in clinic.appointments {
      let isAhead = appointment.visit.during.lowerBound > now
      #expect((appointment.status == .booked) == isAhead)
      #expect((appointment.status == .cancelled) == (appointment.releasedAt != nil))
      #expect(appointment.bookedAt <= now && appointment.bookedAt < appointment.visit.during.lowerBound)
    }
    let past = clinic.appointments.filter { $0.visit.during.upperBound <= now }
    #expect(past.count { $0.status == .fulfilled } * 10 > past.count * 8)
    #expect(past.contains { $0.status == .noshow })
  }

  @Test("gives the patient of its cast about twenty appointments, three or more to come", arguments: clinics)
  func castAppointments(clinic: DemoClinic) {
    let mine = clinic.appointments.filter { clinic.patients[$0.patient].account != nil }
    #expect((18...22).contains(mine.count))
    #expect(mine.count { $0.visit.during.lowerBound > now } >= 3)
  }
}
