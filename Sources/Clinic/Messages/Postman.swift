internal import FoundationEssentials
internal import Postgres

/// What the other side said to a letter.
public enum Delivery: Sendable {
  /// It took the letter. Nothing else is "sent".
  case sent
  /// It will never take it: the reason, without the letter's words.
  case refused(String)
  /// It may take it later.
  case postponed(String)
}

extension Clinic {
  /// Delivers the letter of a job and says in the outbox what became of it.
  func deliverLetter(
    of job: Job, for sender: Sender, _ deliver: @Sendable (OutboxMessage, Sender) async -> Delivery
  ) async throws {
    let tenant = sender.tenant.id
    let letter = Query<SealedMessage?>.message(ID(job.subject))
    let visits = Query<[RemindedVisit]>.stillToCome(in: ID(job.subject), at: clock())
    let reader = Query<LetterRecipient?>.recipient(of: ID(job.subject))
    let rows = try await database.pipeline(
      [.entering(tenant)] + letter.statements + visits.statements + [.isOver(job.subject)] + reader.statements
    )
    guard let sealed = try letter.read(rows[1...1]), sealed.state == "queued" else {
      _ = try await database.pipeline([.entering(tenant), .settling(job, .done, at: clock())])
      return
    }
    let recipient = try reader.read(rows[4...4])
    let kind = LetterKind(rawValue: sealed.kind)?.notification
    if let kind, rows[3].isEmpty,
      let ends = try recipient?.quietEnd(kind, at: clock(), at: sender.tenant, zones)
    {
      _ = try await database.pipeline([
        .entering(tenant),
        "UPDATE outbox_message SET due_at = \(ends) WHERE id = \(sealed.id) AND state = 'queued'",
        .waiting(job, until: ends),
      ])
      return
    }
    let (outcome, state): (JobOutcome, String)
    if let kind, let recipient, !recipient.channel(for: kind).isMail {
      (outcome, state) = (.done, "withheld")
    } else if sealed.kind == LetterKind.appointmentReminder.rawValue, try visits.read(rows[2...2]).isEmpty {
      // All that it was to remind of was moved or cancelled, or is over.
      (outcome, state) = (.done, "dropped")
    } else if !rows[3].isEmpty {
      (outcome, state) = (.done, "dropped")
    } else if let message = try? sealed.opened(by: self, in: tenant, visits.read(rows[2...2])) {
      (outcome, state) = Self.result(of: await deliver(message, sender), after: job.attempts)
    } else {
      // Written by a newer version, or sealed with a key that is not here: another server may read it.
      (outcome, state) = Self.result(of: .postponed("this server can't read the letter"), after: job.attempts)
    }
    try await settle(sealed, state, outcome, job, of: tenant)
  }

  private static func result(of delivery: Delivery, after attempts: Int) -> (JobOutcome, String) {
    switch delivery {
    case .sent: (.done, "sent")
    case .refused(let reason): (.hopeless(reason), "failed")
    case .postponed(let reason):
      attempts < Job.maximumAttempts ? (.postponed(reason), "queued") : (.hopeless(reason), "failed")
    }
  }

  private func settle(
    _ message: SealedMessage, _ state: String, _ outcome: JobOutcome, _ job: Job, of tenant: ID<Tenant>
  ) async throws {
    let now = clock()
    let failure: String? =
      switch outcome {
      case .done, .unfinished: nil
      case .postponed(let reason), .hopeless(let reason): reason
      }
    // Its reader's data are erased: nothing is left of the address, and nobody can send it again.
    let isOfErased = message.kind == LetterKind.erasureReceipt.rawValue && state != "queued"
    let left = isOfErased && state == "failed" ? "settled" : state
    // A letter that failed is seen in the outbox: its job has nothing more to say.
    let settled: SQL =
      if case .hopeless = outcome { .settling(job, .done, at: now) } else { .settling(job, outcome, at: now) }
    // Taken by the other side is taken, even if the lease was over; all else is for the worker that has the job now.
    _ = try await database.pipeline([
      .entering(tenant),
      """
      UPDATE outbox_message
         SET state = \(left), failure = \(failure), attempts = attempts + 1,
             sent_at = CASE WHEN \(state) = 'sent' THEN \(now)::timestamptz END,
             secret = CASE WHEN \(state) = 'queued' THEN secret END,
             recipient = CASE WHEN \(isOfErased) THEN '' ELSE recipient END,
             emptied_at = CASE WHEN \(isOfErased) THEN \(now)::timestamptz ELSE emptied_at END
       WHERE id = \(message.id) AND state = 'queued'
         AND (\(state) = 'sent' OR EXISTS (SELECT FROM job WHERE \(SQL.held(job))))
      """, settled,
    ])
  }
}

extension Clinic {
  /// The newest letters of a tenant, for the mailbox of development.
  public func mailbox(by visitor: Visitor) async throws -> (visit: Visit, messages: [OutboxMessage]) {
    let (visit, sealed) = try await ask(visitor, .latestMessages)
    return (visit, try sealed.map { try $0.opened(by: self, in: visit.tenant.id, []) })
  }

  public func message(_ id: ID<OutboxMessage>, by visitor: Visitor) async throws -> (
    visit: Visit, message: OutboxMessage
  ) {
    let (visit, (sealed, visits)) = try await ask(visitor, .message(id), .stillToCome(in: id, at: clock()))
    guard let sealed else { throw Refusal.unknown }
    return (visit, try sealed.opened(by: self, in: visit.tenant.id, visits))
  }
}

extension SQL {
  /// A row where what a letter asks was answered, or is over, before it could leave: an offer of a time, another time for a visit,
  /// an invoice, or a message that was read.
  fileprivate static func isOver(_ letter: UUID) -> SQL {
    """
    SELECT FROM outbox_message m
     WHERE m.id = \(letter)
       AND (m.kind = \(LetterKind.waitlistOffer.rawValue)
            AND NOT EXISTS (SELECT FROM waitlist_offer o
                             WHERE o.id = (m.payload ->> 'offer')::uuid AND o.state = 'open')
            OR m.kind = \(LetterKind.appointmentRebooking.rawValue)
            AND NOT EXISTS (SELECT FROM rebooking r
                             WHERE r.appointment_id = (m.payload ->> 'appointment')::uuid AND r.state IN ('open', 'task'))
            OR m.kind = \(LetterKind.invoiceIssued.rawValue)
            AND EXISTS (SELECT FROM invoice i
                         WHERE i.id = (m.payload ->> 'invoice')::uuid AND i.status = 'cancelled')
            -- Its reader has come to see by themselves.
            OR m.kind = \(LetterKind.messageReceived.rawValue)
            AND NOT EXISTS (SELECT FROM told_of_news n WHERE n.letter_id = m.id))
    """
  }
}
