import Clinic
import Logging
import ServiceLifecycle
import Shell
import UnixSignals
import Web

/// The server: HTTP, and the workers beside it.
struct Serving {
  let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  /// - Throws: what keeps it from starting, in one line.
  func run() async throws {
    try CoreFiles.forbid()
    LoggingSystem.bootstrap { JSONLines(label: $0) }
    let logger = Logger(label: "polyclinic")
    let parts = try Parts(settings, logger: logger)
    try await parts.clinic.checkRole()
    let server = HTTPService(
      settings: shellSettings, routes: try RouteTable(parts.site.routes()), assets: parts.assets,
      health: HealthChecks { await parts.clinic.isReady() },
      // A clinic may have a domain of its own: the database knows them all, and the door answers 421 for the rest.
      isOurHost: { _ in true },
      errorPages: parts.site.failure, logger: logger,
      onListening: { port in logger.info("serving", metadata: ["port": "\(port)"]) })
    let postman = try settings.mail.map { try Postman($0, parts) }
    if postman == nil { logger.notice("mail is not configured: letters stay in the outbox") }
    // Stopped in reverse: the server first, so that nobody waits for a letter that is under way.
    let workers = Workers(clinic: parts.clinic, postman: postman, logger: logger)
    let limits = LimitsWatch(clinic: parts.clinic, logger: logger)
    try await ServiceGroup(
      services: (settings.doesWork ? [workers] : []) + [limits, server],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
    await parts.close()
  }

  private var shellSettings: ShellSettings {
    var shell = ShellSettings()
    shell.host = settings.host
    shell.port = settings.port
    shell.tls = settings.tls
    shell.isBehindTLS = settings.isBehindTLS
    shell.trustedProxies = settings.trustedProxies
    shell.isDevelopment = settings.isDevelopment
    return shell
  }
}
