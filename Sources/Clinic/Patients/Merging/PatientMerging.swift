public import FoundationEssentials
internal import Postgres

/// Two records of one patient are to become one.
public struct NewPatientMerge: Sendable {
  public let kept: ID<Patient>
  public let gone: ID<Patient>
  /// What the kept record is to say as the other does.
  public let taken: Set<MergeField>
  /// Of two accounts, whether that of the record that goes is the one to sign in with.
  public let takesAccount: Bool
  /// What both were when they were compared.
  public let seen: String

  public init(
    kept: ID<Patient>, gone: ID<Patient>, taken: Set<MergeField>, takesAccount: Bool, seen: String
  ) {
    self.kept = kept
    self.gone = gone
    self.taken = taken
    self.takesAccount = takesAccount
    self.seen = seen
  }
}

extension Clinic {
  /// Puts all that belongs to one record into another of the same patient. The record that goes stays as it was, out of use.
  /// Done twice it is done once.
  ///
  /// - Throws: `Refusal.conflict(.changedMeanwhile)` when either record is no longer what was compared, `.visitsOverlap` when
  ///   both have a visit at one time, `.notMergeable` when either is out of use.
  public func merge(_ new: NewPatientMerge, _ id: ID<PatientMerge>, by visitor: Visitor) async throws {
    guard new.kept != new.gone else { throw Refusal.conflict(.notMergeable) }
    try await open(visitor) { records in
      if try await records.ask(.isMerge(id)) { return }
      let now = records.now
      let rows = try await records.transaction.pipeline([
        // Whoever merges or books for either waits here.
        "SELECT FROM patient WHERE id IN (\(new.kept), \(new.gone)) ORDER BY id FOR UPDATE",
        MergeSide.rows(new.kept, new.gone, at: now), .overlaps(new.kept, new.gone),
      ])
      let sides = try rows[1].decode(MergeSide.init(row:))
      guard sides.count == 2 else { throw Refusal.unknown }
      guard !sides.contains(where: \.isRetired) else { throw Refusal.conflict(.notMergeable) }
      guard sides.edition == new.seen else { throw Refusal.conflict(.changedMeanwhile) }
      guard rows[2].isEmpty else { throw Refusal.conflict(.visitsOverlap) }
      try await records.finish(
        .patientsMerged, of: new.kept.uuid, SQL.merging(new, id, at: now), detail: "from \(new.gone)")
    }
  }

  /// Gives back to a record what went over to another: also what was changed since, but not what is new. What the kept record
  /// took over it says as before, unless somebody has changed that. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `Refusal.conflict(.notMergeable)` when the kept record was itself put into another since.
  public func undo(_ id: ID<PatientMerge>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard let merge = try await records.ask(.merge(id)) else { throw Refusal.unknown }
      if merge.undoneAt != nil { return }
      let rows = try await records.transaction.pipeline([
        "SELECT FROM patient WHERE id IN (\(merge.kept), \(merge.gone)) ORDER BY id FOR UPDATE",
        "SELECT FROM patient WHERE id = \(merge.kept) AND replaced_by IS NOT NULL",
      ])
      guard rows[1].isEmpty else { throw Refusal.conflict(.notMergeable) }
      try await records.finish(
        .patientsUnmerged, of: merge.kept.uuid, SQL.unmerging(merge, at: records.now),
        detail: "to \(merge.gone)")
    }
  }
}
