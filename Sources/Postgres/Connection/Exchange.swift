internal import Synchronization

/// Statements that go out together, and the task that waits for their answer: one round trip.
final class Exchange: Sendable {
  enum Content: Sendable {
    /// Answered by rows for each; together with all others up to the next sync they are one transaction.
    case statements([SQL])
    /// Any number of statements in the simple protocol, without values.
    case script(String)
  }

  /// What becomes of the connection.
  enum Role: Sendable {
    /// It is taken from the pool and goes back.
    case whole
    /// It is taken from the pool and kept, unless the exchange fails.
    case opening
    /// It is kept.
    case inner
    /// It goes back to the pool.
    case closing
    /// It goes back to the pool, clean or not at all.
    case rollback
  }

  private enum Place {
    case nowhere
    case waiting(Pool)
    case running(Connection)
    case over
  }

  private struct State {
    var continuation: UnsafeContinuation<[Rows], any Error>?
    var place = Place.nowhere
    var isCancelled = false
    var connection: Connection?
  }

  let content: Content
  let role: Role
  let party: Party
  private let state = Mutex(State())

  init(_ content: Content, _ role: Role, for party: Party = .program) {
    self.content = content
    self.role = role
    self.party = party
  }

  /// The connection that it ran on.
  var connection: Connection? {
    state.withLock { $0.connection }
  }

  func keepsConnection(after result: Result<[Rows], any Error>) -> Bool {
    switch (role, result) {
    case (.inner, _), (.opening, .success): true
    default: false
    }
  }

  /// Hands the exchange to `submit`, which must see to it that it is finished some time, and waits.
  ///
  /// The continuation is the unsafe kind because this is the hot path; `finish` takes it out as it resumes
  /// it, so it can't be resumed twice, and the deadlines of pool and connection finish whatever would be
  /// forgotten.
  nonisolated(nonsending) func run(_ submit: (Exchange) -> Void) async throws -> [Rows] {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        state.withLock { $0.continuation = continuation }
        submit(self)
      }
    } onCancel: {
      cancel()
    }
  }

  /// - Returns: false if the task was cancelled meanwhile.
  func wait(in pool: Pool) -> Bool {
    state.withLock {
      $0.place = .waiting(pool)
      return !$0.isCancelled
    }
  }

  /// - Returns: false if the task was cancelled meanwhile.
  func begin(on connection: Connection) -> Bool {
    state.withLock {
      $0.place = .running(connection)
      $0.connection = connection
      return !$0.isCancelled
    }
  }

  func finish(_ result: Result<[Rows], any Error>) {
    let continuation = state.withLock {
      $0.place = .over
      let continuation = $0.continuation
      $0.continuation = nil
      return continuation
    }
    continuation?.resume(with: result)
  }

  /// Either sees where the exchange is, or leaves the mark that `wait` and `begin` look for: nothing slips
  /// between.
  private func cancel() {
    let place = state.withLock {
      $0.isCancelled = true
      return $0.place
    }
    switch place {
    case .nowhere, .over: break
    case .running(let connection): connection.cancel(self, CancellationError())
    case .waiting(let pool):
      if pool.withdraw(self) {
        finish(.failure(CancellationError()))
      } else if let connection {
        connection.cancel(self, CancellationError())
      }
    }
  }
}
