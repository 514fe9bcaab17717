public import FoundationEssentials
internal import Postgres

/// What patients are asked to consent to (FHIR R4 Consent), one version of it. It never changes: whoever consented can be
/// shown what it was.
public struct ConsentText: Sendable {
  public let id: ID<ConsentText>
  public let name: String
  /// An ISO 639-1 code.
  public let language: String
  /// From 1.
  public let version: Int
  public let text: String
  public let author: String
  public let at: Date
  /// Whether it has to be agreed to before a visit by video or phone.
  public let isForTelehealth: Bool

  public static let longestName = 100
  public static let longestText = 20_000
}

/// A version to be.
public struct NewConsentText: Sendable {
  public let name: String
  public let language: String
  /// The one that its author began from; 0 for none.
  public let after: Int
  public let text: String
  public let isForTelehealth: Bool

  public init(name: String, language: String, after: Int, text: String, isForTelehealth: Bool = false) {
    self.name = name
    self.language = language
    self.after = after
    self.text = text
    self.isForTelehealth = isForTelehealth
  }
}

extension Clinic {
  /// Publishes a version, which holds from now on.
  ///
  /// - Throws: `Refusal.conflict(.entryChanged)` when there is another version after the one that its author began from.
  public func publish(_ new: NewConsentText, _ id: ID<ConsentText>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      if let stored = try await records.ask(.consentText(id)) {
        guard stored.text == new.text, stored.name == new.name else { throw Refusal.conflict(.alreadyDone) }
        return
      }
      let latest = try await records.ask(.latestVersion(of: new.name, in: new.language))
      guard latest == new.after else { throw Refusal.conflict(.entryChanged) }
      do {
        try await records.finish(
          .entryAdded, of: id.uuid,
          [
            """
            INSERT INTO consent_text (id, name, language, version, text, at, telehealth)
            VALUES (\(id), \(new.name), \(new.language), \(Int32(new.after + 1)), \(new.text), \(records.now),
                    \(new.isForTelehealth))
            """
          ], detail: "\(new.name), \(new.language), version \(new.after + 1)")
      } catch let error as PostgresError where error.sqlState == .uniqueViolation {
        throw Refusal.conflict(.entryChanged)
      }
    }
  }
}

extension Query<[ConsentText]> {
  /// The version of each that holds now, in order of the name.
  public static var consentTexts: Self {
    Query(
      """
      SELECT DISTINCT ON (c.name, c.language) \(ConsentText.columns) FROM \(ConsentText.rows)
       ORDER BY c.name, c.language, c.version DESC LIMIT 500
      """, each: ConsentText.init(row:))
  }

  /// All versions of what another version has the name of, the newest first.
  public static func versions(of id: ID<ConsentText>) -> Self {
    Query(
      """
      SELECT \(ConsentText.columns) FROM \(ConsentText.rows)
        JOIN consent_text one ON one.id = \(id) AND one.name = c.name AND one.language = c.language
       ORDER BY c.version DESC LIMIT 200
      """, each: ConsentText.init(row:))
  }
}

extension Query<ConsentText?> {
  public static func consentText(_ id: ID<ConsentText>?) -> Self {
    Query(
      "SELECT \(ConsentText.columns) FROM \(ConsentText.rows) WHERE c.id = \(id)",
      first: ConsentText.init(row:))
  }
}

extension Query<Int> {
  fileprivate static func latestVersion(of name: String, in language: String) -> Self {
    Query(
      "SELECT coalesce(max(version), 0) FROM consent_text WHERE name = \(name) AND language = \(language)"
    ) {
      rows in try rows.decode { row in try row.next(Int.self) }[0]
    }
  }
}

extension ConsentText {
  static let columns: SQL = "c.id, c.name, c.language, c.version, c.text, a.display_name, c.at, c.telehealth"
  static let rows: SQL = "consent_text c JOIN account a ON a.id = c.account_id"

  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    language = try row.next()
    version = try row.next()
    text = try row.next()
    author = try row.next()
    at = try row.next()
    isForTelehealth = try row.next()
  }
}
