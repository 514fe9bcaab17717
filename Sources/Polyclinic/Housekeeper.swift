import Clinic
import Logging
import ServiceLifecycle

/// Removes what is over, now and then, for as long as the server runs.
struct Housekeeper: Service {
  let clinic: Clinic
  let logger: Logger

  private static let round = Duration.seconds(600)

  func run() async {
    while !Task.isShuttingDownGracefully {
      do {
        try await clinic.tidyUp()
      } catch {
        logger.warning("could not tidy up", metadata: ["error": "\(String(reflecting: type(of: error)))"])
      }
      await cancelWhenGracefulShutdown { try? await Task.sleep(for: Self.round) }
    }
  }
}
