internal import Postgres

/// Who or what can be away: a doctor, somebody who helps, a room or a device. All of them are reserved alike.
public struct Absentee: Sendable {
  public let id: ID<Absentee>
  public let name: String
  public let sort: Sort

  public enum Sort: String, Sendable, CaseIterable {
    case doctor, staff, room, device

    /// Of which resources another of the same kind can stand in; nil for doctors, who are booked by name.
    var pool: Pool.Of? {
      switch self {
      case .doctor: nil
      case .staff: .staff
      case .room: .location
      case .device: .device
      }
    }
  }
}

extension Query<[Absentee]> {
  /// For whom and what the visitor may enter an absence, by name.
  public static var absentees: Self {
    Query(
      """
      SELECT x.id, x.name, x.sort FROM \(Absentee.all) AS x WHERE \(Absentee.mayBeEntered)
       ORDER BY x.last_name, x.name, x.id LIMIT 1000
      """, each: Absentee.init(row:))
  }

  /// One, if the visitor may enter an absence for it.
  static func absentee(_ id: ID<Absentee>) -> Self {
    Query(
      "SELECT x.id, x.name, x.sort FROM \(Absentee.all) AS x WHERE x.id = \(id) AND \(Absentee.mayBeEntered)",
      each: Absentee.init(row:))
  }
}

extension Absentee {
  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    guard let sort = Sort(rawValue: try row.next()) else { throw StoredValueFault(column: "absentee") }
    self.sort = sort
  }

  /// All that are in use. A site is its rooms.
  static var all: SQL {
    """
    (SELECT p.id, CASE p.kind WHEN '' THEN 'doctor' ELSE 'staff' END AS sort,
            concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name) AS name, p.family_name AS last_name, p.kind,
            NULL::uuid AS site, coalesce(p.account_id = (SELECT current_account()), false) AS is_own
       FROM practitioner p WHERE p.active
     UNION ALL
     SELECT l.id, 'room', l.name, '', l.kind, l.part_of, false
       FROM location l WHERE l.active AND NOT EXISTS (SELECT FROM location r WHERE r.part_of = l.id)
     UNION ALL
     SELECT d.id, 'device', d.name, '', d.kind, NULL, false FROM device d WHERE d.active)
    """
  }

  /// Whether the visitor may enter absences of `x`: a doctor their own, and whoever settles what follows all.
  static var mayBeEntered: SQL {
    """
    (x.is_own AND x.sort = 'doctor'
     OR EXISTS (SELECT FROM account own WHERE own.id = (SELECT current_account())
                   AND own.role = ANY (\(Permission.settleTasks.roles.map(\.rawValue)))))
    """
  }

  /// A query of those that can stand in for one, by name: of the same kind; of rooms in the same house, so that no letter has to
  /// tell where to go.
  static func standIns(for id: ID<Absentee>) -> SQL {
    """
    SELECT other.id FROM \(all) AS x JOIN \(all) AS other ON other.sort = x.sort AND other.kind = x.kind
     WHERE x.id = \(id) AND other.id <> x.id
       AND CASE x.sort WHEN 'doctor' THEN false WHEN 'room' THEN other.site = x.site ELSE true END
     ORDER BY other.name, other.id
    """
  }

  /// What somebody or something is called, in use or not.
  static func name(of id: SQL) -> SQL {
    """
    coalesce((SELECT concat_ws(' ', nullif(n.prefix, ''), n.given_name, n.family_name) FROM practitioner n WHERE n.id = \(id)),
             (SELECT n.name FROM location n WHERE n.id = \(id)), (SELECT n.name FROM device n WHERE n.id = \(id)))
    """
  }
}
