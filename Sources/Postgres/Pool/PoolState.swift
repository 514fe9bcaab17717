/// What a pool's lock guards.
struct PoolState {
  /// What is to be done once the lock is given back.
  enum Step {
    case nothing
    case start(Exchange, Connection)
    case connect
    case cancel(Exchange)
    case fail([Exchange], DatabaseError)
    case close([Connection])
  }

  /// The most connections.
  let size: Int
  var token: UInt64 = 0
  /// The last used comes first: its statements are prepared, and its server process is warm.
  var idle: [Connection] = []
  var line = WaitingLine()
  private(set) var open: [Connection] = []
  private(set) var isClosed = false
  private var connecting = 0
  private var backoff = Backoff()

  init(size: Int) {
    self.size = size
  }

  var isEmpty: Bool { open.isEmpty && connecting == 0 }

  /// Why nobody gets a connection: all are busy, or there is none.
  var reasonToGiveUp: DatabaseError { open.isEmpty ? .unavailable : .exhausted }

  /// Whether more wait than connections are being made, and another one may be.
  private var wantsConnection: Bool {
    !isClosed && open.count + connecting < size && connecting < line.count
  }

  /// When somebody has waited long enough, or a server that was left alone may be tried again.
  ///
  /// Nothing else: were it the past while all connections are busy, the reactor would spin.
  var nextTick: Deadline {
    wantsConnection ? min(line.nextDeadline, backoff.end) : line.nextDeadline
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

  mutating func remove(_ connection: Connection) {
    open.removeAll { $0 === connection }
    idle.removeAll { $0 === connection }
  }

  mutating func close() -> (waiting: [Exchange], idle: [Connection]) {
    isClosed = true
    defer { idle = [] }
    return (line.removeAll(), idle)
  }
}
