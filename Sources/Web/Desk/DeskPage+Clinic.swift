import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension DeskPage {
  init(
    _ day: Day, _ kept: DeskDays.Kept, _ names: NamesAtDesk, isByRoom: Bool, requests: Int, corrections: Int,
    done: String?,
    _ visit: Visit, _ formats: Formats
  ) {
    self.init(
      date: formats.longDay(day), iso: day.description, isToday: day == formats.day(visit.now),
      previous: Path.desk(day.adding(days: -1), byRoom: isByRoom),
      next: Path.desk(day.adding(days: 1), byRoom: isByRoom),
      byDoctor: Link(text: "", href: Path.desk(day)),
      byRoom: Link(text: "", href: Path.desk(day, byRoom: true)),
      isByRoom: isByRoom, zone: formats.zoneInWords(at: [formats.zone.startOfDay(day)]),
      count: kept.visits.count,
      isEmpty: isByRoom ? kept.visits.isEmpty : kept.doctors.isEmpty, drawing: kept.drawing,
      table: { DeskTable(day, kept.visits, kept.doctors, names, isByRoom: isByRoom, formats) },
      services: names.bookable.map { Choice($0.id.description, $0.name) }, requests: requests,
      corrections: corrections, done: done)
  }
}

extension DeskTable {
  init(
    _ day: Day, _ visits: [DeskDay.Visit], _ doctors: [DeskDay.Doctor], _ names: NamesAtDesk, isByRoom: Bool,
    _ formats: Formats
  ) {
    let clock = DayClock(day, formats)
    let rooms = Dictionary(names.rooms.map { ($0.id, $0.name) }) { first, _ in first }
    let people = Dictionary(doctors.map { ($0.id, $0.name) }) { first, _ in first }
    let badges = Self.badges(formats.words)
    let hasLeft = Badge.hasLeft(formats.words)
    var hours = Set(isByRoom ? [] : doctors.flatMap { $0.hours.flatMap(\.hours) })
    var cells: [Place: [DeskRow]] = [:]
    for one in visits {
      let column = isByRoom ? one.location.uuid : one.practitioner.uuid
      let (hour, start) = clock.reading(one.start)
      hours.insert(hour)
      cells[Place(column: column, hour: hour), default: []].append(
        DeskRow(
          href: Path.deskVisit(one.id), start: start, end: clock.reading(one.end).label,
          patient: one.patientName, service: names.services[one.service] ?? "",
          serviceID: one.service.description,
          place: (isByRoom ? people[one.practitioner] : rooms[one.location]) ?? "",
          status: one.hasLeft ? hasLeft : badges[one.status]))
    }
    let used = isByRoom ? Set(visits.map(\.location)) : []
    let columns: [(id: UUID, column: DeskColumn)] =
      isByRoom
      ? names.rooms.filter { used.contains($0.id) }.map { ($0.id.uuid, DeskColumn(name: $0.name, hours: "")) }
      : doctors.map { ($0.id.uuid, DeskColumn($0, formats)) }
    let shown = (hours.min() ?? 0)..<((hours.max() ?? -1) + 1)
    self.init(
      columns: columns.map(\.column),
      hours: shown.map { hour in
        let label = "\(hour < 10 ? "0" : "")\(hour):00"
        return DeskHour(
          hour: label,
          cells: columns.map { column in
            DeskCell(
              doctor: isByRoom ? "" : column.id.uuidString.lowercased(), at: "\(day)T\(label)",
              visits: cells[Place(column: column.id, hour: hour)] ?? [])
          })
      })
  }

  private struct Place: Hashable {
    let column: UUID
    let hour: Int
  }

  /// What is simply booked needs no word.
  private static func badges(_ words: Words) -> [Appointment.Status: Badge] {
    Dictionary(
      uniqueKeysWithValues: Appointment.Status.allCases.filter { $0 != .booked }.map {
        ($0, Badge($0, words))
      })
  }
}

/// Instants of one day in local time: most days have one offset, and there it is counted instead of looked up.
struct DayClock {
  let start: Date
  private let formats: Formats
  private let isPlain: Bool

  init(_ day: Day, _ formats: Formats) {
    self.formats = formats
    start = formats.zone.startOfDay(day)
    isPlain = formats.zone.startOfDay(day.adding(days: 1)).timeIntervalSince(start) == 86_400
  }

  func reading(_ instant: Date) -> (hour: Int, label: String) {
    let seconds = Int(instant.timeIntervalSince(start))
    guard isPlain, (0..<86_400).contains(seconds) else {
      return (formats.zone.local(instant).time.hour, formats.timeLabel(instant))
    }
    return (seconds / 3600, Self.labels[seconds / 60])
  }

  /// `00:00` to `23:59`.
  private static let labels = (0..<1440).map { minute in
    "\(minute < 600 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
  }
}

extension DeskDay.Times {
  fileprivate var hours: Range<Int> {
    let (first, last) = (from.minutesSinceMidnight, until.minutesSinceMidnight)
    return first / 60..<(last + 59) / 60
  }

  fileprivate func words(_ formats: Formats) -> String {
    formats.words.span(
      formats.time(from), until.minutesSinceMidnight == 1440 ? "24:00" : formats.time(until))
  }
}

extension DeskColumn {
  fileprivate init(_ doctor: DeskDay.Doctor, _ formats: Formats) {
    self.init(
      name: doctor.name, hours: formats.words.list(doctor.hours.map { $0.words(formats) }),
      away: formats.words.list(doctor.absences.map { $0.words(formats) }))
  }
}
