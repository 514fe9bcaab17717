internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension PlaceEntry {
  public static let storage = EntryStorage<PlaceEntry>(
    table: "location",
    columns: { _ in
      """
      e.id, e.name, (SELECT s.name FROM location s WHERE s.id = e.part_of), e.kind, e.address,
      \(SQL.rows("o.id::text, o.weekday::text, o.opens::text, o.closes::text",
        from: "opening_hours o WHERE o.location_id = e.id", order: "o.weekday, o.opens")),
      e.active, EXISTS (SELECT FROM location r WHERE r.part_of = e.id)
      """
    },
    read: { row in
      try PlaceEntry(
        id: row.next(), name: row.next(), site: row.next(), kind: row.next(), address: row.next(),
        openings: row.rows().map(OpeningRow.init(stored:)), isActive: row.next(), hasRooms: row.next())
    },
    insert: { new, id, writing in
      [
        """
        INSERT INTO location (id, name, part_of, kind, address)
        VALUES (\(id), \(new.name), \(Self.site(of: new)), \(new.kind), \(new.address))
        """
      ] + new.openings.map { .insert($0, of: id, writing.newID()) }
    },
    update: { old, new, writing in
      let openings = RowChanges(from: old.openings, to: new.openings, in: writing.surroundings)
      return [
        """
        UPDATE location SET name = \(new.name), part_of = \(Self.site(of: new)), kind = \(new.kind),
                            address = \(new.address)
         WHERE id = \(old.id)
        """,
        "DELETE FROM opening_hours WHERE location_id = \(old.id) AND id = ANY (\(openings.removed))",
      ] + openings.added.map { .insert($0, of: old.id, writing.newID()) }
    },
    // The rooms of a site go with it; they come back one by one.
    setActive: { id, isActive in
      ["UPDATE location SET active = \(isActive) WHERE id = \(id) OR (part_of = \(id) AND NOT \(isActive))"]
    },
    hasHistory: """
      EXISTS (SELECT FROM appointment a WHERE a.location_id = e.id)
      OR EXISTS (SELECT FROM occupancy o WHERE o.resource_id = e.id)
      OR EXISTS (SELECT FROM availability h WHERE h.location_id = e.id)
      OR EXISTS (SELECT FROM dated_hours h WHERE h.location_id = e.id)
      OR EXISTS (SELECT FROM absence b WHERE b.location_id = e.id)
      OR EXISTS (SELECT FROM location r WHERE r.part_of = e.id)
      """,
    own: { id in ["DELETE FROM opening_hours WHERE location_id = \(id)"] },
    effects: { now, today in
      [
        (
          .visits,
          .visitsAhead(
            """
            a.location_id = e.id OR a.location_id IN (SELECT r.id FROM location r WHERE r.part_of = e.id)
            OR EXISTS (SELECT FROM occupancy o
                        WHERE o.appointment_id = a.id AND o.resource_id = e.id AND o.released_at IS NULL)
            """, at: now)
        ),
        (
          .hours,
          .hours(
            "(h.location_id = e.id OR h.location_id IN (SELECT r.id FROM location r WHERE r.part_of = e.id))",
            on: today)
        ),
        (.rooms, "(SELECT count(*) FROM location r WHERE r.part_of = e.id AND r.active)"),
        (.services, .servicesInNeed(of: "'location'", in: "location")),
      ]
    },
    visits: { id, _ in
      "a.location_id = \(id) OR a.location_id IN (SELECT r.id FROM location r WHERE r.part_of = \(id))"
    },
    refusals: ["location_tenant_id_name_key": .invalid([Problem("name", "problem.name-taken")])])

  private static func site(of place: PlaceEntry) -> SQL {
    "(SELECT s.id FROM location s WHERE s.name = \(place.site))"
  }
}

extension OpeningRow {
  fileprivate init(stored row: [String]) throws {
    guard row.count == 4, let weekday = Int(row[1]).flatMap(Weekday.init), let opens = TimeOfDay(iso: row[2]),
      let closes = TimeOfDay(iso: row[3])
    else { throw StoredValueFault(column: "opening_hours") }
    self.init(stored: UUID(uuidString: row[0]), weekday: weekday, opens: opens, closes: closes)
  }
}

extension SQL {
  fileprivate static func insert(_ row: OpeningRow, of place: ID<Location>, _ id: UUID) -> SQL {
    """
    INSERT INTO opening_hours (id, location_id, weekday, opens, closes)
    VALUES (\(id), \(place), \(Int16(row.weekday.rawValue)), \(row.opens.sql), \(row.closes.sql))
    """
  }
}
