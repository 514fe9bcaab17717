internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Logging
internal import NIOCore
internal import NIOPosix
public import ServiceLifecycle

/// The web server: listens, guards its connections, and answers with routes, assets, health checks and error
/// pages.
///
/// Run it in a `ServiceGroup`. Asked to stop, it takes no new connections, finishes the requests that are
/// running, and closes what is left after ``ShellSettings/shutdownGrace``.
public struct HTTPService: Service {
  private let settings: ShellSettings
  private let site: Site
  private let shutdown: ShutdownSignal
  private let logger: Logger
  private let onListening: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - isOurHost: whether a host's name is one of ours; any other is told 421.
  ///   - errorPages: makes the page for whatever is not answered as it was meant.
  ///   - shutdown: rung when the server is asked to stop; every request's context holds it.
  ///   - onListening: called with the port once connections are accepted.
  public init<Access>(
    settings: ShellSettings, routes: RouteTable<Access>, assets: Assets, health: HealthChecks,
    isOurHost: @escaping @Sendable (String) -> Bool, errorPages: @escaping ErrorPages,
    shutdown: ShutdownSignal = ShutdownSignal(), logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    self.settings = settings
    self.shutdown = shutdown
    self.logger = logger
    self.onListening = onListening
    site = Site(
      settings: settings, isOurHost: isOurHost, dispatch: Dispatch(routes), assets: assets, health: health,
      errorPages: errorPages, shutdown: shutdown, logger: logger, accessLog: AccessLog(logger: logger))
  }

  /// Serves until the surrounding `ServiceGroup` asks it to stop.
  ///
  /// - Throws: ``ServerFault`` if the server can't start.
  public func run() async throws {
    let connections = OpenConnections()
    let server = try makeServer(connections)
    try await withGracefulShutdownHandler {
      try await withThrowingTaskGroup { group in
        group.addTask {
          await shutdown.wait()
          try await Task.sleep(for: settings.shutdownGrace)
          connections.closeAll()
        }
        do {
          try await server.run()
        } catch {
          throw ServerFault(listening: error, settings)
        }
        group.cancelAll()
      }
    } onGracefulShutdown: {
      shutdown.ring()
    }
  }

  private func makeServer(_ connections: OpenConnections) throws -> any Service {
    let guarded = HTTPServerBuilder { [settings, shutdown] responder in
      let connection = GuardedConnection(
        settings: settings,
        encoder: ResponseEncoder(security: SecurityHeaders(isBehindTLS: settings.isServedOverTLS)),
        connections: connections, shutdown: shutdown, responder: responder)
      guard let files = settings.tls else { return connection }
      return try TLSChannel(connection, tlsConfiguration: files.configuration())
    }
    return try guarded.buildServer(
      configuration: ServerConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 1024,
        // Connections past the maximum are told so; past this, the kernel's queue holds them.
        availableConnectionsDelegate: .maximum(settings.maximumConnections + 256, logger: logger)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
      responder: { [site] request, writer, channel in
        try await site.serve(request, writer, peer: channel.remoteAddress)
      },
      onServerRunning: { [onListening] channel in
        if let port = channel.localAddress?.port { await onListening(port) }
      })
  }
}
