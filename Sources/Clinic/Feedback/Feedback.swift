public import FoundationEssentials
internal import Postgres

/// What somebody says of these pages.
public struct Feedback: Sendable {
  public let id: ID<Feedback>
  public let kind: Kind
  public let text: String
  /// The page that they came from, without what its address names; empty where it is not known.
  public let page: String
  public let at: Date
  public let state: State
  /// Whose it is; nil for a visitor.
  public let name: String?
  public let role: Role?
  public let wantsAnswer: Bool
  /// Who sees to it.
  public let takenBy: String?
  public let answer: String
  public let answeredAt: Date?

  public enum Kind: String, Sendable, CaseIterable {
    case problem, idea, praise
  }

  public enum State: String, Sendable, CaseIterable {
    case open, answered, closed
  }

  /// Characters, of what is said and of what is answered.
  public static let longest = 4000
  /// On one page of the list.
  public static let pageSize = 50
}

/// What somebody typed: checked already.
public struct NewFeedback: Sendable {
  public let kind: Feedback.Kind
  public let text: String
  public let page: String
  /// By letter, to the address of their account.
  public let wantsAnswer: Bool

  public init(kind: Feedback.Kind, text: String, page: String, wantsAnswer: Bool) {
    self.kind = kind
    self.text = text
    self.page = Self.withoutNames(page)
    self.wantsAnswer = wantsAnswer
  }

  /// A path alone, and of its parts the words alone: what names a record or lets somebody in is left out.
  static func withoutNames(_ path: String) -> String {
    guard path.hasPrefix("/"), !path.hasPrefix("//") else { return "" }
    let plain = path.prefix { $0 != "?" && $0 != "#" }
    let parts = plain.split(separator: "/").prefix(8).map { part in
      let isWord = part.count <= 30 && part.allSatisfy { ("a"..."z").contains($0) || $0 == "-" }
      return isWord ? String(part) : "…"
    }
    return "/" + parts.joined(separator: "/")
  }
}

