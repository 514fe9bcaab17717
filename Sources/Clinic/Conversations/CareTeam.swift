public import FoundationEssentials
internal import Postgres

/// Who answers together (FHIR R4 CareTeam).
public struct CareTeam: Sendable {
  public let id: ID<CareTeam>
  public let name: String
  /// Of a doctor's practice: they are one of its members.
  public let practitioner: ID<Practitioner>?
  public let practitionerName: String?
  /// Working hours until there is an answer, as a rule.
  public let hours: Int
  public let members: [Member]
  public let isActive: Bool
  public let revision: Int
  /// Conversations that are not closed.
  public let open: Int

  public struct Member: Sendable {
    public let id: ID<Account>
    public let name: String
  }

  public static let longestName = 100
  public static let hoursRange = 1...200
}

/// What an administrator says of a team: checked already.
public struct NewCareTeam: Sendable {
  public let name: String
  public let practitioner: ID<Practitioner>?
  public let hours: Int
  public let members: [ID<Account>]
  public let isActive: Bool

  public init(
    name: String, practitioner: ID<Practitioner>?, hours: Int, members: [ID<Account>], isActive: Bool = true
  ) {
    self.name = name
    self.practitioner = practitioner
    self.hours = hours
    self.members = members
    self.isActive = isActive
  }
}

extension Query<[CareTeam]> {
  /// All, those that are out of use last.
  public static var careTeams: Self {
    Query("SELECT \(CareTeam.columns) ORDER BY t.active DESC, t.name", each: CareTeam.init(row:))
  }

  /// Those of whoever is signed in.
  public static var myCareTeams: Self {
    Query(
      """
      SELECT \(CareTeam.columns) WHERE t.id IN (\(ConversationReach.teams(of: "(SELECT current_account())"))) ORDER BY t.name
      """, each: CareTeam.init(row:))
  }
}

extension Query<CareTeam?> {
  public static func careTeam(_ id: ID<CareTeam>) -> Self {
    Query("SELECT \(CareTeam.columns) WHERE t.id = \(id)", first: CareTeam.init(row:))
  }
}

extension Query<[CareTeam.Member]> {
  /// Everybody who can be in a team.
  public static var staffWhoAnswer: Self {
    Query(
      """
      SELECT id, display_name FROM account
       WHERE role = ANY (\(Permission.answerPatients.roles.map(\.rawValue))) AND disabled_at IS NULL
       ORDER BY display_name, id LIMIT 500
      """
    ) { row in try CareTeam.Member(id: row.next(), name: row.next()) }
  }
}

extension CareTeam {
  fileprivate static let columns: SQL = """
    t.id, t.name, t.practitioner_id, CASE WHEN p.id IS NOT NULL
      THEN concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name) END, t.answer_hours,
    ARRAY(SELECT x.account_id FROM care_team_participant x JOIN account a ON a.id = x.account_id
           WHERE x.team_id = t.id ORDER BY a.display_name, a.id),
    ARRAY(SELECT a.display_name FROM care_team_participant x JOIN account a ON a.id = x.account_id
           WHERE x.team_id = t.id ORDER BY a.display_name, a.id),
    t.active, t.revision, (SELECT count(*) FROM conversation c WHERE c.team_id = t.id AND c.state <> 'closed')
      FROM care_team t LEFT JOIN practitioner p ON p.id = t.practitioner_id
    """

  fileprivate init(row: inout Row) throws {
    (id, name, practitioner, practitionerName, hours) = try (
      row.next(), row.next(), row.next(), row.next(), row.next()
    )
    let (ids, names) = try (row.next([UUID].self), row.next([String].self))
    members = zip(ids, names).map { Member(id: ID($0), name: $1) }
    (isActive, revision, open) = try (row.next(), row.next(), row.next())
  }
}

extension Clinic {
  /// - Throws: `Refusal.invalid` at `name` where there is one of that name, at `members` and `practitioner` for who is not there.
  public func add(_ team: NewCareTeam, _ id: ID<CareTeam>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      if try await records.ask(.careTeam(id)) != nil { return }
      try await records.check(team, besides: id)
      try await records.finish(
        .teamAdded, of: id.uuid,
        [
          """
          INSERT INTO care_team (id, name, practitioner_id, answer_hours, active, created_at)
          VALUES (\(id), \(team.name), \(team.practitioner), \(team.hours)::int, \(team.isActive), \(records.now))
          """, .join(team.members, id),
        ])
    }
  }

  /// - Parameter revision: what its author has seen.
  /// - Throws: as `add`; `Refusal.conflict(.entryChanged)` when somebody else changed it meanwhile.
  public func change(
    _ id: ID<CareTeam>, to team: NewCareTeam, seen revision: Int, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let found = try await records.ask(
        Query<Int?>(
          "SELECT revision FROM care_team WHERE id = \(id) FOR UPDATE", first: { row in try row.next() }))
      guard let found else { throw Refusal.unknown }
      guard found == revision else { throw Refusal.conflict(.entryChanged) }
      try await records.check(team, besides: id)
      try await records.finish(
        .teamChanged, of: id.uuid,
        [
          """
          UPDATE care_team SET name = \(team.name), practitioner_id = \(team.practitioner), answer_hours = \(team.hours)::int,
                               active = \(team.isActive), revision = revision + 1
           WHERE id = \(id)
          """,
          "DELETE FROM care_team_participant WHERE team_id = \(id) AND account_id <> ALL (\(team.members.map(\.uuid)))",
          .join(team.members, id),
        ])
    }
  }
}

extension TenantRecords {
  fileprivate func check(_ team: NewCareTeam, besides id: ID<CareTeam>) async throws {
    let members = Set(try await ask(Query<[CareTeam.Member]>.staffWhoAnswer).map(\.id))
    let (isTaken, isThere) = (
      try await ask(
        Query<Bool>("SELECT FROM care_team WHERE lower(name) = lower(\(team.name)) AND id <> \(id)") {
          !$0.isEmpty
        }),
      try await ask(Query<Bool>("SELECT FROM practitioner WHERE id = \(team.practitioner)") { !$0.isEmpty })
    )
    var problems: [Problem] = []
    if isTaken { problems.append(Problem("name", "problem.name-taken")) }
    if team.practitioner != nil, !isThere { problems.append(Problem("practitioner", "problem.choose")) }
    if !Set(team.members).isSubset(of: members) { problems.append(Problem("members", "problem.choose")) }
    if team.members.isEmpty, team.practitioner == nil {
      problems.append(Problem("members", "problem.team-empty"))
    }
    if !problems.isEmpty { throw Refusal.invalid(problems) }
  }
}

extension SQL {
  fileprivate static func join(_ members: [ID<Account>], _ team: ID<CareTeam>) -> SQL {
    """
    INSERT INTO care_team_participant (id, team_id, account_id)
    SELECT gen_random_uuid(), \(team), one FROM unnest(\(members.map(\.uuid))) AS one
    ON CONFLICT (tenant_id, team_id, account_id) DO NOTHING
    """
  }
}
