internal import CLibPQ
internal import Glibc

/// Owns a `PGconn`, sends statements on it and gathers what comes back. Not thread-safe: `Connection` guards
/// it.
///
/// Here is the place for LISTEN, should it be wanted: `receive` would hand on what `PQnotifies` returns.
struct Wire: ~Copyable {
  enum Reception {
    case underway, finished, broken
  }

  /// What one of the commands that were sent was for.
  private enum Step {
    case deallocate(String)
    case prepare(String)
    case execute
    case script
  }

  private let connection: OpaquePointer
  /// The socket once more, to be watched.
  ///
  /// libpq closes its own as soon as it reads that the server has hung up. That number may belong to another
  /// connection before the first is unwatched, which would take the watch from the other one.
  let descriptor: Int32
  private var prepared: PreparedStatements
  private var expected: [Step] = []
  private var answered = 0
  private var rows: [Rows] = []
  private var failure: (any Error)?
  private(set) var isStale = false
  private var isBroken = false
  /// What comes next is not in our protocol: in the middle of a COPY libpq returns the same result without
  /// end.
  private var isUnreadable = false

  /// Takes over a connection that is established.
  init(_ connection: OpaquePointer, preparedStatements: Int) {
    self.connection = connection
    descriptor = fcntl(PQsocket(connection), F_DUPFD_CLOEXEC, 0)
    prepared = PreparedStatements(limit: preparedStatements)
    isBroken = PQsetnonblocking(connection, 1) != 0 || PQenterPipelineMode(connection) != 1
  }

  deinit {
    PQfinish(connection)
    close(descriptor)
  }

  var isIdle: Bool { PQtransactionStatus(connection) == PQTRANS_IDLE }

  /// - Returns: what asks the server to stop, from another thread. To be freed with `PQfreeCancel`.
  func makeCancel() -> OpaquePointer? {
    PQgetCancel(connection)
  }

  /// - Returns: whether something is still to be written; `nil` if the connection is broken.
  func flush() -> Bool? {
    switch PQflush(connection) {
    case 0: false
    case 1: true
    default: nil
    }
  }
}

// Sending
extension Wire {
  /// - Returns: false if the connection is broken.
  mutating func send(_ content: Exchange.Content) -> Bool {
    expected.removeAll(keepingCapacity: true)
    answered = 0
    rows = []
    failure = nil
    isStale = false
    if isBroken { return false }
    switch content {
    case .statements(let statements):
      rows.reserveCapacity(statements.count)
      return deallocate() && statements.allSatisfy { send($0) } && PQpipelineSync(connection) == 1
    case .script(let script):
      expected.append(.script)
      return PQexitPipelineMode(connection) == 1 && PQsendQuery(connection, script) == 1
    }
  }

  /// Not inside of a transaction: a failed one answers it with an error, and then takes no ROLLBACK either.
  private mutating func deallocate() -> Bool {
    guard isIdle else { return true }
    for name in prepared.beginDeallocating() {
      expected.append(.deallocate(name))
      guard PQsendQueryParams(connection, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 1) == 1 else {
        return false
      }
    }
    return true
  }

  private mutating func send(_ sql: SQL) -> Bool {
    let (name, isNew) = prepared.use(sql)
    if isNew {
      expected.append(.prepare(name))
      let types = sql.bindings.map(\.type)
      guard PQsendPrepare(connection, name, sql.text, Int32(types.count), types) == 1 else { return false }
    }
    expected.append(.execute)
    return sql.withParameters { count, values, lengths, formats in
      PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1) == 1
    }
  }
}

// Receiving
extension Wire {
  mutating func receive() -> Reception {
    if PQconsumeInput(connection) != 1 { isBroken = true }
    var isFinished = false
    var sawNull = false
    while !isFinished, !isUnreadable, PQisBusy(connection) == 0 {
      guard let result = PQgetResult(connection) else {
        if case .script? = expected.first {
          isFinished = true
          if PQenterPipelineMode(connection) != 1 { isBroken = true }
        }
        // The first tells one command from the next, the second that nothing more has come.
        if sawNull { break }
        sawNull = true
        continue
      }
      sawNull = false
      isFinished = take(result)
    }
    if PQstatus(connection) == CONNECTION_BAD { isBroken = true }
    if isFinished { return .finished }
    return isBroken ? .broken : .underway
  }

  /// What has come back, once.
  mutating func takeOutcome() -> Result<[Rows], any Error> {
    defer {
      rows = []
      expected.removeAll(keepingCapacity: true)
    }
    // Whole answers count even if the connection broke behind them.
    return failure.map { .failure($0) } ?? .success(rows)
  }

  var isUsable: Bool { !isBroken }

  /// - Returns: whether this was the last.
  private mutating func take(_ result: OpaquePointer) -> Bool {
    let status = PQresultStatus(result)
    switch status {
    case PGRES_PIPELINE_SYNC:
      PQclear(result)
      return true
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      accept(QueryResult(result))
    default:
      reject(result, isConsequence: status == PGRES_PIPELINE_ABORTED)
      PQclear(result)
    }
    // A script is one command with any number of results.
    if case .script? = step { return false }
    answered += 1
    return false
  }

  /// What the next result answers. `nil` is the sync, whose commit can fail as well: by a constraint checked
  /// at the end.
  private var step: Step? {
    answered < expected.count ? expected[answered] : nil
  }

  private mutating func accept(_ result: QueryResult) {
    switch step {
    case .execute, .script: rows.append(Rows(result: result))
    case .deallocate(let name): prepared.deallocated(name)
    case .prepare, nil: break
    }
  }

  private mutating func reject(_ result: OpaquePointer, isConsequence: Bool) {
    if case .prepare(let name)? = step { prepared.forget(name) }
    if isConsequence || failure != nil { return }
    guard let error = PostgresError(result, statement: rows.count) else {
      // An error without SQLSTATE is libpq's own. COPY gets here too, which no statement of ours may say.
      failure = DatabaseError.unavailable
      isBroken = true
      isUnreadable = true
      return
    }
    if StaleStatement(result) != nil {
      isStale = true
      prepared.condemnAll()
    }
    failure = error
  }
}
