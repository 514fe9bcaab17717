internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Changes an entry by what somebody typed, in one transaction; who changes nothing leaves no trace.
  ///
  /// - Throws: `Refusal.conflict(.entryChanged)` when somebody else changed it meanwhile, and wants something else;
  ///   `Refusal.invalid`; `Refusal.unknown`.
  public func keep<E: Entry>(_ draft: EntryDraft<E>, by visitor: Visitor) async throws {
    try await keep(draft, beside: [], by: visitor)
  }

  /// Adds an entry. The same form sent again adds nothing.
  ///
  /// - Throws: `Refusal.conflict(.alreadyDone)` when another was added with it; `Refusal.invalid`.
  public func add<E: Entry>(_ draft: EntryDraft<E>, by visitor: Visitor) async throws {
    try await add(draft, beside: [], by: visitor)
  }

  /// - Parameter also: what is written beside, whether a field has changed or not.
  func keep<E: Entry>(_ draft: EntryDraft<E>, beside also: [SQL], by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.refusing(E.self) { records in
        if E.needsConfirmation { try await records.requireConfirmation() }
        let (stored, surroundings) = try await records.lock(draft)
        guard let stored else { throw Refusal.unknown }
        let revised = try draft.revised(stored, in: surroundings)
        if let problem = revised.objection(by: visitor) { throw Refusal.invalid([problem]) }
        let changes = EntryChanges(from: stored, to: revised, in: surroundings)
        guard !changes.fields.isEmpty || !also.isEmpty else { return }
        let written =
          changes.fields.isEmpty
          ? [] : E.storage.update(stored, revised, records.writing(surroundings))
        try await records.finish(
          .entryChanged, of: draft.id.uuid, written + also, detail: changes.detail(of: revised.title))
      }
    }
  }

  func add<E: Entry>(_ draft: EntryDraft<E>, beside also: [SQL], by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.refusing(E.self) { records in
        let (stored, surroundings) = try await records.lock(draft)
        let new = try draft.written(over: .blank, in: surroundings)
        if let stored {
          guard EntryChanges(from: stored, to: new, in: surroundings).fields.isEmpty else {
            throw Refusal.conflict(.alreadyDone)
          }
          return
        }
        try await records.finish(
          .entryAdded, of: draft.id.uuid,
          E.storage.insert(new, draft.id, records.writing(surroundings)) + also, detail: new.title)
      }
    }
  }
}

extension TenantRecords {
  /// The entry, which nobody else changes until this is over, and what it can name.
  fileprivate func lock<E: Entry>(_ draft: EntryDraft<E>) async throws -> (E?, Surroundings) {
    let (entry, names) = (
      Query<E?>.entry(draft.id, at: now, locked: "FOR NO KEY UPDATE OF e"),
      Query<[Naming: [Surroundings.Name]]>.namings
    )
    let rows = try await transaction.pipeline(entry.statements + names.statements)
    let zone = try clinic.zones.rules(for: visit.tenant.timeZone)
    return (
      try entry.read(rows[..<1]),
      Surroundings(
        currency: visit.tenant.currency, today: zone.local(now).day, names: try names.read(rows[1...]))
    )
  }

  func writing(_ surroundings: Surroundings) -> Writing {
    let (clinic, now) = (clinic, now)
    return Writing(surroundings: surroundings, now: now) { clinic.ids.next(at: now) }
  }

  /// Says in the noun's words what a constraint has refused.
  func refusing<E: Entry>(
    _: E.Type, _ work: (borrowing TenantRecords) async throws -> Void
  ) async throws {
    do {
      try await work(self)
    } catch let error as PostgresError {
      if error.sqlState == .foreignKeyViolation { throw Refusal.conflict(.hasHistory) }
      guard let refusal = error.constraint.flatMap({ E.storage.refusals[$0] }) else { throw error }
      throw refusal
    }
  }
}
