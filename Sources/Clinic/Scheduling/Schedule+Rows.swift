internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Schedule {
  /// Rows come in no order.
  mutating func read(_ rows: Rows) throws {
    _ = try rows.decode { row in try read(&row) }
    for index in pools.values.indices { pools.values[index].sort() }
    for index in busy.values.indices where !busy.values[index].isInOrder {
      busy.values[index].sort { $0.during.lowerBound < $1.during.lowerBound }
    }
  }

  private mutating func read(_ row: inout Row) throws {
    let kind = try row.next(Int.self)
    let id = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let resource = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let location = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let weekdays = try row.next([Int16]?.self)?.compactMap { Weekday(rawValue: Int($0)) } ?? []
    let opens = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:)) ?? .midnight
    let closes = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:)) ?? .endOfDay
    let first = try row.next(SQLDate?.self).map(Day.init(sql:))
    let last = try row.next(SQLDate?.self).map(Day.init(sql:))
    let others = try row.next([UUID]?.self) ?? []
    let replaces = try row.next(Bool?.self) ?? false
    let text = try row.next(String.self)
    switch kind {
    case 1:
      guard let weekday = weekdays.first, let first else { throw StoredValueFault(column: "availability") }
      weekly[ID(resource), default: []].append(
        WeeklyHours(
          id: ID(id), location: ID(location), weekday: weekday, opens: opens, closes: closes,
          validFrom: first,
          validUntil: last, services: Set(others.map(ID.init))))
    case 2:
      guard let first else { throw StoredValueFault(column: "dated_hours") }
      dated[ID(resource), default: []].append(
        DatedHours(
          id: ID(id), location: ID(location), day: first, opens: opens, closes: closes, replaces: replaces))
    case 3:
      guard let first, let last, first <= last else { throw StoredValueFault(column: "absence") }
      absences[resource, default: []].append(
        Absence(id: ID(id), days: first...last, weekdays: Set(weekdays), starts: opens, ends: closes))
    case 4:
      guard let first else { throw StoredValueFault(column: "holiday") }
      holidays[first] = Holiday(day: first, name: text)
    case 5:
      guard let weekday = weekdays.first else { throw StoredValueFault(column: "opening_hours") }
      for location in others {
        openings[location, default: []].append(
          OpeningHours(id: ID(id), weekday: weekday, opens: opens, closes: closes))
      }
      openWeekdays.insert(weekday)
    case 6:
      let words = text.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let of = Pool.Of(rawValue: words[0]) else {
        throw StoredValueFault(column: "service_requirement")
      }
      pools[Pool(of, words[1]), default: []].append(resource)
    case 7:
      resources.append(resource)
      let (untold, told) = try (row.next([UInt8]?.self), row.next([UInt8]?.self))
      var taken: [Busy] = []
      if let untold { try taken.read(untold, isTold: false) }
      if let told { try taken.read(told, isTold: true) }
      if !taken.isEmpty { busy[resource] = taken }
    default:
      edition = try row.next([UInt8].self)
    }
  }
}

extension [Busy] {
  fileprivate var isInOrder: Bool {
    zip(self, dropFirst()).allSatisfy { $0.during.lowerBound <= $1.during.lowerBound }
  }
}

extension [Busy] {
  /// Adds what is in PostgreSQL's binary format (`timestamptz_send` and others): big-endian, times in microseconds since
  /// 2000.
  fileprivate mutating func read(_ bytes: [UInt8], isTold: Bool) throws {
    let size = isTold ? 51 : 16
    guard bytes.count.isMultiple(of: size) else { throw StoredValueFault(column: "occupancy.starts_at") }
    reserveCapacity(count + bytes.count / size)
    try bytes.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: bytes.count, by: size) {
        func seconds(at place: Int) -> Int {
          let microseconds = Int64(
            bigEndian: bytes.loadUnaligned(fromByteOffset: offset + place, as: Int64.self))
          return Int(microseconds / 1_000_000) + 946_684_800
        }
        func uuid(at place: Int) -> UUID {
          UUID(uuid: bytes.loadUnaligned(fromByteOffset: offset + place, as: uuid_t.self))
        }
        let (start, end) = (seconds(at: 0), seconds(at: 8))
        guard start < end else { throw StoredValueFault(column: "occupancy.starts_at") }
        var one = Busy(during: start..<end, service: nil, session: ID<Busy>.unstored.uuid)
        if isTold {
          let service = ID<HealthcareService>(uuid(at: 16))
          one.service = service == .unstored ? nil : service
          one.session = uuid(at: 32)
          one.seats = Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 48, as: Int16.self)))
          one.isHeld = bytes[offset + 50] == 1
        }
        append(one)
      }
    }
  }
}
