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

  /// A row while the job is this worker's, which it stays until the transaction ends.
  static func holding(_ job: Job) -> SQL { "SELECT id FROM job WHERE \(held(job)) FOR UPDATE" }

  /// Whether a job is still the worker's who claimed it.
  static func held(_ job: Job) -> SQL {
    "id = \(job.id) AND state = 'queued' AND turn = \(job.turn)"
  }

  /// Ends a claimed job, as long as it is this worker's: after the lease it may be another's, or done.
  static func settling(_ job: Job, _ outcome: JobOutcome, at now: Date) -> SQL {
    let own = held(job)
    switch outcome {
    case .done:
      guard let round = job.kind.round else { return "DELETE FROM job WHERE \(own)" }
      return "UPDATE job SET due_at = \(now + round), attempts = 0, failure = NULL WHERE \(own)"
    case .unfinished:
      return "UPDATE job SET due_at = \(now), attempts = 0, failure = NULL WHERE \(own)"
    case .postponed(let reason) where job.attempts < Job.maximumAttempts || job.kind.longestWait != nil:
      let next = now + min(Job.backOff(after: job.attempts), job.kind.longestWait ?? .infinity)
      return "UPDATE job SET due_at = \(next), failure = left(\(reason), 500) WHERE \(own)"
    case .postponed(let reason), .hopeless(let reason):
      return "UPDATE job SET state = 'dead', failure = left(\(reason), 500) WHERE \(own)"
    }
  }
}

extension SQL {
  /// Puts a claimed job off that was not tried.
  static func waiting(_ job: Job, until due: Date) -> SQL {
    "UPDATE job SET due_at = \(due), attempts = attempts - 1, failure = NULL WHERE \(held(job))"
  }
}

extension Query<Job?> {
  /// Claims the job that is due longest.
  static func claim(_ kinds: [JobKind], at now: Date) -> Self {
    Query(
      """
      UPDATE job
         SET attempts = attempts + 1, turn = turn + 1,
             due_at = \(now) + (SELECT make_interval(secs => leased.seconds)
                                  FROM unnest(\(kinds.map(\.rawValue)), \(kinds.map(\.lease))) AS leased (kind, seconds)
                                 WHERE leased.kind = job.kind)
       WHERE id = (SELECT id FROM job
                    WHERE state = 'queued' AND due_at <= \(now) AND kind = ANY (\(kinds.map(\.rawValue)))
                      -- The operator may have suspended the clinic since its work was begun.
                      AND EXISTS (SELECT FROM tenant WHERE suspended_at IS NULL)
                    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, kind, subject, attempts, turn
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
    turn = try row.next()
  }
}
