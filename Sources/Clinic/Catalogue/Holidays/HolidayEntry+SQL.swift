internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension HolidayEntry {
  public static let storage = EntryStorage<HolidayEntry>(
    table: "holiday",
    columns: { _ in "e.id, e.day, e.name" },
    read: { row in try HolidayEntry(id: row.next(), day: Day(sql: row.next()), name: row.next()) },
    insert: { new, id, _ in
      ["INSERT INTO holiday (id, day, name) VALUES (\(id), \(new.day.sql), \(new.name))"]
    },
    update: { old, new, _ in
      ["UPDATE holiday SET day = \(new.day.sql), name = \(new.name) WHERE id = \(old.id)"]
    },
    hasHistory: "false",
    effects: { _, _ in [] },
    visits: { id, zone in
      "(a.starts_at AT TIME ZONE \(zone))::date = (SELECT h.day FROM holiday h WHERE h.id = \(id))"
    },
    refusals: ["holiday_tenant_id_day_key": .invalid([Problem("day", "problem.day-taken")])])
}
