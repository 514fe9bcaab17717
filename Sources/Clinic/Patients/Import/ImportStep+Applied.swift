internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension ImportStep {
  /// What was seen is done, and nothing else: a line that would do something else by now is refused. A line that was carried out
  /// is gone in the same transaction.
  func applied(_ writing: PersonWriting, newID: () -> ID<Patient>) throws -> [SQL] {
    var counts = file.counts
    var (added, altered, left): ([NewRecord], [PatientLine], [PatientLine]) = ([], [], [])
    for (seen, line) in zip(rows, lines) {
      if let verdict = seen.verdict { counts.add(-1, verdict) }
      switch line.verdict {
      case .fresh: added.append(NewRecord(id: newID(), line: line))
      case .changed: altered.append(line)
      case .same, .alike, .wrong:
        left.append(line)
        counts.add(1, line.verdict)
      }
    }
    counts.added += added.count
    counts.altered += altered.count
    var statements = [moved(counts, isLast ? .done : .applying)]
    if !left.isEmpty { statements.append(try .telling(left, of: file.id, people)) }
    if !added.isEmpty {
      statements.append(try .insert(added, at: now))
      statements += try added.flatMap { try $0.record.writingParts(of: $0.id, over: .blank, writing) }
    }
    if !altered.isEmpty {
      statements += [
        try .update(altered), try .history(of: altered, of: file, at: now, newID: newID),
      ]
      statements += try altered.flatMap { line in
        try line.record.writingParts(of: line.record.id, over: line.stored ?? .blank, writing)
      }
    }
    let done = added.map(\.line.row.line) + altered.map(\.row.line)
    if !done.isEmpty {
      statements += [
        .delete(done, of: file.id),
        .note(
          added.map { ($0.id, .patientAddedByFile, $0.line) }
            + altered.map { ($0.record.id, .patientChangedByFile, $0) },
          of: file, at: now, newID: newID),
      ]
    }
    if isLast { statements.append(.noteEnd(of: file, counts, newID(), at: now)) }
    return statements
  }

  /// Somebody who has no record yet.
  fileprivate struct NewRecord {
    let id: ID<Patient>
    let line: PatientLine
    var record: PatientRecord { line.record }
  }
}

extension PatientRecord {
  /// What is written of the parts that have statements of their own: of those that say something else than what is stored.
  fileprivate func writingParts(
    of patient: ID<Patient>, over stored: PatientRecord, _ writing: PersonWriting
  ) throws -> [SQL] {
    var (old, new) = (stored, self)
    old.belong(to: patient)
    new.belong(to: patient)
    let needed = try new.needs.writing(over: old.needs, writing)
    // Somebody has said what they need; an empty cell says nothing.
    let isSaid = !needed.isEmpty && !(needs.needs.isEmpty && needs.note.isEmpty)
    return try new.languages.writing(over: old.languages, writing) + needed
      + (isSaid ? NeedsSection.storage.confirm(patient, writing) : [])
      + new.contacts.writing(over: old.contacts, writing)
      + new.coverage.writing(over: old.coverage, writing)
  }
}

extension PersonSection {
  fileprivate func writing(over stored: Self, _ writing: PersonWriting) throws -> [SQL] {
    let surroundings = Surroundings(currency: "", today: .first)
    guard texts(in: surroundings) != stored.texts(in: surroundings) else { return [] }
    return try Self.storage.write(stored, self, writing)
  }
}

extension SQL {
  /// In the order of the file, which becomes that of their numbers.
  fileprivate static func insert(_ new: [ImportStep.NewRecord], at now: Date) throws -> SQL {
    let records = new.map(\.record)
    return """
      INSERT INTO patient (id, family_name, given_name, preferred_name, birth_date, gender, phone, email, address, created_at)
      SELECT id, family, given, preferred, birth::date, gender, phone, email, address, \(now)
        FROM unnest(\(new.map(\.id.uuid)), \(records.map(\.familyName)), \(records.map(\.givenName)),
                    \(records.map(\.preferredName)), \(records.map(\.birthDate.description)),
                    \(records.map(\.gender.rawValue)), \(records.map(\.phone)), \(records.map(\.email)),
                    \(try records.map { try $0.storedAddress }))
             WITH ORDINALITY AS made (id, family, given, preferred, birth, gender, phone, email, address, place)
       ORDER BY place
      """
  }

