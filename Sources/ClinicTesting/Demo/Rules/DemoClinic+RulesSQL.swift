internal import CivilTime
internal import Clinic
internal import FoundationEssentials
internal import Postgres

/// What the rules of the clinic store.
extension DemoClinic {
  func insertRules(at now: Date) -> [SQL] {
    let today = sessions.first.map { $0.hours.validFrom.adding(days: Self.daysOfHistory) } ?? .first
    return rules.sites.flatMap(insert) + rules.helpers.flatMap { insert($0, from: today, at: now) }
      + rules.devices.map(insert) + services.flatMap(insertNeeds) + services.map(insertPapers)
      + rules.hours.flatMap { insert($0, from: today) } + rules.days.map { insert($0, from: today) }
      + rules.absences.map { insert($0, from: today) } + [insertHolidays(around: today)]
  }

  private func insert(_ site: DemoRules.Site) -> [SQL] {
    [
      "INSERT INTO location (id, name, address) VALUES (\(id(of: site.name)), \(site.name), \(site.address))",
      "UPDATE location SET part_of = \(id(of: site.name)) WHERE id = ANY (\(site.rooms.map(id)))",
    ]
      + site.furtherRooms.map {
        """
        INSERT INTO location (id, name, kind, part_of)
        VALUES (\(id(of: $0.name)), \($0.name), \($0.kind), \(id(of: site.name)))
        """
      }
      + site.kinds.sorted { $0.key < $1.key }.map { room, kind in
        "UPDATE location SET kind = \(kind) WHERE id = \(id(of: room))"
      }
      + site.openings.map { opening in
        """
        INSERT INTO opening_hours (id, location_id, weekday, opens, closes)
        SELECT gen_random_uuid(), \(id(of: site.name)), weekday, \(SQLTime(opening.time.opens)),
               \(SQLTime(opening.time.closes))
          FROM unnest(\(Self.numbers(opening.weekdays))) AS weekday
        """
      }
  }

  private func insert(_ helper: DemoRules.Helper, from today: Day, at now: Date) -> [SQL] {
    let own = id(of: helper.familyName)
    return [
      """
      INSERT INTO practitioner (id, family_name, given_name, qualification, gender, kind, created_at)
      VALUES (\(own), \(helper.familyName), \(helper.givenName), \(helper.qualification), 'unknown', \(helper.kind),
              \(now))
      """,
      """
      INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from, valid_until)
      SELECT gen_random_uuid(), \(own), \(id(of: helper.room)), weekday, \(SQLTime(helper.time.opens)),
             \(SQLTime(helper.time.closes)), \(SQLDate(today)), \(SQLDate(today.adding(days: Self.daysAhead)))
        FROM unnest(\(Self.numbers(.monday...(.friday)))) AS weekday
      """,
    ]
  }

  private func insert(_ device: DemoRules.Device) -> SQL {
    "INSERT INTO device (id, name, kind) VALUES (\(id(of: device.name)), \(device.name), \(device.kind))"
  }

  private func insertNeeds(of service: Service) -> [SQL] {
    service.terms.needs.map { need in
      """
      INSERT INTO service_requirement (id, service_id, needs, kind, from_minute, until_minute)
      VALUES (gen_random_uuid(), \(service.id), \(need.what), \(need.kind), \(Int32(need.from)),
              \(need.until.map { Int32($0) }))
      """
    }
  }

  private func insertPapers(of service: Service) -> SQL {
    """
    INSERT INTO service_paper (id, service_id, kind, name)
    SELECT gen_random_uuid(), \(service.id), 'consent', unnest(\(service.terms.consents))
    UNION ALL
    SELECT gen_random_uuid(), \(service.id), 'document', unnest(\(service.terms.documents))
    """
  }

  private func insert(_ hours: DemoRules.FurtherHours, from today: Day) -> [SQL] {
    let own = id(of: "\(hours.practitioner), \(hours.weekday)")
    return [
      """
      INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from, valid_until)
      VALUES (\(own), \(id(of: hours.practitioner)), \(id(of: hours.room)), \(Int16(hours.weekday.rawValue)),
              \(SQLTime(hours.time.opens)), \(SQLTime(hours.time.closes)), \(SQLDate(today)),
              \(SQLDate(today.adding(days: Self.daysAhead))))
      """,
      """
      INSERT INTO availability_service (availability_id, service_id)
      SELECT \(own), unnest(\(hours.services.map(id)))
      """,
    ]
  }

  private func insert(_ hours: DemoRules.DatedHours, from today: Day) -> SQL {
    """
    INSERT INTO dated_hours (id, practitioner_id, location_id, day, opens, closes, replaces)
    VALUES (gen_random_uuid(), \(id(of: hours.practitioner)), \(id(of: hours.room)),
            \(SQLDate(hours.day.day(from: today))), \(SQLTime(hours.time.opens)), \(SQLTime(hours.time.closes)),
            \(hours.replaces))
    """
  }

  private func insert(_ absence: DemoRules.Absence, from today: Day) -> SQL {
    let (column, name) =
      switch absence.who {
      case .practitioner(let name): ("practitioner_id", name)
      case .room(let name): ("location_id", name)
      case .device(let name): ("device_id", name)
      }
    return """
      INSERT INTO absence (id, \(unsafe: column), first_day, last_day, weekdays, starts, ends, note)
      VALUES (gen_random_uuid(), \(id(of: name)), \(SQLDate(absence.from.day(from: today))),
              \(SQLDate(absence.until.day(from: today))), \(absence.weekdays.map { Int16($0.rawValue) }),
              \(SQLTime(absence.time.opens)), \(SQLTime(absence.time.closes)), \(absence.note))
      """
  }

  /// Of the year of the first appointments, this one and the next.
  private func insertHolidays(around today: Day) -> SQL {
    let days = ((today.year - 1)...(today.year + 1)).flatMap(rules.holidays.days)
    return """
      INSERT INTO holiday (day, name)
      SELECT * FROM unnest(\(days.map { SQLDate($0.day) }), \(days.map(\.name)))
      """
  }

  private static func numbers(_ weekdays: ClosedRange<Weekday>) -> [Int16] {
    Weekday.allCases.filter(weekdays.contains).map { Int16($0.rawValue) }
  }

  /// Of a room, a site, a service, a device, or of a person by the family name.
  private func id(of name: String) -> UUID {
    guard
      let id = named[name] ?? rooms.first(where: { $0.name == name })?.id
        ?? practitioners.first(where: { $0.profile.familyName == name })?.id
        ?? services.first(where: { $0.name == name })?.id
    else { preconditionFailure("nothing of the demo is called \(name)") }
    return id
  }
}

extension DemoRules {
  /// What the rules bring into being.
  var names: [String] {
    sites.flatMap { [$0.name] + $0.furtherRooms.map(\.name) } + helpers.map(\.familyName)
      + devices.map(\.name)
      + hours.map { "\($0.practitioner), \($0.weekday)" }
  }
}
