import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// Who is in the directory, with when they are free next.
struct DirectoryTimes {
  /// Whose rules are kept: each tenant has hosts of its own.
  struct Name: Hashable {
    let host: String
    let search: DirectorySearch
    let day: Day
  }

  let search: DirectorySearch
  let directory: Directory
  /// Nil where cards only lead to free times.
  let schedule: Schedule?
  /// Of the place that was chosen.
  let rooms: Set<ID<Location>>
  let clocks: Clocks
  let now: Date

  static let timesShown = 3
  /// In weeks: how far cards look ahead.
  static let horizon = 8

  /// What is over today counts, too: for the most visits of a day, and where times follow what ends.
  static func loaded(at now: Date) -> Range<Date> {
    now.addingTimeInterval(-2 * 86_400)..<now.addingTimeInterval(Double(horizon * 7) * 86_400)
  }

  private var page: (entries: [(entry: Directory.Entry, slots: [Slot], search: SlotSearch?)], total: Int) {
    let all = directory.entries.map { entry in
      let times = schedule.flatMap { schedule in
        entry.service.map { service in
          SlotSearch(
            of: entry.practitioner.id, for: service, isFirstVisit: !entry.isKnown, in: schedule,
            zone: clocks.clinic.zone, at: now)
        }
      }
      return (entry: entry, slots: times.map(slots) ?? [], search: times)
    }
    guard let earliest = search.earliest else { return (all, directory.total) }
    let last = clocks.clinic.day(now).adding(days: earliest.rawValue)
    let soon = all.filter { one in
      one.slots.first.map { clocks.clinic.day($0.during.lowerBound) <= last } ?? false
    }
    let size = DirectorySearch.pageSize
    return (Array(soon.dropFirst((search.page - 1) * size).prefix(size)), soon.count)
  }

  private func slots(of times: SlotSearch) -> [Slot] {
    search.place == nil ? times.next(Self.timesShown) : times.next(Self.timesShown, in: rooms)
  }

  /// Those of the page, and how many there are on all pages.
  ///
  /// - Parameter sign: makes an offer.
  func cards(sign: (Practitioner, Slot, SlotSearch) -> String) -> (page: [DoctorCard], total: Int) {
    let (entries, total) = page
    // The next times of all are on the same few days.
    let days = Set(entries.flatMap { $0.slots.map { clocks.clinic.day($0.during.lowerBound) } })
    let names = Dictionary(uniqueKeysWithValues: days.map { ($0, clocks.clinic.shortDay($0)) })
    return (entries.map { card($0.entry, $0.slots, $0.search, days: names, sign: sign) }, total)
  }

  private func card(
    _ entry: Directory.Entry, _ slots: [Slot], _ times: SlotSearch?, days: [Day: String],
    sign: (Practitioner, Slot, SlotSearch) -> String
  ) -> DoctorCard {
    let doctor = entry.practitioner
    guard let service = entry.service else { return DoctorCard(doctor, nil, clocks.clinic.words) }
    let formats = clocks.clinic
    let starts = slots.map(\.during.lowerBound)
    return DoctorCard(
      doctor,
      CardTimes(
        service: service.name,
        duration: formats.minutes(service.rules.minutes(isFirstVisit: !entry.isKnown)),
        zone: formats.zoneInWords(at: starts), ownZone: clocks.ownZone(at: starts),
        times: slots.compactMap { slot in
          guard let times else { return nil }
          let start = slot.during.lowerBound
          return TimeButton(
            offer: sign(doctor, slot, times), day: days[formats.day(start)],
            time: formats.timeLabel(start), own: clocks.own(start), doctor: nil,
            places: formats.places(slot, service), rest: formats.words.list([doctor.name, service.name]))
        },
        weeks: times == nil ? nil : Self.horizon, href: Path.times(doctor.id, service.id),
        others: Path.doctors(for: service.id)), formats.words)
  }
}
