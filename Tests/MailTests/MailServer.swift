import Foundation
import Glibc
import Testing

/// A real SMTP server (aiosmtpd) for one test. What it does with a message is in the recipient's address:
/// `refuse@`, `defer@`, `refuse-body@`, `defer-body@`, `drop@`, `slow@`, `slow-body@`; anyone else's is taken
/// and read by Python's e-mail parser.
final class MailServer {
  enum Mode: String {
    case plain, starttls, tls
    case signIn = "sign-in"
    case turnsAway = "turns-away"
    case silent
  }

  /// What arrived, as another program understands it.
  struct Delivered: Decodable {
    let envelopeFrom: String
    let envelopeTo: [String]
    let headers: [String: String]
    let from: [String]
    let to: [String]
    let text: String
    /// The types of the parts, of a message that has some.
    let parts: [String]
    let calendar: String?
    let calendarType: String?
    let date: String
    let defects: [String]
    let longestLine: Int
    let isASCII: Bool
    let wasEncrypted: Bool
    let html: String?
    /// Which message of its connection it was, from 1.
    let nth: Int
  }

  let port: Int
  /// The certificate to trust.
  let certificate: String
  private let process = Process()
  /// Its end is the server's end, also when this program dies.
  private let lifeline = Pipe()
  private let output: FileHandle
  private let folder: URL

  /// Runs a server for as long as the body runs: a variable's server would end with its last use, which is
  /// before the delivery that it was meant for.
  static func run(_ mode: Mode = .plain, _ body: (MailServer) async throws -> Void) async throws {
    let server = try MailServer(mode)
    defer { server.stop() }
    try await body(server)
  }

  private init(_ mode: Mode) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appending(path: "certificate.pem").path()

    let pipe = Pipe()
    output = pipe.fileHandleForReading
    process.executableURL = URL(filePath: try MailServer.python())
    process.arguments = ["-c", MailServer.program, mode.rawValue, folder.path()]
    process.standardInput = lifeline
    process.standardOutput = pipe
    try process.run()
    port = try #require(Int(MailServer.line(from: output)), "the mail server did not start")
  }

  private func stop() {
    // Not SIGTERM: the threads of the test runner block it, and a child inherits that.
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  /// The next message taken; it was written before the server answered.
  func delivered() throws -> Delivered {
    try JSONDecoder().decode(Delivered.self, from: Data(MailServer.line(from: output).utf8))
  }

  private static func line(from output: FileHandle) -> String {
    var line = Data()
    while let byte = try? output.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) { line += byte }
    return String(decoding: line, as: UTF8.self)
  }

  /// The Python that has aiosmtpd: of the environment, or the one of `bin/setup --test`.
  private static func python() throws -> String {
    let path = ProcessInfo.processInfo.environment["POLYCLINIC_TEST_PYTHON"] ?? ".local/venv/bin/python"
    try #require(FileManager.default.isExecutableFile(atPath: path), "no \(path): run bin/setup --test")
    return path
  }
}
