import Foundation
import Testing

@testable import Clamd

@Suite("ClamAV's answers")
struct ClamdVerdictTests {
  @Test(
    "are one of three, and nothing else is taken for clean",
    arguments: [
      ("stream: OK\0", ClamdVerdict.clean),
      ("stream: Eicar-Test-Signature FOUND\0", .found("Eicar-Test-Signature")),
      ("stream: OK FOUND\0", .found("OK")),
    ])
  func verdicts(_ answer: String, _ verdict: ClamdVerdict) throws {
    #expect(try ClamdVerdict(answer: answer) == verdict)
  }

  @Test(
    "of other words are faults",
    arguments: [
      ("", ClamdFault.unavailable), ("\0", .unavailable),
      ("INSTREAM size limit exceeded. ERROR\0", .tooLarge),
      ("OK\0", .unintelligible), ("stream: FOUND\0", .unintelligible), ("stream:  FOUND\0", .unintelligible),
      ("stream: NOT OK\0", .unintelligible), ("stream: ok\0", .unintelligible),
      ("UNKNOWN COMMAND\0", .unintelligible),
    ])
  func faults(_ answer: String, _ fault: ClamdFault) {
    #expect(throws: fault) { try ClamdVerdict(answer: answer) }
  }

  @Test("come from an address that makes sense")
  func addresses() {
    #expect(ClamdClient.Address("unix:/run/clamd.ctl") == .unix("/run/clamd.ctl"))
    #expect(ClamdClient.Address("tcp:scanner.internal:3310") == .tcp(host: "scanner.internal", port: 3310))
    for text in [
      "", "/run/clamd.ctl", "unix:run", "tcp:host", "tcp::1", "tcp:host:0", "tcp:host:65536", "http://host:1",
    ] {
      #expect(ClamdClient.Address(text) == nil, "\(text)")
    }
  }
}

/// The real daemon, with a signature of our own for the one file that every scanner knows.
@Suite("ClamAV's daemon", .serialized)
struct ClamdTests {
  static let eicar = #"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"#

  /// - Parameter body: given the socket's path.
  private func using(limit: String = "100M", _ body: (ClamdClient) async throws -> Void) async throws {
    let folder = "\(FileManager.default.temporaryDirectory.path())/polyclinic-clamd-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: "\(folder)/db", withIntermediateDirectories: true)
    let hex = Self.eicar.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    try "Eicar-Test-Signature:0:*:\(hex)\n".write(
      toFile: "\(folder)/db/own.ndb", atomically: true, encoding: .utf8)
    let socket = "\(folder)/clamd.ctl"
    try """
    LocalSocket \(socket)
    DatabaseDirectory \(folder)/db
    Foreground yes
    StreamMaxLength \(limit)
    MaxFileSize 100M
    MaxScanSize 200M
    User root
    """.write(toFile: "\(folder)/clamd.conf", atomically: true, encoding: .utf8)
    let client = ClamdClient(.unix(socket), patience: .seconds(60))
    let daemon = Process()
    daemon.executableURL = URL(filePath: "/usr/sbin/clamd")
    daemon.arguments = ["--config-file=\(folder)/clamd.conf"]
    daemon.standardOutput = FileHandle.nullDevice
    daemon.standardError = FileHandle.nullDevice
    try daemon.run()
    defer { daemon.terminate() }
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: socket) {
      try await Task.sleep(for: .milliseconds(100))
    }
    try await body(client)
  }

  private func pieces(_ bytes: [UInt8], of length: Int = 65_536) -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      for start in stride(from: 0, to: bytes.count, by: length) {
        continuation.yield(Array(bytes[start..<min(start + length, bytes.count)]))
      }
      continuation.finish()
    }
  }

  @Test("finds what it knows, in whatever pieces it comes, and nothing in what is clean")
  func finds() async throws {
    try await using { (client: ClamdClient) async throws in
      let eicar = Array(Self.eicar.utf8)
      for length in [1, 7, 65_536] {
        #expect(try await client.scan(pieces(eicar, of: length)) == .found("Eicar-Test-Signature.UNOFFICIAL"))
      }
      #expect(try await client.scan(pieces(Array("%PDF-1.7 nothing".utf8))) == .clean)
      #expect(try await client.scan(pieces([])) == .clean)
      let padded = [UInt8](repeating: 32, count: 5 << 20) + eicar
      #expect(try await client.scan(pieces(padded)) == .found("Eicar-Test-Signature.UNOFFICIAL"))
    }
  }

  @Test("gives no verdict on what is longer than it takes, and none when it is not there or says nothing")
  func faults() async throws {
    try await using(limit: "1M") { (client: ClamdClient) async throws in
      await #expect(throws: ClamdFault.self) {
        try await client.scan(pieces([UInt8](repeating: 32, count: 4 << 20)))
      }
      #expect(try await client.scan(pieces([UInt8](repeating: 32, count: 1000))) == .clean)
    }
    await #expect(throws: ClamdFault.unavailable) {
      try await ClamdClient(.unix("/nonexistent/clamd.ctl")).scan(pieces([1]))
    }
    await #expect(throws: ClamdFault.unavailable) {
      try await ClamdClient(.tcp(host: "127.0.0.1", port: 1)).scan(pieces([1]))
    }
  }
}
