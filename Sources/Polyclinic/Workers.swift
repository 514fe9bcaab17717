import Clinic
import Logging
import ServiceLifecycle

/// Does the work that no visitor waits for, for as long as the server runs: letters, reminders, tidying up. What is under way
/// when it stops is finished.
struct Workers: Service {
  let clinic: Clinic
  /// Nil where mail is not configured: letters then stay in the outbox.
  let postman: Postman?
  let logger: Logger

  /// Jobs at once: no more than the mail server is spoken to at once, so that pages keep their connections to the database.
  private static let count = 2
  /// Between two looks for work.
  private static let pause = Duration.seconds(1)
  /// Between two looks at how far the work is behind, and for new tenants.
  private static let survey = Duration.seconds(60)

  func run() async {
    await withDiscardingTaskGroup { group in
      for _ in 0..<Self.count {
        group.addTask { await repeating(every: Self.pause) { try await work() } }
      }
      group.addTask { await repeating(every: Self.survey) { try await lookAround() } }
    }
  }

  private func work() async throws {
    let kinds = JobKind.allCases.filter { $0 != .letter || postman != nil }
    while try await clinic.work(kinds, while: { !Task.isShuttingDownGracefully }, deliver) > 0 {
      if Task.isShuttingDownGracefully { return }
    }
  }

  @Sendable private func deliver(_ message: OutboxMessage, _ sender: Sender) async -> Delivery {
    await postman?.deliver(message, for: sender) ?? .postponed("mail is not configured")
  }

  /// The log is where the lag is watched: `work` with its seconds, what is due, what was given up, and what
  /// comes round and failed.
  private func lookAround() async throws {
    try await clinic.scheduleRounds()
    let lag = try await clinic.workLag()
    // Where mail is not configured, letters are meant to wait.
    let isLate = postman != nil && lag.seconds > 300
    let level: Logger.Level = isLate || lag.dead > 0 || lag.failing > 0 ? .warning : .info
    logger.log(
      level: level, "work",
      metadata: [
        "lag_seconds": "\(Int(lag.seconds))", "due": "\(lag.due)", "dead": "\(lag.dead)",
        "failing": "\(lag.failing)",
      ])
  }

  private func repeating(every pause: Duration, _ work: () async throws -> Void) async {
    while !Task.isShuttingDownGracefully {
      do {
        try await work()
      } catch {
        logger.warning("work failed", metadata: ["error": "\(String(reflecting: type(of: error)))"])
      }
      await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) }
    }
  }
}
