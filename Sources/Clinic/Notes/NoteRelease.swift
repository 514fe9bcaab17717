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
    let unreleased: SQL = """
      SELECT patient_id FROM composition WHERE id = \(id) AND released_at IS NULL AND error_at IS NULL
      """
    return [
      .tellingOfNews(of: unreleased, at: now),
      "UPDATE composition SET released_at = \(now) WHERE id = \(id) AND released_at IS NULL AND error_at IS NULL",
      "UPDATE document_reference SET visibility = 'shared' WHERE key = \(id) AND visibility = 'clinic'",
      "UPDATE document_upload SET visibility = 'shared' WHERE key = \(id) AND visibility = 'clinic'",
    ]
  }
}
