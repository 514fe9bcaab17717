internal import Credentials
public import FoundationEssentials
internal import Postgres

/// A form that came when its sender's session was over, or before they had proved who they are: what they typed is kept for
/// them until they are back.
public struct UnsentForm: Codable, Hashable, Sendable {
  public struct Field: Codable, Hashable, Sendable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Where it was going: a path of ours, with its query.
  public let target: String
  /// Whether it came as `multipart/form-data` (RFC 7578). Its files are not kept.
  public let isMultipart: Bool
  public let fields: [Field]

  /// Seconds for which one is kept, and for which a session that has lapsed still tells whose it was.
  static let lifetime: TimeInterval = 86_400
  /// More than the longest form of ours has, encoded as it is kept.
  static let mostBytes = 2 << 20

  public init(to target: String, isMultipart: Bool, _ fields: [Field]) {
    self.target = target
    self.isMultipart = isMultipart
    self.fields = fields
  }
}

extension Clinic {
  /// Keeps a form for whoever the browser's session is or was, in the place of an earlier one.
  ///
  /// - Returns: false where nobody knows whose it is: there was no session, or it ended on purpose.
  public func keep(_ form: UnsentForm, by visitor: Visitor) async throws -> Bool {
    let content = Array(try JSONEncoder().encode(form))
    guard content.count <= UnsentForm.mostBytes else { return false }
    return try await open(visitor.asAnybody) { records in
      guard let owner = try await records.ask(.owner(of: visitor.tokenHash)) else { return false }
      let sealed = try secrets.box.seal(content, context: UnsentForm.context(owner, records.visit.tenant.id))
      try await records.write([
        """
        INSERT INTO unsent_form (account_id, content, kept_at) VALUES (\(owner), \(sealed), \(records.now))
        ON CONFLICT (tenant_id, account_id) DO UPDATE SET content = EXCLUDED.content, kept_at = EXCLUDED.kept_at
        """
      ])
      return true
    }
  }

  /// Whether somebody's session is or was in the visitor's browser, so that a form of theirs would be kept.
  public func knowsOwner(of visitor: Visitor) async throws -> Bool {
    try await ask(visitor.asAnybody, .owner(of: visitor.tokenHash)).answer != nil
  }

  /// What was kept for whoever is signed in; nil for nothing.
  public func unsentForm(by visitor: Visitor) async throws -> UnsentForm? {
    let (visit, kept) = try await ask(visitor, .keptForm(at: clock()))
    guard let kept, let account = visit.account else { return nil }
    let content = try secrets.box.open(kept, context: UnsentForm.context(account.id, visit.tenant.id))
    return try JSONDecoder().decode(UnsentForm.self, from: Data(content))
  }
}

extension UnsentForm {
  fileprivate static func context(_ account: ID<Account>, _ tenant: ID<Tenant>) -> String {
    KeyedColumn.unsent.context(tenant, owner: "\(account)")
  }
}

extension Query<ID<Account>?> {
  fileprivate static func owner(of tokenHash: [UInt8]?) -> Self {
    Query(
      "SELECT account_id FROM session WHERE token_hash = \(tokenHash) AND stage = 'full'",
      first: { row in try row.next() })
  }
}

extension Query<[UInt8]?> {
  fileprivate static func keptForm(at now: Date) -> Self {
    Query(
      """
      SELECT content FROM unsent_form
       WHERE account_id = (SELECT current_account()) AND kept_at > \(now - UnsentForm.lifetime)
      """, first: { row in try row.next() })
  }
}
