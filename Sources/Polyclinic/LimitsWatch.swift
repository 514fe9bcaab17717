import Clinic
import Logging
import ServiceLifecycle

/// Keeps what the operator sets while the server runs in its memory.
struct LimitsWatch: Service {
  let clinic: Clinic
  let logger: Logger

  private static let pause = Duration.seconds(20)

  func run() async {
    while !Task.isShuttingDownGracefully {
      do {
        try await clinic.readLimits()
      } catch {
        // Those that were read before go on to count.
        logger.warning("limits not read", metadata: ["error": "\(String(reflecting: type(of: error)))"])
      }
      await cancelWhenGracefulShutdown { try? await Task.sleep(for: Self.pause) }
    }
  }
}