extension Clinic {
  /// Keeps what somebody says, and tells administrators once a day that there is something to read: not what. The same form sent
  /// again changes nothing.
  ///
  /// - Throws: `Refusal.limited` for too much from one account, or of visitors from one network.
  public func give(_ feedback: NewFeedback, _ id: ID<Feedback>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let isThere = try await records.ask(
        Query<Bool>("SELECT FROM feedback WHERE id = \(id)") { !$0.isEmpty })
      if isThere { return }
      try await records.chargeFeedback()
      let account = records.visit.account?.stage == .full ? records.visit.account : nil
      try await records.finish(
        .feedbackGiven, of: nil,
        [
          """
          INSERT INTO feedback (id, account_id, kind, text, page, wants_answer, at)
          VALUES (\(id), \(account?.id), \(feedback.kind.rawValue), \(feedback.text), \(feedback.page),
                  \(feedback.wantsAnswer && account != nil), \(records.now))
          """,
          // One letter a day to each, however much is said.
          """
          INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
          SELECT gen_random_uuid(), \(LetterKind.feedbackReceived.rawValue), a.language, a.email, '{}', \(records.now), \(records.now)
            FROM account a
           WHERE a.role = ANY (\(Permission.answerFeedback.roles.map(\.rawValue))) AND a.disabled_at IS NULL
             AND NOT EXISTS (SELECT FROM outbox_message m
                              WHERE m.kind = \(LetterKind.feedbackReceived.rawValue) AND m.recipient = a.email
                                AND m.created_at > \(records.now - 86_400))
          """,
        ], detail: feedback.kind.rawValue)
    }
  }

  /// Whoever takes it says to the others that they see to it.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.doneByAnother)` when somebody else has it, or it is closed.
  public func take(_ id: ID<Feedback>, by visitor: Visitor) async throws {
    try await change(id, .feedbackTaken, by: visitor) { found, me, _ in
      if found.takenBy == me { return nil }
      if found.takenBy != nil || found.state == "closed" { throw Refusal.conflict(.doneByAnother) }
      return ["UPDATE feedback SET taken_by = \(me) WHERE id = \(id)"]
    }
  }

  /// Answers, by letter to the address of the account.
  ///
  /// - Parameter text: checked already.
  /// - Throws: `Refusal.unknown`; `.conflict(.doneByAnother)` when it was answered or closed; `.conflict(.otherState)` where nobody
  ///   wants an answer.
  public func answer(_ id: ID<Feedback>, _ text: String, by visitor: Visitor) async throws {
    try await change(id, .feedbackAnswered, by: visitor) { found, me, records in
      if found.state != "open" { throw Refusal.conflict(.doneByAnother) }
      guard let email = found.email, found.wantsAnswer else { throw Refusal.conflict(.otherState) }
      return [
        """
        UPDATE feedback SET state = 'answered', answer = \(text), answered_at = \(records.now), taken_by = \(me)
         WHERE id = \(id)
        """,
        try records.post(
          .feedbackAnswered, to: email, language: found.language ?? "", ["answer": text]),
      ]
    }
  }

  /// Nothing more is to be done. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`.
  public func close(_ id: ID<Feedback>, by visitor: Visitor) async throws {
    try await change(id, .feedbackClosed, by: visitor) { found, me, records in
      if found.state == "closed" { return nil }
      return [
        """
        UPDATE feedback SET state = 'closed', closed_at = \(records.now), taken_by = coalesce(taken_by, \(me)) WHERE id = \(id)
        """
      ]
    }
  }

  private struct Found: Sendable {
    let state: String
    let takenBy: ID<Account>?
    let wantsAnswer: Bool
    let email: String?
    let language: String?
  }

  /// - Parameter work: the statements; nil where it is done already.
  private func change(
    _ id: ID<Feedback>, _ act: Act, by visitor: Visitor,
    _ work: @Sendable (Found, ID<Account>, borrowing TenantRecords) throws -> [SQL]?
  ) async throws {
    try await open(visitor) { records in
      let me = try records.account.id
      let found = try await records.ask(
        Query<Found?>(
          """
          SELECT f.state, f.taken_by, f.wants_answer, a.email, a.language
            FROM feedback f LEFT JOIN account a ON a.id = f.account_id AND a.closed_at IS NULL
           WHERE f.id = \(id) FOR UPDATE OF f
          """,
          first: { row in
            try Found(
              state: row.next(), takenBy: row.next(), wantsAnswer: row.next(), email: row.next(),
              language: row.next())
          }))
      guard let found else { throw Refusal.unknown }
      guard let statements = try work(found, me, records) else { return }
      try await records.finish(act, of: id.uuid, statements)
    }
  }
}

extension Query<[Feedback]> {
  /// Those in a state, the newest first: one more than are shown on a page.
  ///
  /// - Parameter last: where the page before ended.
  public static func feedback(_ state: Feedback.State, after last: ID<Feedback>?) -> Self {
    let before: SQL =
      last.map { "(f.at, f.id) < ((SELECT at FROM feedback WHERE id = \($0)), \($0)::uuid)" } ?? "true"
    return Query(
      """
      SELECT \(Feedback.columns) WHERE f.state = \(state.rawValue) AND \(before)
       ORDER BY f.at DESC, f.id DESC LIMIT \(Feedback.pageSize + 1)
      """, each: Feedback.init(row:))
  }
}

extension Query<Feedback?> {
  public static func feedback(_ id: ID<Feedback>) -> Self {
    Query("SELECT \(Feedback.columns) WHERE f.id = \(id)", first: Feedback.init(row:))
  }
}

extension Feedback {
  fileprivate static let columns: SQL = """
    f.id, f.kind, f.text, f.page, f.at, f.state, a.display_name, a.role, f.wants_answer, t.display_name, f.answer, f.answered_at
      FROM feedback f
      LEFT JOIN account a ON a.id = f.account_id
      LEFT JOIN account t ON t.id = f.taken_by
    """

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    kind = Kind(rawValue: try row.next()) ?? .problem
    (text, page, at) = try (row.next(), row.next(), row.next())
    state = State(rawValue: try row.next()) ?? .open
    name = try row.next()
    role = try row.next(String?.self).flatMap(Role.init)
    (wantsAnswer, takenBy, answer, answeredAt) = try (row.next(), row.next(), row.next(), row.next())
  }
}
