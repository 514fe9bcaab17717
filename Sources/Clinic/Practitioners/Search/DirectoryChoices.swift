internal import Postgres

/// What the directory can be narrowed down by, beside specialty and service.
public struct DirectoryChoices: Sendable {
  /// ISO 639-1 codes of the languages that somebody speaks, in order of the code.
  public let languages: [String]
  /// Sites, which have rooms, by name.
  public let places: [Location]
  /// Whether anything is done online.
  public let hasOnline: Bool
}

extension Query<DirectoryChoices> {
  public static var directoryChoices: Self {
    Query(
      """
      SELECT ARRAY(SELECT DISTINCT unnest(languages) FROM practitioner WHERE active AND kind = '' ORDER BY 1),
             EXISTS (SELECT FROM healthcare_service WHERE active AND online), l.id, l.name
        FROM (VALUES (1)) AS once
        LEFT JOIN location l ON l.part_of IS NULL AND l.active
         AND EXISTS (SELECT FROM location r WHERE r.part_of = l.id AND r.active)
       ORDER BY l.name
      """
    ) { rows in
      var (languages, hasOnline) = ([String](), false)
      let places = try rows.decode { row in
        languages = try row.next()
        hasOnline = try row.next()
        let id = try row.next(ID<Location>?.self)
        return try id.map { Location(id: $0, name: try row.next()) }
      }
      return DirectoryChoices(
        languages: languages, places: places.compactMap(\.self), hasOnline: hasOnline)
    }
  }
}

extension Query<Set<ID<Location>>> {
  /// Of a site.
  public static func rooms(of place: ID<Location>?) -> Self {
    guard let place else { return Query([]) { _ in [] } }
    return Query("SELECT id FROM location WHERE part_of = \(place) AND active") { rows in
      Set(try rows.decode { row in try row.next(ID<Location>.self) })
    }
  }
}
