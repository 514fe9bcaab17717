public import FoundationEssentials
internal import Postgres

/// A visit out of a list, as it was seen there: who acts on an old page changes nothing.
public struct SeenVisit: Hashable, Sendable {
  public let id: ID<Appointment>
  public let sequence: Int

  /// Of one act: those of a page.
  public static let most = TableView.pageSize

  public init(_ id: ID<Appointment>, sequence: Int) {
    self.id = id
    self.sequence = sequence
  }
}

extension Query<[DeskVisit]> {
  /// Those that were chosen out of a list, in order of time. That the patients' records were looked at is noted beside.
  public static func chosenVisits(_ ids: [ID<Appointment>], by visitor: Visitor, at now: Date) -> Self {
    Query(
      DeskVisit.looking(where: "a.id = ANY (\(ids.map(\.uuid)))", by: visitor, at: now),
      each: DeskVisit.init(row:))
  }
}

extension Clinic {
  /// Cancels many visits in one transaction. Each patient is written to, and reads the reason there and at the visit.
  ///
  /// - Parameters:
  ///   - isWhole: all of them or none; else as many as can be.
  /// - Returns: which were cancelled, those that were before among them.
  /// - Throws: `Refusal.conflict(.changedMeanwhile)` where all should be and one can't.
  public func cancel(
    _ visits: [SeenVisit], because reason: String, isWhole: Bool, by visitor: Visitor
  ) async throws -> Set<ID<Appointment>> {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    return try await open(visitor) { records in
      // In one order for all who cancel many: nobody waits for each other in circles.
      let ordered = visits.sorted { $0.id.description < $1.id.description }
      let changes = ordered.map { visit in
        Query<Bool>.change(
          visit.id, by: .cancel, seen: visit.sequence, whose: "true", note: reason, visitor: visitor,
          at: records.now,
          newID: records.clinic.newID)
      }
      let cancelled: Query<[ID<Appointment>]> = Query(
        "SELECT id FROM appointment WHERE id = ANY (\(ordered.map(\.id.uuid))) AND status = 'cancelled'"
      ) { row in try row.next() }
      let rows = try await records.transaction.pipeline(changes.flatMap(\.statements) + cancelled.statements)
      let done = Set(try cancelled.read(rows[(rows.endIndex - 1)...]))
      if isWhole, done.count < visits.count { throw Refusal.conflict(.changedMeanwhile) }
      // Each was noted beside its change.
      try await records.transaction.finish([])
      return done
    }
  }
}
