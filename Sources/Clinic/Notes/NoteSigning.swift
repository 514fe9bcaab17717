internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Signs what was seen: from then on it stands. The audit log has the digest of every letter of it.
  ///
  /// - Parameters:
  ///   - seen: `Composition.contentDigest` of the page that the visitor read.
  ///   - rule: when the patient is shown it.
  ///   - despite: why something is prescribed although an allergy speaks against it.
  /// - Throws: `Refusal.unknown`; `.unconfirmed` unless the visitor has just proved who they are; `.conflict(.noteState)` for what
  ///   is signed otherwise; `.conflict(.noteChanged)` for what is not what they saw; `.invalid` for what is empty, and with the field
  ///   `despite` where an allergy speaks against it and no reason is given.
  public func sign(
    _ id: ID<Composition>, seen: String, _ rule: ReleaseRule, despite: String = "", by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      let now = records.now
      guard let found = try await records.ask(.noteLocked(id, at: now)) else { throw Refusal.unknown }
      guard found.status == .preliminary else {
        // A second press on a slow line is no second signature.
        if try await records.ask(.isSigned(id, as: seen)) { return }
        throw Refusal.conflict(.noteState)
      }
      let note = try opened(found, at: records.visit)
      guard note.contentDigest == seen else { throw Refusal.conflict(.noteChanged) }
      guard note.isWhole else { throw Refusal.invalid([Problem("", "problem.note-empty")]) }
      var statements: [SQL] = [
        """
        UPDATE composition
           SET status = 'final', signed_at = \(now), signed_by = \(NoteReach.me), digest = \(note.contentDigest),
               release_due_at = \(rule.number.map { now + Double($0) * 86_400 })
         WHERE id = \(id)
        """,
        "UPDATE encounter SET status = 'finished' WHERE id = \(note.encounter.id) AND status = 'in-progress'",
      ]
      if let prescribed = note.prescribed {
        let checked = try await records.checked(prescribed, for: note.subject.id, despite)
        statements += try orders(checked, of: note, records.visit.tenant.id, at: now)
      }
      if let first = note.appends {
        statements.append(
          "UPDATE composition SET status = 'amended' WHERE id = \(first) AND status = 'final'")
      }
      if let old = note.replaces {
        statements += [.endingOrders(of: old, "", at: now), .withdrawingFile(of: old, at: now)]
      }
      if rule == .atOnce { statements += .releasing(id, at: now) }
      try await records.finish(
        .noteSigned, of: id.uuid, statements, detail: Signature.noted(note.contentDigest))
    }
  }

  private func orders(
    _ prescribed: PrescribedLines, of note: Composition, _ tenant: ID<Tenant>, at now: Date
  ) throws -> [SQL] {
    let last = Day(iso: prescribed.validUntil)?.sql
    return try prescribed.lines.enumerated().map { index, line in
      let id: ID<MedicationRequest> = newID()
      let bytes = Array(try JSONEncoder().encode(line))
      let sealed = try secrets.box.seal(bytes, context: MedicationRequest.context(tenant, "\(id)"))
      return """
        INSERT INTO medication_request (id, composition_id, patient_id, position, content, valid_until, authored_on, requester_id)
        VALUES (\(id), \(note.id), \(note.subject.id), \(Int32(index + 1)), \(sealed), \(last), \(now), \(NoteReach.me))
        """
    }
  }

  /// Says that what was begun or signed was an error: it stays readable, struck out. A letter or prescription is no longer good
  /// with that. Done twice it is done once.
  ///
  /// - Parameter why: checked already.
  /// - Throws: `Refusal.unknown`; `.unconfirmed` of what is signed, unless the visitor has just proved who they are.
  public func markError(_ id: ID<Composition>, because why: String, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      guard let found = try await records.ask(.noteLocked(id, at: now)) else { throw Refusal.unknown }
      if found.status == .enteredInError { return }
      if found.attested != nil { try await records.requireConfirmation() }
      try await records.finish(
        .noteInError, of: id.uuid,
        [
          """
          UPDATE composition
             SET status = 'entered-in-error', error_at = \(now), error_by = \(NoteReach.me), error_why = \(why)
           WHERE id = \(id)
          """,
          .endingOrders(of: id, why, at: now), .withdrawingFile(of: id, at: now),
        ])
    }
  }
}

extension TenantRecords {
  /// What is prescribed, with the reason at each line that one of the patient's allergies speaks against.
  fileprivate func checked(
    _ prescribed: PrescribedLines, for patient: ID<Patient>, _ despite: String
  ) async throws -> PrescribedLines {
    let allergies = try await ask(AllergyIntolerance.current(of: patient, clinic.secrets.box)).map(\.entry)
    let warnings = prescribed.lines.map {
      AllergyCheck.warnings(of: $0.medication, code: $0.code, against: allergies)
    }
    let reason = try MedicationStatement.reason(despite, against: warnings.flatMap(\.self))
    var checked = prescribed
    for (index, warnings) in warnings.enumerated() where !warnings.isEmpty {
      checked.lines[index].despite = reason
    }
    return checked
  }
}

extension Composition {
  /// What a prescription asks for; nil for what is none.
  var prescribed: PrescribedLines? {
    sections.first { $0.code == .medications }.map { PrescribedLines(stored: $0.text) }
  }

  /// Whether there is anything to sign: a word of a note, a line of a prescription.
  public var isWhole: Bool {
    sections.contains { section in
      switch section.code {
      case .text: !section.text.trimmed.isEmpty
      case .plain: false
      case .medications: !PrescribedLines(stored: section.text).lines.isEmpty
      }
    }
  }
}

extension SQL {
  /// What a prescription asked for that is no longer good.
  fileprivate static func endingOrders(of note: ID<Composition>, _ why: String, at now: Date) -> SQL {
    """
    UPDATE medication_request
       SET status = 'cancelled', status_at = \(now), status_by = \(NoteReach.me), status_why = \(why)
     WHERE composition_id = \(note) AND status = 'active'
    """
  }

  /// The file of what is no longer good is given to nobody any more; what was signed stays where it is.
  fileprivate static func withdrawingFile(of note: ID<Composition>, at now: Date) -> SQL {
    """
    UPDATE document_reference SET status = 'entered-in-error', deleted_at = \(now), deleted_by = current_account()
     WHERE key = \(note) AND status = 'current'
    """
  }
}

extension Query<Bool> {
  /// Whether whoever is signed in has signed just this already.
  fileprivate static func isSigned(_ id: ID<Composition>, as digest: String) -> Self {
    Query(
      """
      SELECT FROM composition
       WHERE id = \(id) AND status = 'final' AND signed_by = \(NoteReach.me) AND digest = \(digest)
      """
    ) { !$0.isEmpty }
  }
}
