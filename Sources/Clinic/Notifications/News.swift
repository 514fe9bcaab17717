internal import FoundationEssentials
internal import Postgres

/// That there is something for somebody, and not what. They are written to once until they come to see.
enum News {
  /// Seconds until the letter leaves: whoever reads it on the page meanwhile is not written to.
  static let delay: TimeInterval = 120
}

extension TenantRecords {
  /// Writes to those on one side of a conversation that there is a message. Of the clinic it is who sees to it, else its team.
  func tellingNews(of conversation: ID<Conversation>, to side: Conversation.Side) -> SQL {
    let readers: SQL =
      side == .own
      ? Patient.readers(
        of: "(SELECT patient_id FROM conversation WHERE id = \(conversation))", for: .message, at: now)
      : """
      SELECT c.taken_by FROM conversation c WHERE c.id = \(conversation) AND c.taken_by IS NOT NULL
      UNION
      SELECT x.account_id FROM conversation c JOIN care_team_participant x ON x.team_id = c.team_id
       WHERE c.id = \(conversation) AND c.taken_by IS NULL
      UNION
      SELECT p.account_id FROM conversation c JOIN care_team t ON t.id = c.team_id JOIN practitioner p ON p.id = t.practitioner_id
       WHERE c.id = \(conversation) AND c.taken_by IS NULL AND p.account_id IS NOT NULL
      """
    return tellingNews(.messages, .messageReceived, to: readers, ["conversation": conversation.description])
  }

  /// - Parameter readers: a query of accounts.
  private func tellingNews(
    _ kind: NotificationKind, _ letter: LetterKind, to readers: SQL, _ values: [String: String]
  ) -> SQL {
    """
    WITH told AS (
      INSERT INTO told_of_news (id, account_id, kind, letter_id, told_at)
      SELECT gen_random_uuid(), a.id, \(kind.rawValue), gen_random_uuid(), \(now)
        FROM account a
       WHERE a.id IN (\(readers)) AND a.disabled_at IS NULL AND a.closed_at IS NULL
         AND a.id IS DISTINCT FROM current_account() AND \(kind.isMailed("a"))
      ON CONFLICT ON CONSTRAINT told_of_news_once DO NOTHING
      RETURNING account_id, letter_id
    )
    INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
    SELECT told.letter_id, \(letter.rawValue), a.language, a.email,
           jsonb_build_object('account', a.id, 'side', CASE WHEN a.role = 'patient' THEN 'own' ELSE 'clinic' END,
                              'conversation', \(values["conversation"])::text),
           \(now + News.delay), \(now)
      FROM told JOIN account a ON a.id = told.account_id
    """
  }
}

extension SQL {
  /// Whoever is signed in has come to see.
  static func forgettingNews(_ kind: NotificationKind) -> SQL {
    "DELETE FROM told_of_news WHERE account_id = current_account() AND kind = \(kind.rawValue)"
  }
}
