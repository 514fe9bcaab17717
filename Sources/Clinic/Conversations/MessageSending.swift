internal import CivilTime
public import FoundationEssentials
internal import Postgres

/// What somebody wrote: checked already.
public struct NewMessage: Sendable {
  public let text: String
  /// Of the form: sent twice it is one, and files that came with the form are this message's.
  public let key: UUID
  /// Documents that are there already.
  public let documents: [ID<DocumentReference>]
  /// What its writer has seen of the conversation.
  public let seen: Int
  /// Whether the clinic expects an answer.
  public let awaitsAnswer: Bool

  public init(
    text: String, key: UUID, documents: [ID<DocumentReference>] = [], seen: Int = 0, awaitsAnswer: Bool = true
  ) {
    self.text = text
    self.key = key
    self.documents = documents
    self.seen = seen
    self.awaitsAnswer = awaitsAnswer
  }
}

/// What begins a conversation: checked already.
public struct NewConversation: Sendable {
  public let patient: ID<Patient>
  /// Who is to answer; nil where the clinic writes: whoever does sees to it.
  public let aim: Correspondent.Aim?
  public let topic: String
  public let message: NewMessage

  public init(patient: ID<Patient>, aim: Correspondent.Aim?, topic: String, message: NewMessage) {
    self.patient = patient
    self.aim = aim
    self.topic = topic
    self.message = message
  }
}

extension Clinic {
  /// Begins a conversation. The same form sent again changes nothing.
  ///
  /// - Returns: the conversation.
  /// - Throws: `Refusal.unknown` for another's patient; `.limited`; `.invalid` at `aim`, `file`, `patient`.
  public func begin(
    _ new: NewConversation, _ side: Conversation.Side, by visitor: Visitor
  ) async throws -> ID<Conversation> {
    let id: ID<Conversation> = newID()
    return try await open(visitor) { records in
      let account = try records.account.id
      if let known = try await records.ask(.conversation(sentWith: new.message.key)) { return known }
      let hours = try await records.hours(of: new, side)
      if side == .own { try await records.chargeMessage() }
      let documents = try await records.documents(of: new.message, about: new.patient, side)
      let due = side == .own ? try await records.answerDue(in: hours) : nil
      let (team, person): (ID<CareTeam>?, ID<Account>?) =
        switch new.aim {
        case .team(let team)?: (team, nil)
        case .person(let person)?: (nil, person)
        case nil: (nil, account)
        }
      let topic = try records.clinic.sealedTexts.topic(new.topic, id, records.visit.tenant.id)
      let state: Conversation.State = side == .own ? .clinic : new.message.awaitsAnswer ? .patient : .open
      try await records.finish(
        .conversationBegun, of: id.uuid,
        [
          """
          INSERT INTO conversation (id, patient_id, topic, team_id, taken_by, state, answer_due, last_at, created_at)
          VALUES (\(id), \(new.patient), \(topic), \(team), \(person), \(state.rawValue), \(due), \(records.now), \(records.now))
          """
        ]
          + (try records.adding(new.message, documents, to: id, side))
          + [.forgettingDraft(of: nil), records.tellingNews(of: id, to: side == .own ? .clinic : .own)])
      return id
    }
  }

  /// Answers. The same form sent again changes nothing. A patient's answer opens what was closed a short while ago.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.changedMeanwhile)` when its writer has not seen all of it; `.conflict(.tooLate)` when it
  ///   was closed long ago; `.limited`; `.invalid` at `file`.
  public func answer(
    _ id: ID<Conversation>, _ message: NewMessage, _ side: Conversation.Side, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      guard let found = try await records.ask(.locked(id, side, at: records.now)) else {
        throw Refusal.unknown
      }
      if try await records.ask(.conversation(sentWith: message.key)) != nil { return }
      if let closed = found.closedAt, side == .own, !Conversation.reopens(closed, at: records.now) {
        throw Refusal.conflict(.tooLate)
      }
      guard found.seen == message.seen else { throw Refusal.conflict(.changedMeanwhile) }
      if side == .own { try await records.chargeMessage() }
      let documents = try await records.documents(of: message, about: found.patient, side)
      let state: Conversation.State = side == .own ? .clinic : message.awaitsAnswer ? .patient : .open
      // Who adds to what waits already waits no longer for it.
      var due = side == .own ? found.answerDue : nil
      if side == .own, due == nil { due = try await records.answerDue(in: found.hours) }
      let answerDue = due
      let taker = side == .own ? nil : account
      try await records.finish(
        .messageSent, of: id.uuid,
        (try records.adding(message, documents, to: id, side)) + [
          """
          UPDATE conversation
             SET state = \(state.rawValue), answer_due = \(answerDue), last_at = \(records.now), revision = revision + 1,
                 taken_by = coalesce(taken_by, \(taker)), closed_at = NULL, closed_by = NULL, close_reason = NULL
           WHERE id = \(id)
          """, .forgettingDraft(of: id), records.tellingNews(of: id, to: side == .own ? .clinic : .own),
        ])
    }
  }
}

