/// What a pool's lock guards.
struct PoolState {
  /// What is to be done once the lock is given back.
  enum Step {
    case nothing
    case start([(Exchange, Connection)])
    case connect
    case cancel(Exchange)
    case fail([Exchange], DatabaseError)
    case close([Connection])
  }

  /// The most connections.
  let size: Int
  var token: UInt64 = 0
  /// The last used comes first: its statements are prepared, and its server process is warm.
  private(set) var idle: [Connection] = []
  var line = WaitingLine()
  private(set) var open: [Connection] = []
  private var shares: Shares
  private(set) var isClosed = false
  private var connecting = 0
  private var backoff = Backoff()

  init(size: Int) {
    self.size = size
    shares = Shares(size: size)
  }

  var isEmpty: Bool { open.isEmpty && connecting == 0 }

  /// Why nobody gets a connection: all are busy, or there is none.
  var reasonToGiveUp: DatabaseError { open.isEmpty ? .unavailable : .exhausted }

  /// Whether more wait than connections are being made, and another one may be.
  private var wantsConnection: Bool {
    !isClosed && idle.isEmpty && open.count + connecting < size && connecting < line.count
  }

  /// When somebody has waited long enough or rested enough, or a server that was left alone may be tried again.
  ///
  /// Nothing else: were it the past while all connections are busy, the reactor would spin.
  var nextTick: Deadline {
    let restsEnd = idle.isEmpty || line.count == 0 ? .never : shares.restsEnd
    return min(line.nextDeadline, wantsConnection ? backoff.end : .never, restsEnd)
  }

  /// A connection for the exchange, if one is idle and the party has not its share.
  mutating func start(_ exchange: Exchange, at now: Deadline) -> Step? {
    shares.note(exchange.party, at: now)
    guard shares.mayServe(exchange.party, at: now), let connection = idle.popLast() else { return nil }
    shares.serves(exchange.party, on: connection, at: now)
    return .start([(exchange, connection)])
  }

  /// A connection is idle again: whoever may be served is.
  mutating func released(_ connection: Connection, at now: Deadline) -> Step {
    shares.isDone(connection, at: now)
    idle.append(connection)
    return serveWaiting(at: now)
  }

  mutating func serveWaiting(at now: Deadline) -> Step {
    var started: [(Exchange, Connection)] = []
    while let connection = idle.last, let exchange = line.popFirst({ shares.mayServe($0, at: now) }) {
      idle.removeLast()
      shares.serves(exchange.party, on: connection, at: now)
      started.append((exchange, connection))
    }
    shares.forgetRests(until: now)
    return started.isEmpty ? .nothing : .start(started)
  }

  /// Another connection, if it is wanted and the server is not left alone.
  mutating func connect(at now: Deadline) -> Step {
    guard wantsConnection, now >= backoff.end else { return .nothing }
    connecting += 1
    return .connect
  }

  mutating func opened(_ connection: Connection) {
    connecting -= 1
    open.append(connection)
    backoff.succeeded()
  }

  /// - Returns: who is to be told that there is no connection.
  mutating func failedToOpen(at now: Deadline) -> [Exchange] {
    connecting -= 1
    backoff.failed(at: now)
    return open.isEmpty ? line.removeAll() : []
  }

  mutating func remove(_ connection: Connection, at now: Deadline) {
    shares.isDone(connection, at: now)
    open.removeAll { $0 === connection }
    idle.removeAll { $0 === connection }
  }

  mutating func close() -> (waiting: [Exchange], idle: [Connection]) {
    isClosed = true
    defer { idle = [] }
    return (line.removeAll(), idle)
  }
}
