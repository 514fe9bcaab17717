/// What a connection's lock guards: the wire, the exchange under way on it, and its deadline.
///
/// Every function tells by its `Sequel` what is to be done once the lock is given back.
struct ConnectionState: ~Copyable {
  struct Sequel {
    /// The exchange is over.
    var finished: (Exchange, Result<[Rows], any Error>)?
    var hasSent = false
    /// The connection is for the next one.
    var isReleased = false
    /// The connection is closed.
    var isLost = false
  }

  private struct Cancellation {
    let reason: any Error
    /// The server has signalled the process in charge: whatever comes next on the connection is safe from it.
    var isDelivered = false
  }

  private let reactor: Reactor
  private let limits: Connection.Limits
  private let descriptor: Int32
  private var token: UInt64 = 0
  /// `nil` once closed.
  private var wire: Wire?
  private var current: Exchange?
  private var deadline = Deadline.never
  private var cancellation: Cancellation?
  /// The answer is there, but waits for the cancellation to be delivered.
  private var isAnswered = false
  /// Writing was more than the socket took, so the reactor also waits for it to take more.
  private var isWriting = false

  init(_ wire: consuming Wire, reactor: Reactor, limits: Connection.Limits) {
    descriptor = wire.descriptor
    self.wire = consume wire
    self.reactor = reactor
    self.limits = limits
  }

  mutating func watch(as token: UInt64) throws {
    self.token = token
    try reactor.watch(descriptor, token, for: .readable)
  }

  private var isClosed: Bool {
    switch wire {
    case nil: true
    case .some: false
    }
  }

  mutating func start(_ exchange: Exchange) -> Sequel {
    if isClosed { return Sequel(finished: (exchange, .failure(DatabaseError.unavailable))) }
    if current != nil { return Sequel(finished: (exchange, .failure(DatabaseError.busy))) }
    return send(exchange)
  }

  /// The task of an exchange was cancelled before it was sent.
  mutating func skip(_ exchange: Exchange) -> Sequel {
    settle(exchange, .failure(CancellationError()))
  }

  /// Gives the connection back after whatever a transaction left undone.
  mutating func release() -> Sequel {
    if isClosed { return Sequel() }
    if current != nil { return close(DatabaseError.transactionOver) }
    return settle(nil, .success([]))
  }

  mutating func close(_ reason: any Error) -> Sequel {
    guard !isClosed else { return Sequel() }
    // Before the wire closes the descriptor.
    reactor.remove(token, watching: descriptor)
    wire = nil
    deadline = .never
    let exchange = current
    current = nil
    return Sequel(finished: exchange.map { ($0, .failure(cancellation?.reason ?? reason)) }, isLost: true)
  }

  mutating func isReady(_ readiness: Reactor.Readiness) -> Sequel {
    if readiness.contains(.writable), !flush() { return close(DatabaseError.unavailable) }
    switch wire?.receive() {
    case .underway, nil: return Sequel()
    case .broken: return close(DatabaseError.unavailable)
    case .finished: return answered()
    }
  }
}

// Deadlines and cancellation
extension ConnectionState {
  /// When `tick` is next wanted.
  var nextTick: Deadline { deadline }

  mutating func tick(at now: Deadline) -> (Sequel, CancelRequest?) {
    guard now >= deadline, let current else { return (Sequel(), nil) }
    if cancellation != nil { return (close(DatabaseError.timedOut), nil) }
    return (Sequel(), cancel(current, DatabaseError.timedOut))
  }

  /// - Returns: the request to be sent; `nil` if the exchange is over or is being cancelled already.
  mutating func cancel(_ exchange: Exchange, _ reason: any Error) -> CancelRequest? {
    guard current === exchange, cancellation == nil else { return nil }
    cancellation = Cancellation(reason: reason)
    expect(within: limits.cancellation)
    return CancelRequest(wire?.makeCancel())
  }

  mutating func cancelDelivered() -> Sequel {
    cancellation?.isDelivered = true
    return isAnswered ? answered() : Sequel()
  }

  private mutating func expect(within limit: Duration?) {
    guard let limit else { return }
    deadline = .now + limit
    reactor.wake(by: deadline)
  }
}

// From one exchange to the next
extension ConnectionState {
  private mutating func send(_ exchange: Exchange) -> Sequel {
    current = exchange
    expect(within: limits.roundTrip)
    guard wire?.send(exchange.content) == true, flush() else { return close(DatabaseError.unavailable) }
    return Sequel(hasSent: true)
  }

  /// Writes what the socket takes, and asks to be called for the rest.
  private mutating func flush() -> Bool {
    guard let isPending = wire?.flush() else { return false }
    if isPending == isWriting { return true }
    isWriting = isPending
    let readiness: Reactor.Readiness = isPending ? [.readable, .writable] : .readable
    return (try? reactor.change(descriptor, token, to: readiness)) != nil
  }

  private mutating func answered() -> Sequel {
    guard let exchange = current else { return Sequel() }
    if let cancellation, !cancellation.isDelivered {
      // The signal may still be on its way, and would hit whatever comes next.
      isAnswered = true
      return Sequel()
    }
    isAnswered = false
    let isStale = wire?.isStale == true
    let result = (wire?.takeOutcome() ?? .failure(DatabaseError.unavailable)).mapError { error -> any Error in
      guard var error = error as? PostgresError else { return error }
      if error.sqlState == .queryCanceled { return cancellation?.reason ?? DatabaseError.timedOut }
      error.isStale = isStale
      // The caller did not write the BEGIN.
      if exchange.role == .opening { error.statement = max(0, error.statement - 1) }
      return error
    }
    current = nil
    cancellation = nil
    deadline = .never
    return settle(exchange, result)
  }

  /// Leaves the connection to its keeper, or makes it fit for the next one.
  private mutating func settle(_ exchange: Exchange?, _ result: Result<[Rows], any Error>) -> Sequel {
    let finished = exchange.map { ($0, result) }
    var sequel: Sequel
    if wire?.isUsable != true {
      sequel = close(DatabaseError.unavailable)
    } else if exchange?.keepsConnection(after: result) == true {
      sequel = Sequel()
    } else if wire?.isIdle == true {
      sequel = Sequel(isReleased: true)
    } else if exchange?.role == .rollback {
      sequel = close(DatabaseError.unavailable)
    } else {
      sequel = send(Exchange(.statements(["ROLLBACK"]), .rollback))
    }
    sequel.finished = finished
    return sequel
  }
}
