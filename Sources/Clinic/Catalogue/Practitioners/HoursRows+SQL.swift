internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension WeeklyRow {
  /// Of practitioner `e`, as far as they are not over on a day.
  static func stored(on day: Day) -> SQL {
    SQL.rows(
      """
      h.id::text, h.weekday::text, h.opens::text, h.closes::text, l.name, h.valid_from::text, h.valid_until::text,
      (SELECT jsonb_agg(s.name ORDER BY s.name) #>> '{}' FROM availability_service x JOIN healthcare_service s ON s.id = x.service_id
        WHERE x.availability_id = h.id)
      """,
      from: """
        availability h JOIN location l ON l.id = h.location_id
         WHERE h.practitioner_id = e.id AND (h.valid_until IS NULL OR h.valid_until >= \(day.sql))
        """,
      order: "h.weekday, h.opens, h.valid_from")
  }

  init(stored row: [String]) throws {
    guard row.count == 8, let weekday = Int(row[1]).flatMap(Weekday.init), let from = TimeOfDay(iso: row[2]),
      let until = TimeOfDay(iso: row[3]), let first = Day(iso: row[5])
    else { throw StoredValueFault(column: "availability") }
    let services =
      row[7].isEmpty
      ? [] : try JSONDecoder().decode([String].self, from: Data(row[7].utf8))
    self.init(
      stored: UUID(uuidString: row[0]), weekday: weekday, from: from, until: until, room: row[4],
      first: first, last: Day(iso: row[6]), services: services)
  }

  func inserting(for practitioner: ID<Practitioner>, _ id: UUID) -> [SQL] {
    let hours: SQL = """
      INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from, valid_until)
      VALUES (\(id), \(practitioner), (SELECT l.id FROM location l WHERE l.name = \(room)),
              \(Int16(weekday.rawValue)), \(from.sql), \(until.sql), \(first.sql), \(last?.sql))
      """
    guard !services.isEmpty else { return [hours] }
    return [
      hours,
      """
      INSERT INTO availability_service (availability_id, service_id)
      SELECT \(id), s.id FROM healthcare_service s WHERE s.name = ANY (\(services))
      """,
    ]
  }
}

extension DatedRow {
  static func stored(on day: Day) -> SQL {
    SQL.rows(
      "d.id::text, d.day::text, d.opens::text, d.closes::text, l.name, d.replaces::text",
      from: """
        dated_hours d JOIN location l ON l.id = d.location_id
         WHERE d.practitioner_id = e.id AND d.day >= \(day.sql)
        """,
      order: "d.day, d.opens")
  }

  init(stored row: [String]) throws {
    guard row.count == 6, let day = Day(iso: row[1]), let from = TimeOfDay(iso: row[2]),
      let until = TimeOfDay(iso: row[3])
    else { throw StoredValueFault(column: "dated_hours") }
    self.init(
      stored: UUID(uuidString: row[0]), day: day, from: from, until: until, room: row[4],
      replaces: row[5] == "true")
  }

  func inserting(for practitioner: ID<Practitioner>, _ id: UUID) -> SQL {
    """
    INSERT INTO dated_hours (id, practitioner_id, location_id, day, opens, closes, replaces)
    VALUES (\(id), \(practitioner), (SELECT l.id FROM location l WHERE l.name = \(room)), \(day.sql), \(from.sql),
            \(until.sql), \(replaces))
    """
  }
}
