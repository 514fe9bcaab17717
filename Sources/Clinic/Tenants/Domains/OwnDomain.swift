internal import Credentials
public import FoundationEssentials
internal import Postgres

/// A host of a clinic's own: wished for, and good once the operator has seen the proof that it is theirs.
public struct OwnDomain: Sendable {
  public let host: String
  /// What a record of the name service has to say.
  public let proof: String
  public let askedAt: Date
  /// Nil while it waits for the operator.
  public let provedAt: Date?

  public var isActive: Bool { provedAt != nil }
  /// Of the record that carries the proof.
  public var recordName: String { Self.recordName(of: host) }

  static func recordName(of host: String) -> String { "_polyclinic.\(host)" }
  /// Under which settings keep who changed it last.
  public static let setting = "domain"
}

/// What ends with a domain.
public struct DomainUse: Sendable {
  /// People who made passkeys there, which work nowhere else.
  public let withPasskeys: Int
}

extension Clinic {
  /// Wishes for a host. It leads to the clinic once the operator has confirmed it; the same wish sent again is one.
  ///
  /// - Throws: `Refusal.invalid` at the field for what leads somewhere already, or while another is wished for;
  ///   `Refusal.unconfirmed`.
  public func wishForDomain(_ name: DomainName, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      if let stored = try await records.ask(.ownDomain) {
        guard stored.host == name.description else {
          throw Refusal.invalid([Problem("domain", "problem.domain-first")])
        }
        return
      }
      let proof = "polyclinic-\(Token(from: records.clinic.random).text)"
      let isKept = try await records.ask(
        Query<Bool>(
          """
          INSERT INTO own_domain (host, proof, asked_at)
          SELECT \(name.description), \(proof), \(records.now) WHERE NOT host_is_taken(\(name.description))
          ON CONFLICT (tenant_id) DO NOTHING
          RETURNING 1
          """
        ) { !$0.isEmpty })
      guard isKept else { throw Refusal.invalid([Problem("domain", "problem.domain-taken")]) }
      try await records.finish(
        .domainWished, of: records.visit.tenant.id.uuid,
        [.settingChanged(OwnDomain.setting, at: records.now)],
        detail: name.description)
    }
  }

  /// Gives the host up, proved or not: it leads nowhere from then on.
  ///
  /// - Throws: `Refusal.unconfirmed`.
  public func giveUpDomain(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      guard let stored = try await records.ask(.ownDomain) else { return }
      try await records.finish(
        .domainGivenUp, of: records.visit.tenant.id.uuid,
        ["DELETE FROM own_domain", .settingChanged(OwnDomain.setting, at: records.now)], detail: stored.host)
    }
  }
}

extension Query<OwnDomain?> {
  public static var ownDomain: Self {
    Query("SELECT \(OwnDomain.columns) FROM own_domain", first: OwnDomain.init(row:))
  }
}

extension Query<DomainUse> {
  public static var domainUse: Self {
    Query(
      """
      SELECT count(DISTINCT p.account_id) FROM passkey p JOIN own_domain o ON o.host = p.host
      """
    ) { rows in try rows.decode { row in try DomainUse(withPasskeys: row.next()) }[0] }
  }
}

extension OwnDomain {
  static let columns: SQL = "host, proof, asked_at, proved_at"

  init(row: inout Row) throws {
    host = try row.next()
    proof = try row.next()
    askedAt = try row.next()
    provedAt = try row.next()
  }
}

extension SQL {
  /// Notes who changed a setting that has no field.
  fileprivate static func settingChanged(_ key: String, at now: Date) -> SQL {
    """
    INSERT INTO setting_change (key, at) VALUES (\(key), \(now))
    ON CONFLICT (tenant_id, key) DO UPDATE SET account_id = excluded.account_id, at = excluded.at
    """
  }
}