  /// An address of several lines is written over only where the file says another.
  fileprivate static func update(_ lines: [PatientLine]) throws -> SQL {
    let records = lines.map(\.record)
    let addresses = try lines.map { line in
      line.told.changes.contains { Detail.named($0.key) == .postalAddress }
        ? try line.record.storedAddress : nil
    }
    return """
      UPDATE patient p
         SET family_name = made.family, given_name = made.given, preferred_name = made.preferred,
             birth_date = made.birth::date, gender = made.gender, phone = made.phone,
             email = CASE WHEN made.has_account THEN p.email ELSE made.email END,
             address = coalesce(made.address, p.address)
        FROM unnest(\(records.map(\.id.uuid)), \(records.map(\.familyName)), \(records.map(\.givenName)),
                    \(records.map(\.preferredName)), \(records.map(\.birthDate.description)),
                    \(records.map(\.gender.rawValue)), \(records.map(\.phone)), \(records.map(\.email)),
                    \(records.map(\.hasAccount)), \(addresses))
             AS made (id, family, given, preferred, birth, gender, phone, email, has_account, address)
       WHERE p.id = made.id
      """
  }

  fileprivate static func delete(_ lines: [Int], of id: ID<PatientImport>) -> SQL {
    "DELETE FROM patient_import_line WHERE import_id = \(id) AND line = ANY (\(lines)::int[])"
  }

  /// As if whoever had it carried out had typed each.
  fileprivate static func note(
    _ changes: [(patient: ID<Patient>, act: Act, line: PatientLine)], of file: PatientImport, at now: Date,
    newID: () -> ID<Patient>
  ) -> SQL {
    let details = changes.map { change in
      change.act == .patientAddedByFile
        ? ""
        : Set(change.line.told.changes.compactMap { Detail.named($0.key)?.rawValue }).sorted().joined(
          separator: ",")
    }
    return """
      INSERT INTO audit_event (id, account_id, act, purpose, entity, detail, changed, at)
      SELECT made.id, \(file.appliedBy), made.act, \(Purpose.administration.rawValue), made.patient, made.detail,
             string_to_array(made.changed, ','), \(now)
        FROM unnest(\(changes.map { _ in newID().uuid }), \(changes.map(\.act.rawValue)), \(changes.map(\.patient.uuid)),
                    \(changes.map { "line \($0.line.row.line)" }), \(details)) AS made (id, act, patient, detail, changed)
      """
  }

  /// What was changed, from what to what, in the part of the person to which it belongs.
  fileprivate static func history(
    of lines: [PatientLine], of file: PatientImport, at now: Date, newID: () -> ID<Patient>
  ) throws -> SQL {
    let changes = try lines.flatMap { line in
      try PersonPart.allCases.compactMap { part -> (patient: UUID, part: String, fields: JSONB)? in
        let fields = line.told.changes.compactMap { change -> PatientChange.Field? in
          guard let place = PersonPart.ofColumn(change.key), place.part == part else { return nil }
          return PatientChange.Field(field: place.field, before: change.before, after: change.after)
        }
        return fields.isEmpty ? nil : (line.record.id.uuid, part.rawValue, try JSONB(encoding: fields))
      }
    }
    return """
      INSERT INTO patient_change (id, patient_id, account_id, origin, part, changes, at)
      SELECT made.id, made.patient, \(file.appliedBy), 'file', made.part, made.fields, \(now)
        FROM unnest(\(changes.map { _ in newID().uuid }), \(changes.map(\.patient)), \(changes.map(\.part)),
                    \(changes.map(\.fields))) AS made (id, patient, part, fields)
      """
  }

  fileprivate static func noteEnd(
    of file: PatientImport, _ counts: PatientImportCounts, _ id: ID<Patient>, at now: Date
  ) -> SQL {
    """
    INSERT INTO audit_event (id, account_id, act, purpose, entity, detail, at)
    VALUES (\(id), \(file.appliedBy), \(Act.importDone.rawValue), \(Purpose.administration.rawValue), \(file.id),
            \("added \(counts.added), changed \(counts.altered)"), \(now))
    """
  }
}
