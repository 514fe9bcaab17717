public import FoundationEssentials
internal import Postgres

/// A page of the directory.
public struct Directory: Sendable {
  public let entries: [Entry]
  /// On all pages.
  public let total: Int
  /// Whether nobody fits all the words, and those are shown who fit most.
  public let isPartial: Bool

  /// Somebody in the directory, with the service whose times are shown.
  public struct Entry: Sendable {
    public let practitioner: Practitioner
    /// The one that was chosen, else the first that they offer; nil when they offer none.
    public let service: HealthcareService?
    /// Whether the signed-in patient has been with them before.
    public let isKnown: Bool
  }
}

extension Query<Directory> {
  /// Who fits more words as typed comes first, then who fits them more closely, then by name.
  ///
  /// What follows in the same transaction can ask for the schedules of `ScheduleScope.shown`.
  public static func directory(_ search: DirectorySearch, at now: Date) -> Self {
    Query(
      """
      WITH \(search.page(at: now)), noted AS MATERIALIZED (
        SELECT show_practitioners(array_agg(id)) FROM page
      )
      SELECT b.total, b.is_partial, b.service_id, \(Directory.isKnown), \(Practitioner.columns),
             \(HealthcareService.columns)
        FROM noted, page b
        JOIN practitioner p ON p.id = b.id
        LEFT JOIN healthcare_service s ON s.id = b.service_id
        LEFT JOIN specialty sp ON sp.id = s.specialty_id
       ORDER BY b.position
      """
    ) { rows in
      var (total, isPartial) = (0, false)
      let entries = try rows.decode { row in
        total = try row.next()
        isPartial = try row.next()
        return try Directory.Entry(row: &row)
      }
      return Directory(entries: entries, total: total, isPartial: isPartial)
    }
  }
}

extension Query<[Directory.Entry]> {
  /// Everybody who gives a service.
  public static func doctors(giving service: ID<HealthcareService>) -> Self {
    Query(
      """
      SELECT s.id, \(Directory.isKnown), \(Practitioner.columns), \(HealthcareService.columns)
        FROM practitioner_service x
        JOIN practitioner p ON p.id = x.practitioner_id AND p.active AND p.kind = ''
        JOIN healthcare_service s ON s.id = x.service_id
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.id = \(service) AND s.active
       ORDER BY p.family_name, p.given_name, p.id
      """, each: Directory.Entry.init(row:))
  }
}

extension Query<Directory.Entry?> {
  /// A doctor with a service of theirs.
  public static func doctor(_ id: ID<Practitioner>, giving service: ID<HealthcareService>) -> Self {
    Query(
      """
      SELECT s.id, \(Directory.isKnown), \(Practitioner.columns), \(HealthcareService.columns)
        FROM practitioner_service x
        JOIN practitioner p ON p.id = x.practitioner_id AND p.active AND p.kind = ''
        JOIN healthcare_service s ON s.id = x.service_id
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.id = \(service) AND p.id = \(id) AND s.active
      """, first: Directory.Entry.init(row:))
  }
}

extension Directory {
  /// Whether whoever is signed in has been with practitioner `p`.
  fileprivate static let isKnown: SQL = """
    EXISTS (SELECT FROM patient me JOIN appointment a ON a.patient_id = me.id
             WHERE me.account_id = (SELECT current_account()) AND a.practitioner_id = p.id
               AND a.status IN ('arrived', 'fulfilled'))
    """
}

extension Directory.Entry {
  init(row: inout Row) throws {
    let service = try row.next(ID<HealthcareService>?.self)
    isKnown = try row.next()
    practitioner = try Practitioner(row: &row)
    self.service = try service.map { _ in try HealthcareService(row: &row) }
  }
}

extension ScheduleScope {
  /// Those whom `Query.directory` found before in the same transaction, so that they are looked for once.
  ///
  /// - Parameter service: the one that was chosen.
  public static func shown(for service: ID<HealthcareService>?) -> Self {
    ScheduleScope(
      practitioners: "SELECT unnest(shown_practitioners()) AS id",
      services: service.map { "SELECT \($0)" } ?? "SELECT id FROM healthcare_service WHERE active")
  }
}

extension DirectorySearch {
  /// Where free times decide who is shown, so many are looked at.
  public static let mostCompared = 200

  /// Common table expressions up to `page`: whom the search finds, each with the service whose times are shown. Where
  /// free times decide, all that fit otherwise.
  ///
  /// Who fits fewer words than somebody else does not count, nor who fits less than half of them.
  func page(at now: Date) -> SQL {
    let words = words
    let limit = earliest == nil ? Self.pageSize : Self.mostCompared
    let fit: SQL =
      words.isEmpty
      ? "(SELECT id AS practitioner_id, 0 AS hits, 0 AS as_typed, 0 AS closeness FROM practitioner)" : "found"
    let found: SQL = words.isEmpty ? "" : "\(Self.found(by: words)), "
    return """
      \(found)fitting AS (
        SELECT p.id, f.hits, f.as_typed, f.closeness, s.id AS service_id
          FROM practitioner p JOIN \(fit) f ON f.practitioner_id = p.id
          LEFT JOIN LATERAL (\(firstService)) s ON true
         WHERE \(filter(at: now))
      ), best AS (
        SELECT *, count(*) OVER () AS total, hits < \(words.count) AS is_partial
          FROM fitting WHERE hits = (SELECT max(hits) FROM fitting) AND hits * 2 >= \(words.count)
      ), page AS (
        SELECT b.id, b.service_id, b.total, b.is_partial,
               row_number() OVER (ORDER BY b.as_typed DESC, b.closeness DESC, p.family_name, p.given_name, p.id)
                 AS position
          FROM best b JOIN practitioner p ON p.id = b.id
         ORDER BY position LIMIT \(limit) OFFSET \(earliest == nil ? (page - 1) * Self.pageSize : 0)
      )
      """
  }

  /// Of practitioner `p`.
  private var firstService: SQL {
    var conditions: [SQL] = ["x.practitioner_id = p.id AND y.active"]
    if let service { conditions.append("y.id = \(service)") }
    if online { conditions.append("y.online") }
    return """
      SELECT y.id FROM practitioner_service x JOIN healthcare_service y ON y.id = x.service_id
       WHERE \(conditions.joined(separator: " AND ")) ORDER BY x.position, y.name LIMIT 1
      """
  }
}
