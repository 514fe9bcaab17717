internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Shows a signed note to its patient, who is written to that there is something new: not what. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.noteState)` for what is not signed, or was an error.
  public func release(_ id: ID<Composition>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard let found = try await records.ask(.noteLocked(id, at: records.now)) else { throw Refusal.unknown }
      if found.isReleased { return }
      guard found.status == .final || found.status == .amended else { throw Refusal.conflict(.noteState) }
      try await records.finish(.noteReleased, of: id.uuid, .releasing(id, at: records.now))
    }
  }

  /// Releases what has come due, each once, on any number of servers.
  func releaseDueNotes(of tenant: ID<Tenant>) async throws {
    let now = clock()
    let due = try await work(
      of: tenant,
      """
      SELECT id FROM composition
       WHERE release_due_at <= \(now) AND released_at IS NULL AND error_at IS NULL ORDER BY release_due_at LIMIT 100
      """
    ) { row in try row.next(ID<Composition>.self) }
    for id in due {
      _ = try await database.pipeline(
        [
          .entering(tenant),
          """
          INSERT INTO audit_event (id, act, purpose, entity, detail, at)
          SELECT gen_random_uuid(), \(Act.noteReleased.rawValue), \(Purpose.operation.rawValue), id, '', \(now)
            FROM composition WHERE id = \(id) AND released_at IS NULL AND error_at IS NULL FOR UPDATE
          """,
        ] + .releasing(id, at: now))
    }
  }
}

extension [SQL] {
  /// The letter first: it goes only with a release that is one.
  static func releasing(_ id: ID<Composition>, at now: Date) -> [SQL] {
    let kind = LetterKind.recordNews.rawValue
    return [
      """
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT gen_random_uuid(), \(kind), o.language, o.email, '{}', \(now), \(now)
        FROM composition c JOIN patient pt ON pt.id = c.patient_id
        JOIN account o ON o.closed_at IS NULL AND o.disabled_at IS NULL
         AND (o.id = pt.account_id
              OR o.id IN (SELECT r.account_id FROM related_person r JOIN patient child ON child.id = r.patient_id
                           WHERE child.id = pt.id AND \(Child.isUnderAge(at: now))))
       WHERE c.id = \(id) AND c.released_at IS NULL AND c.error_at IS NULL
         AND NOT EXISTS (SELECT FROM outbox_message m
                          WHERE m.kind = \(kind) AND m.recipient = o.email AND m.state = 'queued')
      """,
      "UPDATE composition SET released_at = \(now) WHERE id = \(id) AND released_at IS NULL AND error_at IS NULL",
      "UPDATE document_reference SET visibility = 'shared' WHERE key = \(id) AND visibility = 'clinic'",
      "UPDATE document_upload SET visibility = 'shared' WHERE key = \(id) AND visibility = 'clinic'",
    ]
  }
}
