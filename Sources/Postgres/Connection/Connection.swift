internal import Synchronization

/// One connection to the server, and the exchange that is under way on it.
///
/// Statements are sent from the caller's thread, answers are gathered on the reactor's; a lock stands
/// between, for a `PGconn` must not be used from two threads at once.
final class Connection: Reactive {
  struct Limits: Sendable {
    /// For a round trip; `nil` is without limit.
    let roundTrip: Duration?
    /// For the server to heed a cancellation; then the connection is closed.
    let cancellation: Duration
  }

  private let state: Mutex<ConnectionState>
  private let owner: any ConnectionOwner

  /// Takes over a wire and watches it.
  init(_ wire: consuming sending Wire, owner: any ConnectionOwner, reactor: Reactor, limits: Limits) throws {
    state = Mutex(ConnectionState(wire, reactor: reactor, limits: limits))
    self.owner = owner
    let token = reactor.add(self)
    do {
      try state.withLock { try $0.watch(as: token) }
    } catch {
      reactor.remove(token)
      throw error
    }
  }

  /// Sends an exchange; nothing else may be under way.
  func start(_ exchange: Exchange) {
    // `begin` within the lock: a cancellation that comes after it waits for the lock, and finds the exchange
    // under way.
    change { exchange.begin(on: self) ? $0.start(exchange) : $0.skip(exchange) }
  }

  /// Gives the connection back after whatever a transaction left undone.
  func release() {
    change { $0.release() }
  }

  func close() {
    change { $0.close(DatabaseError.closed) }
  }

  /// Asks the server to stop `exchange`, which then fails for `reason`; unless it is over.
  func cancel(_ exchange: Exchange, _ reason: any Error) {
    send(state.withLock { $0.cancel(exchange, reason) })
  }

  func isReady(_ readiness: Reactor.Readiness) {
    change { $0.isReady(readiness) }
  }

  func tick(at now: Deadline) -> Deadline {
    let (sequel, request, next) = state.withLock {
      let (sequel, request) = $0.tick(at: now)
      return (sequel, request, $0.nextTick)
    }
    send(request)
    perform(sequel)
    return next
  }

  /// It opens a connection of its own and waits, so not on this thread. Where no thread is to be had, or the
  /// server can't be reached, the deadline closes the connection.
  private func send(_ request: CancelRequest?) {
    guard let request else { return }
    try? BlockingThread.start {
      if request.send() { self.change { $0.cancelDelivered() } }
    }
  }

  private func change(_ act: (inout ConnectionState) -> ConnectionState.Sequel) {
    perform(
      state.withLock { state in
        let sequel = act(&state)
        // Within the lock, so that whoever has the answer finds it counted.
        if sequel.hasSent { owner.sends() }
        return sequel
      })
  }

  private func perform(_ sequel: ConnectionState.Sequel) {
    if let (exchange, result) = sequel.finished { exchange.finish(result) }
    if sequel.isLost { owner.lost(self) }
    if sequel.isReleased { owner.released(self) }
  }
}
