import Foundation
import NIOCore
import NIOSSL
import Shell
import Testing

@Suite("A server that ends TLS itself")
struct TLSTests {
  /// A certificate of its own for `ours.test`, made by OpenSSL.
  private func withCertificate<Result>(_ body: (TLSFiles) async throws -> Result) async throws -> Result {
    let folder = "/tmp/shell-tls-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = TLSFiles(certificateChain: "\(folder)/chain.pem", privateKey: "\(folder)/key.pem")
    let openssl = Process()
    openssl.executableURL = URL(filePath: "/usr/bin/openssl")
    openssl.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
      "/CN=ours.test", "-addext", "subjectAltName=DNS:ours.test", "-days", "1", "-keyout", files.privateKey,
      "-out", files.certificateChain,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    try #require(openssl.terminationStatus == 0)
    return try await body(files)
  }

  @Test("serves pages over it, says that it is secure, and closes properly", .timeLimit(.minutes(1)))
  func served() async throws {
    try await withCertificate { files in
      let authority = try NIOSSLCertificate.fromPEMFile(files.certificateChain)
      let (page, refused) = try await TestServer.run(configure: { $0.tls = files }) { site in
        let ask = { @Sendable (text: String) in
          try await RawClient.talk(to: site.port) { channel in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(authority)
            let handler = try NIOSSLClientHandler(
              context: NIOSSLContext(configuration: configuration), serverHostname: "ours.test")
            try channel.pipeline.syncOperations.addHandler(handler)
          } _: { conversation in
            try await conversation.say(text)
            return try await conversation.hearToEnd()
          }
        }
        return (
          try await ask("GET /where HTTP/1.1\r\nHost: ours.test\r\nConnection: close\r\n\r\n"),
          try await ask("GET / HTTP/1.1\r\n\r\n")
        )
      }
      #expect(page.hasSuffix("https://ours.test 127.0.0.1"))
      #expect(RawResponse(text: page)?["strict-transport-security"] != nil)
      #expect(refused.statuses == [400])
    }
  }

  @Test("says so if the key is another certificate's")
  func wrongKey() async throws {
    try await withCertificate { one in
      try await withCertificate { two in
        let files = TLSFiles(certificateChain: one.certificateChain, privateKey: two.privateKey)
        await #expect(throws: ServerFault.self) {
          try await TestServer.run(configure: { $0.tls = files }) { _ in }
        }
      }
    }
  }
}
