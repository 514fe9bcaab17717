internal import Logging
internal import Synchronization

/// The connections of a database, and the exchanges that wait for one.
///
/// What waits are not tasks but their exchanges, ready to be sent: the thread that gives a connection back
/// starts the next one itself, and each task is woken once, by its answer.
final class Pool: ConnectionOwner, Reactive {
  private let settings: DatabaseSettings
  private let connector: Connector
  private let logger: Logger
  private let reactor: Reactor
  private let state: Mutex<PoolState>
  private let sent = Atomic(0)

  init(_ settings: DatabaseSettings, logger: Logger) throws {
    self.settings = settings
    self.logger = logger
    state = Mutex(PoolState(size: settings.poolSize))
    connector = Connector(settings: settings)
    reactor = try Reactor()
    let token = reactor.add(self)
    state.withLock { $0.token = token }
  }

  /// How often statements went out.
  var roundTrips: Int { sent.load(ordering: .relaxed) }

  /// Starts the exchange now, or as soon as a connection is free.
  func submit(_ exchange: Exchange) {
    let now = Deadline.now
    perform(
      state.withLock { state in
        if state.isClosed { return .fail([exchange], .closed) }
        if let start = state.start(exchange, at: now) { return start }
        if state.line.count >= settings.maximumWaiters { return .fail([exchange], .exhausted) }
        if exchange.party != .program, state.line.count(of: exchange.party) >= settings.maximumWaitersOfOne {
          return .fail([exchange], .exhausted)
        }
        guard exchange.wait(in: self) else { return .cancel(exchange) }
        state.line.append(exchange, until: now + settings.waitLimit)
        return state.connect(at: now)
      })
    wake()
  }

  /// Takes an exchange out of the line.
  ///
  /// - Returns: false if it is not in the line any more.
  func withdraw(_ exchange: Exchange) -> Bool {
    state.withLock { $0.line.remove(exchange) }
  }

  func sends() {
    sent.add(1, ordering: .relaxed)
  }

  func released(_ connection: Connection) {
    let now = Deadline.now
    perform(
      state.withLock { state in
        state.isClosed ? .close([connection]) : state.released(connection, at: now)
      })
    wake()
  }

  func lost(_ connection: Connection) {
    let now = Deadline.now
    perform(
      state.withLock { state in
        state.remove(connection, at: now)
        return state.connect(at: now)
      })
    perform(state.withLock { $0.serveWaiting(at: now) })
    wake()
  }

  func isReady(_ readiness: Reactor.Readiness) {}

  func tick(at now: Deadline) -> Deadline {
    perform(
      state.withLock { state in
        let expired = state.line.removeExpired(at: now)
        return expired.isEmpty ? .nothing : .fail(expired, state.reasonToGiveUp)
      })
    perform(state.withLock { $0.connect(at: now) })
    perform(state.withLock { $0.serveWaiting(at: now) })
    return state.withLock { $0.nextTick }
  }
}

// Opening
extension Pool {
  private func connect() {
    do {
      try BlockingThread.start {
        do {
          let connection = try Connection(
            self.connector.open(), owner: self, reactor: self.reactor, limits: self.settings.limits)
          self.opened(connection)
        } catch {
          self.failedToOpen(error)
        }
      }
    } catch {
      failedToOpen(error)
    }
  }

  private func opened(_ connection: Connection) {
    state.withLock { $0.opened(connection) }
    logger.debug("Connected to the database")
    released(connection)
  }

  private func failedToOpen(_ error: any Error) {
    let failure = error as? Connector.Failure
    let now = Deadline.now
    let waiting = state.withLock { $0.failedToOpen(at: now) }
    logger.warning(
      "Can't connect to the database",
      metadata: ["reason": "\(failure?.message ?? "no threads or descriptors")"])
    perform(.fail(waiting, failure?.error ?? .unavailable))
    wake()
  }
}

// Closing
extension Pool {
  /// Refuses what waits, lets what runs come to its end within `closeLimit`, and closes all connections.
  func close() async {
    let limit = Deadline.now + settings.closeLimit
    shutDown(stopping: false)
    while Deadline.now < limit, state.withLock({ !$0.isEmpty }) {
      // Once in a program's life: not worth a continuation and its races. Cancellation does not cut the wait
      // short.
      await Task.detached { try? await Task.sleep(for: .milliseconds(5)) }.value
    }
    for connection in state.withLock({ $0.open }) { connection.close() }
    stop()
  }

  /// Closes what is idle; what runs is closed as it is given back.
  func shutDown(stopping: Bool = true) {
    let (waiting, idle) = state.withLock { $0.close() }
    perform(.fail(waiting, .closed))
    perform(.close(idle))
    if stopping { stop() }
  }

  private func stop() {
    reactor.remove(state.withLock { $0.token })
    reactor.stop()
  }
}

extension Pool {
  private func perform(_ step: PoolState.Step) {
    switch step {
    case .nothing: break
    case .start(let started): for (exchange, connection) in started { connection.start(exchange) }
    case .connect: connect()
    case .cancel(let exchange): exchange.finish(.failure(CancellationError()))
    case .fail(let exchanges, let error): for exchange in exchanges { exchange.finish(.failure(error)) }
    case .close(let connections): for connection in connections { connection.close() }
    }
  }

  private func wake() {
    reactor.wake(by: state.withLock { $0.nextTick })
  }
}
