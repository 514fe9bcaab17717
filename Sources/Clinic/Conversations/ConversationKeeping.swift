public import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Says that whoever is signed in sees to it. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.doneByAnother)` when somebody else does.
  public func takeOn(_ id: ID<Conversation>, by visitor: Visitor) async throws {
    try await keep(id, .clinic, .conversationTaken, by: visitor) { found, records in
      let account = try records.account.id
      if found.takenBy == account { return nil }
      if found.takenBy != nil { throw Refusal.conflict(.doneByAnother) }
      return ["UPDATE conversation SET taken_by = \(account), revision = revision + 1 WHERE id = \(id)"]
    }
  }

  /// Gives it into other hands, with a note that the patient never sees.
  ///
  /// - Parameters:
  ///   - note: checked already; empty for none.
  ///   - key: of the form: sent twice it is done once.
  ///   - seen: what was seen of it.
  /// - Throws: `Refusal.unknown`; `.invalid` at `to`; `.conflict(.changedMeanwhile)`.
  public func handOver(
    _ id: ID<Conversation>, to aim: Correspondent.Aim, note: String, key: UUID, seen: Int, by visitor: Visitor
  ) async throws {
    try await keep(id, .clinic, .conversationHandedOver, by: visitor) { found, records in
      let (team, person): (ID<CareTeam>?, ID<Account>?) =
        switch aim {
        case .team(let team): (team, nil)
        case .person(let person): (found.team, person)
        }
      if found.takenBy == person && found.team == team { return nil }
      guard found.seen == seen else { throw Refusal.conflict(.changedMeanwhile) }
      guard try await records.ask(Query<[Correspondent]>.colleagues).contains(where: { $0.aim == aim }) else {
        throw Refusal.invalid([Problem("to", "problem.choose")])
      }
      return [
        """
        UPDATE conversation SET team_id = \(team), taken_by = \(person), revision = revision + 1 WHERE id = \(id)
        """
      ] + (note.isEmpty ? [] : [try records.noting(note, key, in: id)])
        + [records.tellingNews(of: id, to: .clinic)]
    }
  }

  /// Keeps a note that the patient never sees.
  ///
  /// - Throws: `Refusal.unknown`.
  public func note(_ id: ID<Conversation>, _ text: String, key: UUID, by visitor: Visitor) async throws {
    try await keep(id, .clinic, .conversationNoted, by: visitor) { _, records in
      if try await records.ask(.conversation(sentWith: key)) != nil { return nil }
      return [
        try records.noting(text, key, in: id),
        "UPDATE conversation SET revision = revision + 1 WHERE id = \(id)",
      ]
    }
  }

  /// Closes it. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`.
  public func close(
    _ id: ID<Conversation>, _ reason: Conversation.Reason, _ side: Conversation.Side, by visitor: Visitor
  ) async throws {
    try await keep(id, side, .conversationClosed, by: visitor) { found, records in
      if found.state == .closed { return nil }
      return [
        """
        UPDATE conversation
           SET state = 'closed', answer_due = NULL, revision = revision + 1, closed_at = \(records.now),
               closed_by = current_account(), close_reason = \(reason.rawValue)
         WHERE id = \(id)
        """
      ]
    }
  }

  /// Opens it again, by the clinic. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`.
  public func reopen(_ id: ID<Conversation>, by visitor: Visitor) async throws {
    try await keep(id, .clinic, .conversationReopened, by: visitor) { found, _ in
      if found.state != .closed { return nil }
      return [
        """
        UPDATE conversation SET state = 'open', revision = revision + 1, closed_at = NULL, closed_by = NULL, close_reason = NULL
         WHERE id = \(id)
        """
      ]
    }
  }

  /// Marks what is shown as read, where a page shows by itself what came.
  ///
  /// - Throws: `Refusal.unknown`.
  public func read(_ id: ID<Conversation>, _ side: Conversation.Side, by visitor: Visitor) async throws {
    let now = clock()
    let (_, isThere) = try await ask(
      visitor,
      Query<Bool>(
        """
        WITH seen AS (SELECT c.* FROM conversation c WHERE c.id = \(id) AND \(ConversationReach.includes(side, at: now))),
        marked AS (\(SQL.readingMessages(side, at: now))), told AS (\(SQL.forgettingNews(.messages)))
        SELECT FROM seen
        """
      ) { !$0.isEmpty })
    guard isThere else { throw Refusal.unknown }
  }

  /// Keeps what somebody is writing; nothing is kept of nothing. One draft for each conversation, and one for what begins one.
  ///
  /// - Parameters:
  ///   - conversation: nil for what begins one.
  ///   - key: of the form: what was sent with it is no draft any more, however late it comes on a slow network.
  /// - Throws: `Refusal.unknown`.
  public func keep(
    _ draft: MessageDraft, of conversation: ID<Conversation>?, _ side: Conversation.Side, key: UUID? = nil,
    by visitor: Visitor
  ) async throws {
    let new: ID<MessageDraft> = newID()
    try await open(visitor) { records in
      if let conversation {
        guard try await records.ask(.locked(conversation, side, at: records.now)) != nil else {
          throw Refusal.unknown
        }
      }
      if draft.topic.isEmpty && draft.text.isEmpty {
        try await records.write([.forgettingDraft(of: conversation)])
        return
      }
      let known = try await records.ask(
        Query<ID<MessageDraft>?>(
          """
          SELECT id FROM communication_draft
           WHERE account_id = (SELECT current_account()) AND conversation_id IS NOT DISTINCT FROM \(conversation) FOR UPDATE
          """, first: { row in try row.next() }))
      let id = known ?? new
      let payload = try records.clinic.sealedTexts.draft(draft, id, records.visit.tenant.id)
      let isUnsent: SQL =
        "NOT EXISTS (SELECT FROM communication WHERE sender = (SELECT current_account()) AND key = \(key))"
      try await records.write([
        known == nil
          ? """
          INSERT INTO communication_draft (id, conversation_id, payload, saved_at)
          SELECT \(id), \(conversation), \(payload), \(records.now) WHERE \(isUnsent)
          ON CONFLICT ON CONSTRAINT communication_draft_once DO NOTHING
          """
          : "UPDATE communication_draft SET payload = \(payload), saved_at = \(records.now) WHERE id = \(id) AND \(isUnsent)"
      ])
    }
  }

  /// - Parameter work: the statements; nil where it is done already.
  private func keep(
    _ id: ID<Conversation>, _ side: Conversation.Side, _ act: Act, by visitor: Visitor,
    _ work: @Sendable (LockedConversation, borrowing TenantRecords) async throws -> [SQL]?
  ) async throws {
    try await open(visitor) { records in
      guard let found = try await records.ask(.locked(id, side, at: records.now)) else {
        throw Refusal.unknown
      }
      guard let statements = try await work(found, records) else { return }
      try await records.finish(act, of: id.uuid, statements)
    }
  }
}

extension TenantRecords {
  fileprivate func noting(_ text: String, _ key: UUID, in conversation: ID<Conversation>) throws -> SQL {
    let id: ID<Communication> = clinic.newID()
    let payload = try clinic.sealedTexts.message(text, id, visit.tenant.id)
    return """
      INSERT INTO communication (id, conversation_id, category, from_clinic, sent, payload, key)
      VALUES (\(id), \(conversation), 'note', true, \(now), \(payload), \(key))
      """
  }
}

extension SQL {
  static func forgettingDraft(of conversation: ID<Conversation>?) -> SQL {
    """
    DELETE FROM communication_draft
     WHERE account_id = (SELECT current_account()) AND conversation_id IS NOT DISTINCT FROM \(conversation)
    """
  }
}
