internal import CivilTime
public import FoundationEssentials
internal import Postgres

/// A result that somebody enters, or another version of one.
public struct ResultDraft: Sendable {
  public let patient: ID<Patient>
  /// Nil for a new one.
  public let thread: ID<DiagnosticReport>?
  /// Of this form: sent twice it is one version.
  public let version: ID<DiagnosticReport>
  public let draft: EntryDraft<ResultEntry>
  /// The version before was wrong, as against not yet whole.
  public var corrects = false

  public init(
    _ patient: ID<Patient>, _ thread: ID<DiagnosticReport>?, _ version: ID<DiagnosticReport>,
    _ draft: EntryDraft<ResultEntry>
  ) {
    (self.patient, self.thread, self.version, self.draft) = (patient, thread, version, draft)
  }
}

extension Clinic {
  /// Stores a result or another version of it, and releases it, or says when, by the clinic's rule.
  ///
  /// - Throws: `Refusal.invalid`; `.conflict(.entryChanged)`; as `openForWriting`.
  public func keep(_ new: ResultDraft, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let born = try await records.openForWriting(new.patient)
      if try await records.ask(.isThere(new.version.uuid, in: "diagnostic_report")) { return }
      let (surroundings, now, seal) = (try records.surroundings, records.now, records.seal)
      let zone = try records.clinic.zones.rules(for: records.visit.tenant.timeZone)
      let stored = try await records.report(new.thread, of: new.patient)
      let entry: ResultEntry
      if let stored {
        let before = ResultEntry(stored, zone.local(stored.effective))
        entry = try new.draft.revised(before, in: surroundings)
        if !new.corrects, EntryChanges(from: before, to: entry, in: surroundings).fields.isEmpty { return }
        if stored.status.isFinal, entry.status != .final {
          throw Refusal.invalid([Problem("status", "problem.result-final")])
        }
      } else {
        entry = try new.draft.written(over: .blank, in: surroundings)
      }
      if entry.day < born { throw Refusal.invalid([Problem("day", "problem.before-birth")]) }
      let effective = zone.firstInstant(atOrAfter: LocalDateTime(day: entry.day, time: entry.time))
      if effective > now { throw Refusal.invalid([Problem("time", "problem.record-ahead")]) }
      let status = entry.stored(over: stored?.status, corrects: new.corrects)
      let thread = stored?.thread ?? new.version
      var statements: [SQL] = stored.map { [.superseding($0.id, isWrong: new.corrects, at: now)] } ?? []
      statements.append(
        try DiagnosticReport.inserting(
          entry, new.version, thread: thread, of: new.patient, status, effective: effective,
          replacing: stored?.id, seal, at: now))
      for (position, row) in entry.values.enumerated() {
        statements.append(
          try row.observation.inserting(
            (records.clinic.newID() as ID<Observation>).uuid, of: new.patient, effective: effective,
            report: (new.version.uuid, position, status.rawValue), seal, at: now))
      }
      let rule = try await records.ask(.releaseRule)
      if let due = rule.release.due(
        entry.gravity, isFinal: status.isFinal, isSeen: false, days: rule.days, at: now)
      {
        statements.append(
          due <= now
            ? records.releasing(new.version, by: "NULL")
            : "UPDATE diagnostic_report SET release_due_at = \(due) WHERE id = \(new.version)")
      }
      let act: Act = stored == nil ? .recordEntered : new.corrects ? .recordCorrected : .recordChanged
      try await records.finish(act, of: new.patient.uuid, statements, detail: RecordPart.results.rawValue)
    }
  }

  /// A practitioner says that they have seen a result: a clinic that releases by grade does so then.
  ///
  /// - Throws: `Refusal.conflict(.entryChanged)` when it is no longer what counts; `.unknown`; as `openForWriting`.
  public func review(
    _ id: ID<DiagnosticReport>, of patient: ID<Patient>, in thread: ID<DiagnosticReport>? = nil,
    by visitor: Visitor
  ) async throws {
    try await act(on: id, of: patient, in: thread, .resultSeen, by: visitor) { found, records in
      if found.seen != nil { return nil }
      let rule = try await records.ask(.releaseRule)
      let seen: SQL = """
        UPDATE diagnostic_report SET seen_at = \(records.now), seen_by = current_account() WHERE id = \(id)
        """
      return [seen]
        + (rule.release == .graded && found.status.isFinal && found.released == nil
          ? [records.releasing(id, by: "current_account()")] : [])
    }
  }

  /// Releases a result by hand. Done twice it is done once.
  ///
  /// - Throws: `Refusal.conflict(.otherState)` for what is not final; as ``review(_:of:by:)``.
  public func release(
    _ id: ID<DiagnosticReport>, of patient: ID<Patient>, in thread: ID<DiagnosticReport>? = nil,
    by visitor: Visitor
  ) async throws {
    try await act(on: id, of: patient, in: thread, nil, by: visitor) { found, records in
      if found.released != nil { return nil }
      guard found.status.isFinal else { throw Refusal.conflict(.otherState) }
      return [records.releasing(id, by: "current_account()")]
    }
  }

  /// Takes a result back: it was entered in error, for this patient or at all. What was released says so to its reader.
  ///
  /// - Throws: as ``review(_:of:by:)``.
  public func withdraw(
    _ id: ID<DiagnosticReport>, of patient: ID<Patient>, in thread: ID<DiagnosticReport>? = nil,
    by visitor: Visitor
  ) async throws {
    try await act(on: id, of: patient, in: thread, .recordCorrected, by: visitor) { found, records in
      if found.status == .wrong { return nil }
      return [.superseding(id, isWrong: true, at: records.now)]
    }
  }

  /// - Parameters:
  ///   - thread: of which it has to be a version, where that was named.
  ///   - work: the statements; nil where it is done already.
  private func act(
    on id: ID<DiagnosticReport>, of patient: ID<Patient>, in thread: ID<DiagnosticReport>?, _ act: Act?,
    by visitor: Visitor,
    _ work: @Sendable (DiagnosticReport, borrowing TenantRecords) async throws -> [SQL]?
  ) async throws {
    try await open(visitor) { records in
      try await records.openForWriting(patient)
      let one: SQL = """
        SELECT id FROM diagnostic_report
         WHERE id = \(id) AND patient_id = \(patient) AND thread = coalesce(\(thread?.uuid)::uuid, thread)
        """
      guard let found = try await records.ask(DiagnosticReport.all(one, records.clinic.secrets.box)).first
      else {
        throw Refusal.unknown
      }
      if found.superseded != nil, found.status != .wrong { throw Refusal.conflict(.entryChanged) }
      guard let statements = try await work(found, records) else { return }
      if let act {
        try await records.finish(act, of: patient.uuid, statements, detail: RecordPart.results.rawValue)
      } else {
        try await records.transaction.finish(statements)
      }
    }
  }

  /// Releases what has fallen due: a worker's.
  func releaseResults(of tenant: ID<Tenant>) async throws {
    let now = clock()
    _ = try await database.pipeline([
      .entering(tenant),
      .releasing(
        if: "r.release_due_at <= \(now)", by: "NULL", "\(Purpose.operation.rawValue), '', '', ''", at: now),
    ])
  }
}

