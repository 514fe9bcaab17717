internal import FoundationEssentials
internal import Postgres

extension DeviceEntry {
  public static let storage = EntryStorage<DeviceEntry>(
    table: "device",
    columns: { _ in "e.id, e.name, e.kind, e.active" },
    read: { row in
      try DeviceEntry(id: row.next(), name: row.next(), kind: row.next(), isActive: row.next())
    },
    insert: { new, id, _ in
      ["INSERT INTO device (id, name, kind) VALUES (\(id), \(new.name), \(new.kind))"]
    },
    update: { old, new, _ in
      ["UPDATE device SET name = \(new.name), kind = \(new.kind) WHERE id = \(old.id)"]
    },
    setActive: { id, isActive in ["UPDATE device SET active = \(isActive) WHERE id = \(id)"] },
    hasHistory: """
      EXISTS (SELECT FROM occupancy o WHERE o.resource_id = e.id)
      OR EXISTS (SELECT FROM absence b WHERE b.device_id = e.id)
      """,
    effects: { now, _ in
      [
        (
          .visits,
          .visitsAhead(
            """
            EXISTS (SELECT FROM occupancy o
                     WHERE o.appointment_id = a.id AND o.resource_id = e.id AND o.released_at IS NULL)
            """, at: now)
        ),
        (.services, .servicesInNeed(of: "'device'", in: "device")),
      ]
    },
    refusals: ["device_tenant_id_name_key": .invalid([Problem("name", "problem.name-taken")])])
}
