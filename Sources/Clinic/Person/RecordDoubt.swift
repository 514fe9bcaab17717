public import FoundationEssentials
internal import Postgres

extension Query<[PatientCorrection]> {
  /// What was said to be wrong in a record that is the visitor's or their child's, the latest first.
  public static func doubts(of id: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    PatientCorrection.doubts(of: id, by: visitor, at: now)
  }
}

extension Clinic {
  /// Says that something in a record is wrong, in words: the clinic looks at it and answers.
  ///
  /// - Throws: `Refusal.unknown` for whose record is not theirs; `.invalid` at `note` when as many are open as can be.
  public func doubt(
    _ about: PatientCorrection.About, of id: ID<Patient>, note: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let now = records.now
      let found = try await records.ask(
        Query<Int?>(
          """
          SELECT (SELECT count(*) FROM patient_correction c WHERE c.patient_id = p.id AND c.state = 'open')
            FROM patient p WHERE \(visitor.isTheirs(id, at: now)) FOR UPDATE
          """, first: { row in try row.next() }))
      guard let open = found else { throw Refusal.unknown }
      if open >= PatientCorrection.mostOpen {
        throw Refusal.invalid([
          Problem("note", "problem.doubts-enough", ["count": String(PatientCorrection.mostOpen)])
        ])
      }
      let same: SQL = """
        SELECT FROM patient_correction
         WHERE patient_id = \(id) AND state = 'open' AND about = \(about.rawValue) AND note = \(note)
        """
      let isNew = try await records.ask(
        Query<Bool>(
          """
          INSERT INTO patient_correction (id, patient_id, about, note, asked_at)
          SELECT \(newID() as ID<PatientCorrection>), \(id), \(about.rawValue), \(note), \(now)
           WHERE NOT EXISTS (\(same)) RETURNING id
          """
        ) { !$0.isEmpty })
      if isNew { try await records.finish(.entryDoubted, of: id.uuid, [], detail: about.rawValue) }
    }
  }
}

extension TenantRecords {
  /// The record itself is put right where its entries are kept, and says there what it was before.
  func answerDoubt(
    _ id: ID<PatientCorrection>, of patient: ID<Patient>, accepts: Bool, answer: String
  ) async throws {
    let decision = accepts ? "accepted" : "declined"
    try await finish(
      .entryDoubtAnswered, of: patient.uuid,
      [
        """
        UPDATE patient_correction SET state = \(decision), decided_by = current_account(), decided_at = \(now),
                                      answer = \(answer)
         WHERE id = \(id)
        """
      ], detail: decision)
  }
}
