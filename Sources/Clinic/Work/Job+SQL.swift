internal import FoundationEssentials
internal import Postgres

extension SQL {
  /// Makes sure that all that comes round does so.
  static func coming(_ kinds: [JobKind], at now: Date, newID: () -> ID<Job>) -> SQL {
    let rounds = kinds.filter { $0.round != nil }
    return """
      INSERT INTO job (id, kind, subject, due_at, created_at)
      SELECT made.id, made.kind, current_tenant(), \(now), \(now)
        FROM unnest(\(rounds.map { _ in newID().uuid }), \(rounds.map(\.rawValue))) AS made (id, kind)
       WHERE current_tenant() IS NOT NULL
      ON CONFLICT ON CONSTRAINT job_once DO NOTHING
      """
  }

  /// Ends a claimed job, as long as it is this worker's: after the lease it may be another's, or done.
  static func settling(_ job: Job, _ outcome: JobOutcome, at now: Date) -> SQL {
    let own: SQL = "id = \(job.id) AND state = 'queued' AND attempts = \(job.attempts)"
    switch outcome {
    case .done:
      guard let round = job.kind.round else { return "DELETE FROM job WHERE \(own)" }
      return "UPDATE job SET due_at = \(now + round), attempts = 0, failure = NULL WHERE \(own)"
    case .postponed(let reason) where job.attempts < Job.maximumAttempts || job.kind.round != nil:
      let next = now + min(Job.backOff(after: job.attempts), job.kind.round ?? .infinity)
      return "UPDATE job SET due_at = \(next), failure = left(\(reason), 500) WHERE \(own)"
    case .postponed(let reason), .hopeless(let reason):
      return "UPDATE job SET state = 'dead', failure = left(\(reason), 500) WHERE \(own)"
    }
  }
}

extension Query<Job?> {
  /// Claims the job that is due longest.
  static func claim(_ kinds: [JobKind], at now: Date) -> Self {
    // The longest of the leases: which kind it will be is not known before.
    let lease = kinds.map(\.lease).max() ?? 0
    return Query(
      """
      UPDATE job SET attempts = attempts + 1, due_at = \(now + lease)
       WHERE id = (SELECT id FROM job
                    WHERE state = 'queued' AND due_at <= \(now) AND kind = ANY (\(kinds.map(\.rawValue)))
                    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, kind, subject, attempts
      """, first: Job.init(row:))
  }
}

extension Job {
  init(row: inout Row) throws {
    id = try row.next()
    guard let kind = JobKind(rawValue: try row.next()) else { throw StoredValueFault(column: "job.kind") }
    self.kind = kind
    subject = try row.next()
    attempts = try row.next()
  }
}
