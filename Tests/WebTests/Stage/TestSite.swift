import AsyncHTTPClient
import CSV
import Clinic
import ClinicTesting
import Credentials
import Images
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Pages
import Printing
import ServiceLifecycle
import Shell

@testable import Web

/// The whole site, served on a port of its own over a test clinic.
struct TestSite: Sendable {
  let test: TestClinic
  let library: TemplateLibrary
  let routes: [Route<Admission>]
  private let port: Int
  static let csrf = KeyedHash(TestClinic.keys, purpose: "csrf")

  /// Read once for all tests, as nothing of it is any one's own.
  static let read = Result {
    let assets = try Assets(folder: TestPaths.root + "/Public")
    let library = try TemplateLibrary(
      folder: TestPaths.root + "/Templates", languages: Site.languages, frame: Site.frame,
      assets: assets.paths)
    return (assets: assets, library: library, images: ImageProcessor(magic: try MagicDatabase()))
  }

  /// - Parameters:
  ///   - patientFiles: smaller limits for files of patients.
  ///   - printer: another than the server's own.
  static func using(
    patientFiles: CSVLimits? = nil, printer: Printer = Printer(),
    _ body: @Sendable @escaping (TestSite) async throws -> Void
  ) async throws {
    let (assets, library, images) = try read.get()
    try await TestClinic.using { test in
      let origins = Origins(isSecure: false, baseDomain: "localhost", port: 8080)
      let site = try Site(
        clinic: test.clinic, library: library, images: images, printer: printer, origins: origins,
        keys: TestClinic.keys,
        testPayments: TestClinic.payments, isDevelopment: true)
      var all = try site.routes()
      if let patientFiles {
        let own = try PatientImportRoutes(site: site, limits: patientFiles).routes
        all = all.filter { one in !own.contains { $0.name == one.name } } + own
      }
      let routes = try RouteTable(all)
      var settings = ShellSettings()
      settings.port = 0
      let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
      let service = HTTPService(
        settings: settings, routes: routes, assets: assets, health: HealthChecks { true },
        isOurHost: { _ in true },
        errorPages: site.failure, logger: .tests, onListening: { continuation.yield($0) })
      let group = ServiceGroup(services: [service], logger: .tests)
      try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        for await port in ports {
          try await body(TestSite(test: test, library: library, routes: routes.routes, port: port))
          break
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
    }
  }

  /// - Parameter headers: added, or in place of those of the same name; a cookie beside the token's.
  func get(
    _ path: String, as token: Token? = nil, at host: String = "riverside.localhost",
    headers: [String: String] = [:]
  ) async throws -> TestAnswer {
    try await send("GET", path, as: token, at: host, headers: headers, body: nil)
  }

  /// Sends a form as our own page would, its proof of origin included.
  func post(
    _ path: String, _ fields: [(String, String)], as token: Token, at host: String = "riverside.localhost",
    headers: [String: String] = [:]
  ) async throws -> TestAnswer {
    let form = (fields + [("csrf", Self.csrf.tag(for: token.text))])
      .map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
    var all = ["Content-Type": "application/x-www-form-urlencoded", "Origin": "http://\(host)"]
    all.merge(headers) { _, new in new }
    return try await send("POST", path, as: token, at: host, headers: all, body: form)
  }

  /// The same with `multipart/form-data`.
  ///
  /// - Parameter file: the text of one, in the field `file`.
  func postMultipart(
    _ path: String, _ fields: [(String, String)], file: String? = nil, as token: Token,
    at host: String = "riverside.localhost"
  ) async throws -> TestAnswer {
    let parts = (fields + [("csrf", Self.csrf.tag(for: token.text))]).map { name, value in
      "--cut\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    let upload = file.map {
      "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n\($0)\r\n"
    }
    return try await send(
      "POST", path, as: token, at: host,
      headers: ["Content-Type": "multipart/form-data; boundary=cut", "Origin": "http://\(host)"],
      body: parts.joined() + (upload ?? "") + "--cut--\r\n")
  }

  func send(
    _ method: String, _ path: String, as token: Token?, at host: String, headers: [String: String],
    body: String?
  ) async throws -> TestAnswer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = .RAW(value: method)
    request.headers.replaceOrAdd(name: "Host", value: host)
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if let token {
      let others = headers["Cookie"].map { [$0] } ?? []
      let cookies = ["\(Site.cookie.name)=\(token.text)"] + others
      request.headers.replaceOrAdd(name: "Cookie", value: cookies.joined(separator: "; "))
    }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await Self.client.execute(request, timeout: .seconds(30))
    let bytes = try await response.body.collect(upTo: 8 << 20)
    return TestAnswer(
      status: Int(response.status.code),
      headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" },
      body: String(buffer: bytes))
  }

  /// An answer whose body has no end of its own.
  func open(_ path: String, as token: Token) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.headers.replaceOrAdd(name: "Host", value: "riverside.localhost")
    request.headers.replaceOrAdd(name: "Cookie", value: "\(Site.cookie.name)=\(token.text)")
    return try await Self.client.execute(request, timeout: .seconds(60))
  }

  /// Redirects are answers like others.
  private static let client = HTTPClient(
    eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
}

struct TestAnswer: Sendable {
  let status: Int
  let headers: [String: String]
  let body: String

  var location: String? { headers["location"] }
}

extension TestAnswer {
  /// `name=value` of a cookie that the answer sets.
  func cookie(_ cookie: HostCookie) -> String? {
    let set = headers["set-cookie"]?.matches(of: /(__Host-[a-z]+=[^;,]*);/).map { String($0.output.1) }
    return set?.first { $0.hasPrefix("\(cookie.name)=") }
  }
}