extension TenantRecords {
  /// Of whoever is to answer what begins a conversation: working hours, as a rule.
  ///
  /// - Throws: `Refusal.unknown` for a patient who is not the visitor's; `.invalid` for who can't be written to.
  fileprivate func hours(of new: NewConversation, _ side: Conversation.Side) async throws -> Int {
    guard side == .own else {
      let isReached = try await ask(
        Query<Bool>(
          "SELECT FROM patient p WHERE p.id = \(new.patient) AND \(DocumentReach.includes("p.id", .clinic, at: now))"
        ) { !$0.isEmpty })
      guard isReached else { throw Refusal.unknown }
      return Conversation.usualHours
    }
    let isMine = try await ask(
      Query<Bool>(
        "SELECT FROM patient WHERE id = \(new.patient) AND id IN (\(Patient.mine(for: .message, at: now)))"
      ) {
        !$0.isEmpty
      })
    guard isMine else { throw Refusal.unknown }
    guard let aim = new.aim,
      let correspondent = try await ask(Query<[Correspondent]>.correspondents(at: now)).first(where: {
        $0.aim == aim
      })
    else { throw Refusal.invalid([Problem("aim", "problem.choose")]) }
    return correspondent.hours
  }

  fileprivate func answerDue(in hours: Int) async throws -> Date {
    let zone = try clinic.zones.rules(for: visit.tenant.timeZone)
    return try await ask(Query<WorkingTime>.workingTime(at: now)).instant(hours, hoursAfter: now, in: zone)
  }

  /// Those that came with the form, and those that were chosen: all of this patient, and the writer's to see.
  fileprivate func documents(
    of message: NewMessage, about patient: ID<Patient>, _ side: Conversation.Side
  ) async throws -> [ID<DocumentReference>] {
    let chosen = Set(message.documents)
    // Files are kept for whom the form named when they came: sent about another, they would stay behind unsaid.
    let all = try await ask(
      Query<[(id: ID<DocumentReference>, other: String?)]>(
        """
        SELECT d.id, CASE WHEN d.patient_id <> \(patient) THEN concat_ws(' ', p.given_name, p.family_name) END
          FROM document_reference d JOIN patient p ON p.id = d.patient_id
         WHERE d.patient_id = \(patient) AND \(DocumentReach.sees(side == .own ? .own : .clinic, at: now))
           AND (d.visibility = 'shared' OR \(side == .own))
           AND (d.id = ANY (\(chosen.map(\.uuid))) OR d.account_id = (SELECT current_account()) AND d.key = \(message.key))
            OR d.patient_id <> \(patient) AND d.account_id = (SELECT current_account()) AND d.key = \(message.key)
           AND d.status = 'current'
        """
      ) { row in (try row.next(), try row.next()) })
    if let other = all.compactMap(\.other).first {
      throw Refusal.invalid([Problem("patient", "problem.message-files-of", ["name": other])])
    }
    let found = all.map(\.id)
    guard chosen.isSubset(of: found) else { throw Refusal.invalid([Problem("documents", "problem.choose")]) }
    guard found.count <= Conversation.mostDocuments else {
      throw Refusal.invalid([
        Problem("file", "problem.message-documents", ["most": String(Conversation.mostDocuments)])
      ])
    }
    return found
  }

  fileprivate func adding(
    _ message: NewMessage, _ documents: [ID<DocumentReference>], to conversation: ID<Conversation>,
    _ side: Conversation.Side
  ) throws -> [SQL] {
    let id: ID<Communication> = clinic.newID()
    let payload = try clinic.sealedTexts.message(message.text, id, visit.tenant.id)
    return [
      """
      INSERT INTO communication (id, conversation_id, category, from_clinic, sent, payload, key)
      VALUES (\(id), \(conversation), 'message', \(side == .clinic), \(now), \(payload), \(message.key))
      """
    ]
      + documents.map { document in
        """
        INSERT INTO communication_document (id, communication_id, document_id)
        VALUES (\(clinic.newID() as ID<Communication.Document>), \(id), \(document))
        """
      }
  }
}

/// A conversation whose row is this transaction's.
struct LockedConversation: Sendable {
  let patient: ID<Patient>
  let state: Conversation.State
  let seen: Int
  let team: ID<CareTeam>?
  let takenBy: ID<Account>?
  let answerDue: Date?
  let closedAt: Date?
  /// Working hours until there is an answer, as a rule.
  let hours: Int
}

extension Query<LockedConversation?> {
  /// Nil for what the visitor does not reach.
  static func locked(_ id: ID<Conversation>, _ side: Conversation.Side, at now: Date) -> Self {
    Query(
      """
      SELECT c.patient_id, c.state, \(Conversation.seen(side)), c.team_id, c.taken_by, c.answer_due, c.closed_at,
             coalesce((SELECT answer_hours FROM care_team t WHERE t.id = c.team_id), \(Conversation.usualHours)::int)
        FROM conversation c WHERE c.id = \(id) AND \(ConversationReach.includes(side, at: now)) FOR UPDATE OF c
      """,
      first: { row in
        try LockedConversation(
          patient: row.next(), state: Conversation.State(rawValue: row.next()) ?? .open, seen: row.next(),
          team: row.next(), takenBy: row.next(), answerDue: row.next(), closedAt: row.next(),
          hours: row.next())
      })
  }
}

extension Query<ID<Conversation>?> {
  /// That to which a form of whoever is signed in was sent before.
  static func conversation(sentWith key: UUID) -> Self {
    Query(
      "SELECT conversation_id FROM communication WHERE sender = (SELECT current_account()) AND key = \(key)",
      first: { row in try row.next() })
  }
}
