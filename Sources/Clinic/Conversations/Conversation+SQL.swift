public import FoundationEssentials
internal import Postgres

extension Conversation {
  /// Of conversation `c`, for `joins`.
  fileprivate static func columns(_ side: Side) -> SQL {
    """
    c.tenant_id, c.id, c.patient_id, concat_ws(' ', pt.given_name, pt.family_name), pt.number,
    pt.account_id IS NOT DISTINCT FROM (SELECT current_account()), c.topic, c.team_id, t.name, c.taken_by,
    taker.display_name, c.state, \(seen(side)), c.answer_due, c.last_at,
    (SELECT count(*) FROM communication m
      WHERE m.conversation_id = c.id AND m.category = 'message' AND m.received IS NULL AND m.from_clinic = \(side == .own)),
    c.closed_at, closer.display_name, c.close_reason
    """
  }

  fileprivate static let joins: SQL = """
    JOIN patient pt ON pt.id = c.patient_id
    LEFT JOIN care_team t ON t.id = c.team_id
    LEFT JOIN account taker ON taker.id = c.taken_by
    LEFT JOIN account closer ON closer.id = c.closed_by
    """

  /// What tells whether conversation `c` is what a writer saw: notes and who sees to it are the clinic's own affair.
  static func seen(_ side: Side) -> SQL {
    side == .clinic
      ? "c.revision"
      : """
      (SELECT count(*)::int FROM communication m WHERE m.conversation_id = c.id AND m.category = 'message')
      """
  }

  fileprivate init(row: inout Row, _ texts: SealedTexts) throws {
    let tenant: ID<Tenant> = try row.next()
    id = try row.next()
    (patient, patientName, patientNumber, isOwn) = try (row.next(), row.next(), row.next(), row.next())
    topic = try texts.topic(of: row.next(), id, tenant)
    (team, teamName, takenBy, takenByName) = try (row.next(), row.next(), row.next(), row.next())
    guard let state = State(rawValue: try row.next()) else { throw StoredValueFault(column: "state") }
    self.state = state
    seen = Int(try row.next(Int32.self))
    (answerDue, lastAt, unread) = try (row.next(), row.next(), row.next())
    let (at, by, reason) = try (row.next(Date?.self), row.next(String?.self), row.next(String?.self))
    closed =
      if let at, let reason {
        Closing(at: at, by: by ?? "", reason: Reason(rawValue: reason) ?? .answered)
      } else { nil }
  }
}

/// Which conversations staff look at.
public enum ConversationScope: String, Sendable, CaseIterable {
  /// Those that they see to.
  case mine
  /// Those of their teams, whoever sees to them.
  case teams
  /// Those that the clinic has not answered in time.
  case overdue
  /// All that they reach.
  case all
  case closed

  fileprivate func condition(at now: Date) -> SQL {
    switch self {
    case .mine: "c.state <> 'closed' AND \(ConversationReach.isMine)"
    case .teams: "c.state <> 'closed' AND \(ConversationReach.isOfMyTeams)"
    case .overdue: "c.state = 'clinic' AND c.answer_due < \(now)"
    case .all: "c.state <> 'closed'"
    case .closed: "c.state = 'closed'"
    }
  }
}

extension Query<[Conversation]> {
  /// Of whoever is signed in and their children, the latest first.
  public static func ownConversations(_ texts: SealedTexts, at now: Date) -> Self {
    Query(
      """
      SELECT \(Conversation.columns(.own)) FROM conversation c \(Conversation.joins)
       WHERE \(ConversationReach.includes(.own, at: now))
       ORDER BY c.last_at DESC, c.id DESC LIMIT \(Conversation.pageSize * 4)
      """
    ) { row in try Conversation(row: &row, texts) }
  }

  /// Those of a scope that the visitor reaches, the latest first: one more than are shown on a page.
  ///
  /// - Parameters:
  ///   - patient: of one patient alone.
  ///   - last: where the page before ended.
  public static func conversations(
    _ scope: ConversationScope, of team: ID<CareTeam>?, about patient: ID<Patient>?,
    after last: ID<Conversation>?,
    _ texts: SealedTexts, at now: Date
  ) -> Self {
    let before: SQL =
      last.map { "(c.last_at, c.id) < ((SELECT last_at FROM conversation WHERE id = \($0)), \($0)::uuid)" }
      ?? "true"
    return Query(
      """
      SELECT \(Conversation.columns(.clinic)) FROM conversation c \(Conversation.joins)
       WHERE \(ConversationReach.includes(.clinic, at: now)) AND \(scope.condition(at: now)) AND \(before)
         AND (\(team)::uuid IS NULL OR c.team_id = \(team)) AND (\(patient)::uuid IS NULL OR c.patient_id = \(patient))
       ORDER BY c.last_at DESC, c.id DESC LIMIT \(Conversation.pageSize + 1)
      """
    ) { row in try Conversation(row: &row, texts) }
  }
}

