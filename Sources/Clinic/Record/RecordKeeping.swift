public import FoundationEssentials
internal import Postgres

/// Something that somebody wants to enter into a patient's record, or to change there.
public struct RecordDraft<E: RecordEntry>: Sendable {
  public let patient: ID<Patient>
  /// Of what is changed; nil for something new.
  public let thread: ID<E>?
  /// Of this form: sent twice it is one version.
  public let version: ID<Version<E>>
  public let draft: EntryDraft<E>
  /// What stood there was never so, as against being so no more.
  public var corrects = false
  /// Why a medication is entered although an allergy speaks against it.
  public var despite = ""

  public init(_ patient: ID<Patient>, _ thread: ID<E>?, _ version: ID<Version<E>>, _ draft: EntryDraft<E>) {
    self.patient = patient
    self.thread = thread
    self.version = version
    self.draft = draft
  }
}

extension Clinic {
  /// Adds an entry, or a version of one. The version before stays, and says `entered-in-error` where it was wrong.
  ///
  /// - Throws: `Refusal.invalid`, with the field `despite` where an allergy speaks against a medication and no reason is given;
  ///   `.conflict(.entryChanged)` when somebody else changed it meanwhile; as `openForWriting`.
  public func keep<E: RecordEntry>(_ new: RecordDraft<E>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let born = try await records.openForWriting(new.patient)
      if try await records.ask(.isThere(new.version.uuid, in: E.storage.table)) { return }
      let stored = try await records.version(of: new.thread, of: new.patient)
      let (surroundings, now) = (try records.surroundings, records.now)
      var entry =
        if let stored {
          try new.draft.revised(stored.entry, in: surroundings)
        } else {
          try new.draft.written(over: E.blank, in: surroundings).with(ID(new.version.uuid))
        }
      if let stored, !new.corrects,
        EntryChanges(from: stored.entry, to: entry, in: surroundings).fields.isEmpty
      {
        return
      }
      if let (field, day) = entry.begins, day < born {
        throw Refusal.invalid([Problem(field, "problem.before-birth")])
      }
      entry = try await records.checked(entry, new)
      let act: Act = stored == nil ? .recordEntered : new.corrects ? .recordCorrected : .recordChanged
      try await records.finish(
        act, of: new.patient.uuid,
        (stored.map { [E.superseding($0.id, isWrong: new.corrects, at: now)] } ?? [])
          + records.endingNoneKnown(by: entry, of: new.patient) + [
            try entry.inserting(new.version, of: new.patient, replacing: stored?.id, records.seal, at: now)
          ], detail: E.part.rawValue)
    }
  }

  /// Says that an entry never was so, without another in its place. Done twice it is done once.
  ///
  /// - Parameter seen: the version that was looked at.
  /// - Throws: `Refusal.conflict(.entryChanged)` when it is no longer what counts; `.unknown`; as `openForWriting`.
  public func withdraw<E: RecordEntry>(
    _ seen: ID<Version<E>>, of patient: ID<Patient>, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      try await records.openForWriting(patient)
      let found = try await records.ask(
        Query<(isOver: Bool, isWrong: Bool)?>(
          """
          SELECT superseded_at IS NOT NULL, \(unsafe: E.storage.state) = 'entered-in-error'
            FROM \(unsafe: E.storage.table) WHERE id = \(seen) AND patient_id = \(patient)
          """, first: { row in (try row.next(), try row.next()) }))
      guard let found else { throw Refusal.unknown }
      if found.isWrong { return }
      if found.isOver { throw Refusal.conflict(.entryChanged) }
      try await records.finish(
        .recordCorrected, of: patient.uuid, [E.superseding(seen, isWrong: true, at: records.now)],
        detail: E.part.rawValue)
    }
  }

  /// States that somebody was asked and no allergy is known; said again, it has the new day.
  ///
  /// - Throws: `Refusal.invalid` where there are some; as `openForWriting`.
  public func stateNoKnownAllergies(
    of patient: ID<Patient>, _ id: ID<Version<AllergyIntolerance>>, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      try await records.openForWriting(patient)
      if try await records.ask(.isThere(id.uuid, in: AllergyIntolerance.storage.table)) { return }
      let current = try await records.ask(AllergyIntolerance.current(of: patient, records.clinic.secrets.box))
      if current.contains(where: { $0.entry.isPresent && !$0.entry.isNoneKnown }) {
        throw Refusal.invalid([Problem("", "problem.allergies-known")])
      }
      let before = current.first { $0.entry.isNoneKnown }
      let (entry, now) = (AllergyIntolerance.noneKnown(before?.entry.id ?? ID(id.uuid)), records.now)
      try await records.finish(
        .recordEntered, of: patient.uuid,
        (before.map { [AllergyIntolerance.superseding($0.id, isWrong: false, at: now)] } ?? [])
          + [try entry.inserting(id, of: patient, replacing: before?.id, records.seal, at: now)],
        detail: "no known allergies")
    }
  }
}

extension Query<Bool> {
  static func isThere(_ id: UUID, in table: String) -> Self {
    Query("SELECT FROM \(unsafe: table) WHERE id = \(id)") { !$0.isEmpty }
  }
}

extension TenantRecords {
  /// - Throws: `Refusal.unknown` for a thread that is not of this patient or has no version that counts.
  fileprivate func version<E: RecordEntry>(of thread: ID<E>?, of patient: ID<Patient>) async throws
    -> Version<E>?
  {
    guard let thread else { return nil }
    guard let found = try await ask(E.current(thread, of: patient, clinic.secrets.box)) else {
      throw Refusal.unknown
    }
    return found
  }

  /// Medications are compared with the patient's allergies.
  fileprivate func checked<E: RecordEntry>(_ entry: E, _ new: RecordDraft<E>) async throws -> E {
    guard var medication = entry as? MedicationStatement, medication.isPresent else { return entry }
    let warnings = try await allergyWarnings(of: medication.text, code: medication.code, for: new.patient)
    let reason = try MedicationStatement.reason(new.despite, against: warnings)
    medication.despite = warnings.isEmpty ? "" : reason
    return medication as? E ?? entry
  }

  /// Who has an allergy has no longer none.
  fileprivate func endingNoneKnown<E: RecordEntry>(by entry: E, of patient: ID<Patient>) -> [SQL] {
    guard let allergy = entry as? AllergyIntolerance, allergy.isPresent, !allergy.isNoneKnown else {
      return []
    }
    return [
      """
      UPDATE allergy_intolerance SET superseded_at = \(now), superseded_by = current_account()
       WHERE patient_id = \(patient) AND none_known AND superseded_at IS NULL
      """
    ]
  }
}