extension ResultEntry {
  /// What a version is called, by what it follows: a final one is amended, or corrected where it was wrong.
  func stored(over before: DiagnosticReport.Status?, corrects: Bool) -> DiagnosticReport.Status {
    switch (status, before) {
    case (.registered, _): .registered
    case (.preliminary, _): .preliminary
    case (.final, let before?) where before.isFinal: corrects ? .corrected : .amended
    case (.final, _): .final
    }
  }
}

extension TenantRecords {
  fileprivate func report(
    _ thread: ID<DiagnosticReport>?, of patient: ID<Patient>
  ) async throws -> DiagnosticReport? {
    guard let thread else { return nil }
    let current: SQL = """
      SELECT id FROM diagnostic_report WHERE thread = \(thread) AND patient_id = \(patient) AND superseded_at IS NULL
      """
    guard let found = try await ask(DiagnosticReport.all(current, clinic.secrets.box)).first else {
      throw Refusal.unknown
    }
    return found
  }

  fileprivate func releasing(_ id: ID<DiagnosticReport>, by account: SQL) -> SQL {
    .releasing(
      if: "r.id = \(id)", by: account,
      """
      \(visitor.purpose.rawValue)::text, \(visitor.requestID)::text, \(visitor.client.address)::text, \(visitor.client.agent)::text
      """, at: now)
  }
}

extension SQL {
  fileprivate static func superseding(_ id: ID<DiagnosticReport>, isWrong: Bool, at now: Date) -> SQL {
    let wrong: SQL = isWrong ? ", status = 'entered-in-error'" : ""
    return """
      UPDATE diagnostic_report
         SET superseded_at = \(now), superseded_by = current_account(), release_due_at = NULL\(wrong)
       WHERE id = \(id)
      """
  }
}

extension Query<(release: ResultRelease, days: Int)> {
  static var releaseRule: Self {
    Query("SELECT result_release, result_days FROM tenant WHERE id = (SELECT current_tenant())") { rows in
      try rows.decode { row in
        (release: ResultRelease(rawValue: try row.next()) ?? .byHand, days: try row.next())
      }[0]
    }
  }
}
