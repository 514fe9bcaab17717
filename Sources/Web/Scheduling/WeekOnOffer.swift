import CivilTime
import Clinic
import FoundationEssentials

/// A week, Monday first, of the times at which a service can be booked with one doctor or any.
struct WeekOnOffer {
  struct Doctor {
    let practitioner: Practitioner
    let search: SlotSearch
  }

  struct Time {
    let doctor: Doctor
    let slot: Slot
    var start: Date { slot.during.lowerBound }
  }

  let doctors: [Doctor]
  let service: HealthcareService
  let visit: VisitKind
  let isAnyDoctor: Bool
  let clocks: Clocks
  let today: Day
  let monday: Day

  /// What is loaded: as far as any service can be booked, four hundred working days being the most. What is over
  /// today counts, too: for the most visits of a day, and where times follow what ends.
  static func loaded(at now: Date) -> Range<Date> {
    now.addingTimeInterval(-2 * 86_400)..<now.addingTimeInterval(620 * 86_400)
  }

  /// Nil without a doctor.
  init?(
    _ asked: TimesAsked, _ entries: [Directory.Entry], _ schedule: Schedule, clocks: Clocks,
    isAnyDoctor: Bool,
    now: Date
  ) {
    guard let service = entries.first?.service else { return nil }
    visit = asked.visit ?? (entries.allSatisfy(\.isKnown) ? .later : .first)
    doctors = entries.map { entry in
      let isFirst = asked.visit.map { $0 == .first } ?? !entry.isKnown
      return Doctor(
        practitioner: entry.practitioner,
        search: SlotSearch(
          of: entry.practitioner.id, for: service, isFirstVisit: isFirst, in: schedule,
          zone: clocks.clinic.zone, at: now))
    }
    self.service = service
    self.isAnyDoctor = isAnyDoctor
    self.clocks = clocks
    let today = clocks.clinic.day(now)
    self.today = today
    let first = Self.first(of: doctors, from: today).map { clocks.clinic.day($0) }
    monday = min(max(asked.from ?? first ?? today, today), doctors[0].search.lastDay).startOfWeek
  }

  var days: [Day] { (0..<7).map { monday.adding(days: $0) } }

  /// All times of the week by day; where several doctors have the same, of the one who has most left on that day.
  var times: [Day: [Time]] {
    let all = doctors.flatMap { doctor in
      doctor.search.slots(on: monday...monday.adding(days: 6)).map { Time(doctor: doctor, slot: $0) }
    }
    return Dictionary(grouping: all) { clocks.clinic.day($0.start) }.mapValues { times in
      let left = Dictionary(grouping: times) { $0.doctor.practitioner.id }.mapValues(\.count)
      return Dictionary(grouping: times, by: \.start).values
        .compactMap { same in
          same.max {
            (left[$0.doctor.practitioner.id] ?? 0, $1.doctor.practitioner.name)
              < (left[$1.doctor.practitioner.id] ?? 0, $0.doctor.practitioner.name)
          }
        }
        .sorted { $0.start < $1.start }
    }
  }

  /// The first free time after the week.
  var nextFree: Date? { Self.first(of: doctors, from: monday.adding(days: 7)) }

  private static func first(of doctors: [Doctor], from day: Day) -> Date? {
    doctors.compactMap { $0.search.next(1, from: day).first?.during.lowerBound }.min()
  }

  /// Why nobody has a time on a day: the reason that says most of them.
  func why(_ day: Day) -> Emptiness {
    let reasons = doctors.map { $0.search.why(day) }
    return reasons.contains(.full) ? .full : reasons.first ?? .full
  }

  var hasEarlier: Bool { monday > today.startOfWeek }
  var hasLater: Bool { monday.adding(days: 7) <= doctors[0].search.lastDay }
}