extension Query<[ConversationScope: Int]> {
  /// How many there are in each scope that is worked off.
  public static func conversationCounts(at now: Date) -> Self {
    let counted: [ConversationScope] = [.mine, .teams, .overdue]
    let counts = counted.map { scope -> SQL in "count(*) FILTER (WHERE \(scope.condition(at: now)))" }
    return Query(
      """
      SELECT \(counts[0]), \(counts[1]), \(counts[2]) FROM conversation c
       WHERE c.state <> 'closed' AND \(ConversationReach.includes(.clinic, at: now))
      """
    ) { rows in
      try rows.decode { row -> [ConversationScope: Int] in
        let (mine, teams, overdue) = try (row.next(Int.self), row.next(Int.self), row.next(Int.self))
        return [.mine: mine, .teams: teams, .overdue: overdue]
      }.first ?? [:]
    }
  }
}

extension Query<Conversation?> {
  /// One that the visitor reaches. That it was read is marked beside: at the messages of the other side; in the audit log, where staff
  /// look. A page that looks by itself marks no message.
  public static func conversation(
    _ id: ID<Conversation>, _ side: Conversation.Side, _ texts: SealedTexts, by visitor: Visitor, at now: Date
  ) -> Self {
    let noted: SQL =
      side == .own
      ? "" : ", noted AS (\(SQL.notingLook(.read, "seen.id", "seen", visitor, at: now)))"
    let read: SQL =
      visitor.isUnattended
      ? "" : ", marked AS (\(SQL.readingMessages(side, at: now))), told AS (\(SQL.forgettingNews(.messages)))"
    return Query(
      """
      WITH seen AS (SELECT c.* FROM conversation c WHERE c.id = \(id) AND \(ConversationReach.includes(side, at: now)))
      \(noted)\(read)
      SELECT \(Conversation.columns(side)) FROM seen c \(Conversation.joins)
      """
    ) { rows in try rows.decode { row in try Conversation(row: &row, texts) }.first }
  }
}

extension SQL {
  /// Marks the other side's messages of `seen` as read.
  static func readingMessages(_ side: Conversation.Side, at now: Date) -> SQL {
    """
    UPDATE communication m SET received = \(now), received_by = current_account() FROM seen
     WHERE m.conversation_id = seen.id AND m.category = 'message' AND m.from_clinic = \(side == .own)
       AND m.received IS NULL
    """
  }
}

extension Query<[Communication]> {
  /// All of a conversation that the visitor reaches, in order; notes for the clinic alone.
  public static func communications(
    of id: ID<Conversation>, _ side: Conversation.Side, _ texts: SealedTexts, at now: Date
  ) -> Self {
    let shown: SQL = side == .own ? "m.category = 'message'" : "true"
    return Query([
      """
      SELECT m.tenant_id, m.id, m.category, m.from_clinic, s.display_name, m.sender = (SELECT current_account()), m.sent,
             m.received, r.display_name, m.payload
        FROM conversation c
        JOIN communication m ON m.conversation_id = c.id
        JOIN account s ON s.id = m.sender
        LEFT JOIN account r ON r.id = m.received_by
       WHERE c.id = \(id) AND \(ConversationReach.includes(side, at: now)) AND \(shown)
       ORDER BY m.sent, m.id
      """,
      """
      SELECT x.communication_id, d.id, d.title, d.content = 'ready' AND d.status = 'current'
        FROM conversation c
        JOIN communication m ON m.conversation_id = c.id
        JOIN communication_document x ON x.communication_id = m.id
        JOIN document_reference d ON d.id = x.document_id
       WHERE c.id = \(id) AND \(ConversationReach.includes(side, at: now))
       ORDER BY d.created_at, d.id
      """,
    ]) { rows in
      let documents = try rows[rows.startIndex + 1].decode { row in
        let message: ID<Communication> = try row.next()
        return (message, try Communication.Document(id: row.next(), title: row.next(), isReady: row.next()))
      }
      let byMessage = Dictionary(grouping: documents, by: \.0).mapValues { $0.map(\.1) }
      return try rows[rows.startIndex].decode { row in
        let tenant: ID<Tenant> = try row.next()
        let id: ID<Communication> = try row.next()
        return try Communication(
          id: id, category: Communication.Category(rawValue: row.next()) ?? .note, isFromClinic: row.next(),
          sender: row.next(), isOwn: row.next(), sent: row.next(), received: row.next(),
          receivedBy: row.next(),
          text: texts.message(of: row.next(), id, tenant), documents: byMessage[id] ?? [])
      }
    }
  }
}

extension Query<MessageDraft?> {
  /// What whoever is signed in was writing.
  ///
  /// - Parameter conversation: nil for what begins one.
  public static func draft(of conversation: ID<Conversation>?, _ texts: SealedTexts) -> Self {
    Query(
      """
      SELECT tenant_id, id, payload FROM communication_draft
       WHERE account_id = (SELECT current_account()) AND conversation_id IS NOT DISTINCT FROM \(conversation)
      """,
      first: { row in
        let tenant: ID<Tenant> = try row.next()
        let id: ID<MessageDraft> = try row.next()
        return try texts.draft(of: row.next(), id, tenant)
      })
  }
}
