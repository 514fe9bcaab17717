import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Shell

/// A server of its own for a test, on a port that the system chose.
enum TestServer {
  struct Site: Sendable {
    let port: Int
    let log: LogLines
    let stop: @Sendable () async -> Void

    /// Sends one request on a connection of its own and returns everything that is answered.
    func ask(_ text: String) async throws -> String {
      try await RawClient.ask(port, text)
    }

    /// A request for a host of ours, which asks for the connection to be closed.
    func get(_ path: String, method: String = "GET", fields: String = "") async throws -> RawResponse {
      let text = try await ask(
        "\(method) \(path) HTTP/1.1\r\nHost: ours.test\r\nConnection: close\r\n\(fields)\r\n")
      guard let response = RawResponse(text: text, hasBody: method != "HEAD") else {
        throw ConversationEnded(heard: text)
      }
      return response
    }
  }

  /// Starts a server, runs the test, and stops the server, however the test ends.
  static func run<Result: Sendable>(
    routes: [Route<String>] = SampleRoutes.all, assets: Assets = Assets(), isReady: Bool = true,
    configure: (inout ShellSettings) -> Void = { _ in },
    errorPages: @escaping ErrorPages = SampleRoutes.errorPage,
    _ test: @Sendable @escaping (Site) async throws -> Result
  ) async throws -> Result {
    var settings = ShellSettings()
    settings.port = 0
    configure(&settings)
    let log = LogLines()
    let (ports, portContinuation) = AsyncStream.makeStream(of: Int.self)
    let service = HTTPService(
      settings: settings, routes: try RouteTable(routes), assets: assets, health: HealthChecks { isReady },
      isOurHost: { $0 == "ours.test" }, errorPages: errorPages, logger: log.logger,
      onListening: { portContinuation.yield($0) })
    var silent = Logger(label: "group")
    silent.logLevel = .critical
    let group = ServiceGroup(configuration: .init(services: [service], logger: silent))
    return try await withThrowingTaskGroup(of: Result?.self) { tasks in
      tasks.addTask {
        defer { portContinuation.finish() }
        try await group.run()
        return nil
      }
      tasks.addTask {
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { return nil }
        let site = Site(port: port, log: log, stop: { await group.triggerGracefulShutdown() })
        do {
          let result = try await test(site)
          await group.triggerGracefulShutdown()
          return result
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
      }
      var result: Result?
      while let next = try await tasks.next() {
        if let next { result = next }
      }
      guard let result else { throw ConversationEnded(heard: "the server did not start") }
      return result
    }
  }
}
