public import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Asks for the visitor's own data, or a child's, to be erased. Asked again while it waits, it is the same request.
  ///
  /// - Throws: `Refusal.unconfirmed` unless the visitor has just proved who they are; `.unknown` for whose record is not theirs.
  public func askErasure(of patient: ID<Patient>, because reason: String, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      let now = records.now
      let isTheirs = try await records.ask(
        Query<Bool>(
          "SELECT FROM patient p WHERE p.id = \(patient) AND p.id IN (\(Patient.mine(for: .keep, at: now))) FOR UPDATE"
        ) { !$0.isEmpty })
      guard isTheirs else { throw Refusal.unknown }
      let id: ID<ErasureRequest> = records.clinic.newID()
      let isNew = try await records.ask(
        Query<Bool>(
          """
          INSERT INTO erasure_request (id, patient_id, number, reason, asked_at)
          SELECT \(id), p.id, p.number, \(reason), \(now) FROM patient p WHERE p.id = \(patient)
          ON CONFLICT DO NOTHING RETURNING id
          """
        ) { !$0.isEmpty })
      if isNew { try await records.finish(.erasureAsked, of: patient.uuid, []) }
    }
  }

  /// Takes a request back that was not decided on. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for another's; `.conflict(.doneByAnother)` when it was decided.
  public func withdrawErasure(_ id: ID<ErasureRequest>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard let request = try await records.ask(.erasureLocked(id)), request.isAskers else {
        throw Refusal.unknown
      }
      if request.state == .withdrawn { return }
      guard request.state == .asked else { throw Refusal.conflict(.doneByAnother) }
      try await records.finish(
        .erasureWithdrawn, of: request.patient.uuid,
        ["UPDATE erasure_request SET state = 'withdrawn' WHERE id = \(id)"])
    }
  }
}
