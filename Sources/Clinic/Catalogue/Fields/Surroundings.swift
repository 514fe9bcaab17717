public import CivilTime
internal import Postgres

/// What has to be known of the clinic to read and write the fields of one entry.
public struct Surroundings: Sendable {
  /// An ISO 4217 code.
  public let currency: String
  public let today: Day
  public let names: [Naming: [Name]]

  public struct Name: Hashable, Sendable {
    public let text: String
    /// What is retired is no longer offered, but stays where it was chosen.
    public let isActive: Bool

    public init(_ text: String, isActive: Bool = true) {
      self.text = text
      self.isActive = isActive
    }
  }

  public init(currency: String, today: Day, names: [Naming: [Name]] = [:]) {
    self.currency = currency
    self.today = today
    self.names = names
  }

  /// As the clinic writes it; whoever types may mix up the case.
  func name(_ typed: String, of naming: Naming) -> String? {
    let all = names[naming] ?? []
    return all.first { $0.text == typed }?.text
      ?? all.first { $0.text.lowercased() == typed.lowercased() }?.text
  }
}

extension Query<[Naming: [Surroundings.Name]]> {
  /// Of everything that another entry can name, in order of the name.
  public static var namings: Self {
    Query(
      """
      SELECT sort, name, bool_or(active) FROM (
        SELECT 'specialty' AS sort, name, active FROM specialty
        UNION ALL SELECT 'service', name, active FROM healthcare_service
        UNION ALL SELECT 'category', category, active FROM healthcare_service WHERE category <> ''
        UNION ALL SELECT 'site', name, active FROM location WHERE part_of IS NULL
        UNION ALL SELECT 'room', name, active FROM location l
                   WHERE NOT EXISTS (SELECT FROM location r WHERE r.part_of = l.id)
        UNION ALL SELECT 'room-kind', kind, active FROM location WHERE kind <> ''
        UNION ALL SELECT 'device-kind', kind, active FROM device
        UNION ALL SELECT 'staff-kind', kind, active FROM practitioner WHERE kind <> '') AS named
       GROUP BY sort, name ORDER BY name
      """
    ) { rows in
      var names: [Naming: [Surroundings.Name]] = [:]
      _ = try rows.decode { row in
        guard let naming = Naming(rawValue: try row.next()) else { throw StoredValueFault(column: "naming") }
        let name = Surroundings.Name(try row.next(), isActive: try row.next())
        names[naming, default: []].append(name)
        if Naming.kinds.contains(naming), names[.kind]?.contains(name) != true {
          names[.kind, default: []].append(name)
        }
      }
      return names
    }
  }
}

extension Naming {
  fileprivate static let kinds: Set<Naming> = [.roomKind, .deviceKind, .staffKind]
}
