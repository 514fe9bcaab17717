import Foundation
import NIOCore
import Testing

@testable import ObjectStore

/// What the S3 store does when the network or the server fails it.
@Suite("The S3 store", .timeLimit(.minutes(2)))
struct S3FaultTests {
  let key: ObjectKey

  init() throws { key = try ObjectKey(tenant: TestTenant.riverside, "a") }

  static let busy = FaultServer.Answer.text(answer("503 Slow Down", error("SlowDown")))

  static func answer(_ status: String, _ body: String, _ headers: String = "", length: Int? = nil) -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(length ?? body.utf8.count)\r\n"
      + "Connection: close\r\n\(headers)\r\n\(body)"
  }

  static func error(_ code: String) -> String {
    "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>no</Message></Error>"
  }

  /// A store with a server that gives these answers, and with little patience.
  func with(
    _ answers: [FaultServer.Answer], adjust: (inout S3Settings) -> Void = { _ in },
    _ test: (S3Store, FaultServer) async throws -> Void
  ) async throws {
    let server = try FaultServer(answers)
    defer { server.stop() }
    var settings = S3Settings(
      endpoint: server.endpoint, bucket: "tests", credentials: S3Credentials(accessKey: "a", secretKey: "b"))
    settings.backoff.first = .milliseconds(1)
    adjust(&settings)
    try await withS3Store(settings) { try await test($0, server) }
  }

  @Test("tries again when the server is busy")
  func busyTwice() async throws {
    try await with([Self.busy, Self.busy, .text(Self.answer("200 OK", "hello"))]) { store, server in
      let bytes = try await store.bytes(key, limit: 10)
      #expect(bytes == Array("hello".utf8))
      #expect(server.requests.count == 3)
    }
  }

  @Test("gives up after four tries")
  func busyForEver() async throws {
    try await with([Self.busy]) { store, server in
      await #expect(throws: ObjectStoreError.unavailable("503 SlowDown")) { try await store.get(key) }
      #expect(server.requests.count == 4)
    }
  }

  @Test("sends an upload from memory again")
  func uploadAgain() async throws {
    try await with([.broken(""), Self.busy, .text(Self.answer("200 OK", ""))]) { store, server in
      try await store.put(key, [1, 2, 3], contentType: .bytes)
      #expect(server.requests.count == 3)
      #expect(server.requests.allSatisfy { $0.hasPrefix("PUT ") })
    }
  }

  @Test("sends an upload in pieces once: its pieces are gone")
  func uploadOnce() async throws {
    try await with([Self.busy, .text(Self.answer("200 OK", ""))]) { store, server in
      await #expect(throws: ObjectStoreError.unavailable("503 SlowDown")) {
        let stream = TestBytes.stream([1, 2, 3], pieceLength: 1)
        try await store.put(key, stream, length: 3, contentType: .bytes)
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "does not try again what will not get better",
    arguments: [
      ("403 Forbidden", "SignatureDoesNotMatch", ObjectStoreError.denied(code: "SignatureDoesNotMatch")),
      ("403 Forbidden", "AccessDenied", .denied(code: "AccessDenied")),
      ("403 Forbidden", "RequestTimeTooSkewed", .clockSkewed(seconds: nil)),
      ("400 Bad Request", "InvalidArgument", .refused(status: 400, code: "InvalidArgument")),
      ("404 Not Found", "NoSuchBucket", .refused(status: 404, code: "NoSuchBucket")),
      ("501 Not Implemented", "NotImplemented", .refused(status: 501, code: "NotImplemented")),
      ("301 Moved", "PermanentRedirect", .refused(status: 301, code: "PermanentRedirect")),
    ])
  func final(status: String, code: String, expected: ObjectStoreError) async throws {
    let answer = Self.answer(status, Self.error(code), "Location: http://127.0.0.1:1/\r\n")
    try await with([.text(answer)]) { store, server in
      await #expect(throws: expected) { try await store.get(key) }
      #expect(server.requests.count == 1)
    }
  }

  @Test("tries again what passes though its status is 400")
  func requestTimeout() async throws {
    let answer = Self.answer("400 Bad Request", Self.error("RequestTimeout"))
    try await with([.text(answer), .text(Self.answer("200 OK", "x"))]) { store, server in
      let bytes = try await store.bytes(key, limit: 1)
      #expect(bytes == Array("x".utf8))
    }
  }

  @Test(
    "is not led astray by an answer that is not S3's",
    arguments: ["<html><p>Bad gateway", "", "<Error/>", "<Error><Code>\u{7}bell</Code></Error>"])
  func foreignError(body: String) async throws {
    try await with([.text(Self.answer("400 Bad Request", body))]) { store, _ in
      await #expect(throws: ObjectStoreError.refused(status: 400, code: "")) { try await store.get(key) }
    }
  }

  @Test("says by how much the clocks differ")
  func skew() async throws {
    let answer = Self.answer(
      "403 Forbidden", Self.error("RequestTimeTooSkewed"), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n")
    try await with([.text(answer)]) { store, _ in
      let error = await #expect(throws: ObjectStoreError.self) { try await store.get(key) }
      guard case .clockSkewed(.some(let seconds)) = error else { throw try #require(error) }
      #expect(abs(seconds - (time(nil) - 784_111_777)) < 60)
    }
  }

  static let half = answer("200 OK", "01234", "ETag: \"v1\"\r\n", length: 10)

  @Test("takes up a download where it broke off")
  func resumes() async throws {
    let rest = Self.answer("206 Partial Content", "56789", "ETag: \"v1\"\r\nContent-Range: bytes 5-9/10\r\n")
    for cut in [FaultServer.Answer.text(Self.half), .broken(Self.half)] {
      try await with([cut, Self.busy, .text(rest)]) { store, server in
        let bytes = try await store.bytes(key, limit: 10)
        #expect(bytes == Array("0123456789".utf8))
        let last = try #require(server.requests.last).lowercased()
        #expect(last.contains("\r\nrange: bytes=5-9\r\n"))
        #expect(last.contains("\r\nif-match: \"v1\"\r\n"))
      }
    }
  }

  @Test("does not join the halves of two versions")
  func changed() async throws {
    let other = Self.answer("412 Precondition Failed", Self.error("PreconditionFailed"))
    try await with([.text(Self.half), .text(other)]) { store, _ in
      await #expect(throws: ObjectStoreError.refused(status: 412, code: "PreconditionFailed")) {
        try await store.bytes(key, limit: 10)
      }
    }
  }

  @Test("gives a download up that breaks off again and again")
  func brokenForEver() async throws {
    let none = Self.answer(
      "206 Partial Content", "", "ETag: \"v1\"\r\nContent-Range: bytes 5-9/10\r\n", length: 5)
    try await with([.text(Self.half), .text(none)]) { store, server in
      let error = await #expect(throws: ObjectStoreError.self) { try await store.bytes(key, limit: 10) }
      guard case .unavailable = error else { throw try #require(error) }
      #expect(server.requests.count == 4)
    }
  }

  @Test("never gives half an object for a whole one")
  func truncated() async throws {
    // Without an entity tag there is no way to be sure that the rest belongs to it.
    try await with([.text(Self.answer("200 OK", "01234", length: 10))]) { store, _ in
      let error = await #expect(throws: ObjectStoreError.self) { try await store.bytes(key, limit: 10) }
      guard case .unavailable = error else { throw try #require(error) }
    }
  }

  @Test("refuses an answer without a length")
  func lengthless() async throws {
    let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    try await with([.text(answer)]) { store, _ in
      await #expect(throws: ObjectStoreError.unintelligible("an object without a length")) {
        try await store.get(key)
      }
    }
  }

  @Test("refuses a part that is not the one asked for")
  func otherPart() async throws {
    let answers = [
      Self.answer("206 Partial Content", "01234", "Content-Range: bytes 1-5/10\r\n"),
      Self.answer("200 OK", "0123456789"),
    ]
    for answer in answers {
      try await with([.text(answer)]) { store, _ in
        await #expect(throws: ObjectStoreError.unintelligible("another range than the one asked for")) {
          try await store.get(key, range: 0..<5)
        }
      }
    }
  }

  @Test("notices that an object was damaged in the store")
  func damaged() async throws {
    let hash = SignatureV4.hash("hello")
    for (body, isWhole) in [("hello", true), ("hallo", false)] {
      try await with([.text(Self.answer("200 OK", body, "x-amz-meta-sha256: \(hash)\r\n"))]) { store, _ in
        if isWhole {
          let bytes = try await store.bytes(key, limit: 5)
          #expect(bytes == Array("hello".utf8))
        } else {
          await #expect(throws: ObjectStoreError.corrupted(key)) { try await store.bytes(key, limit: 5) }
        }
      }
    }
  }

  @Test("stops waiting for a server that says nothing")
  func silence() async throws {
    try await with([.silence("")], adjust: { $0.patience = .milliseconds(400) }) { store, _ in
      await #expect(throws: ObjectStoreError.timedOut) { try await store.get(key) }
    }
  }

  @Test("tries again when nothing has come for a while")
  func idle() async throws {
    let answers = [FaultServer.Answer.silence(""), .text(Self.answer("200 OK", "x"))]
    try await with(answers, adjust: { $0.idleTimeout = .milliseconds(300) }) { store, server in
      let bytes = try await store.bytes(key, limit: 1)
      #expect(bytes == Array("x".utf8))
      #expect(server.requests.count == 2)
    }
  }

  @Test("stops reading from a server that drips")
  func drip() async throws {
    let slow = FaultServer.Answer.slowly(
      Self.answer("200 OK", "", length: 100), String(repeating: "x", count: 100))
    let adjust = { (settings: inout S3Settings) in
      settings.patience = .milliseconds(500)
      settings.slowestRate = 1000
    }
    try await with([slow], adjust: adjust) { store, _ in
      await #expect(throws: ObjectStoreError.timedOut) { try await store.bytes(key, limit: 100) }
    }
  }

  @Test("says that nobody is there")
  func nobody() async throws {
    let server = try FaultServer([Self.busy])
    server.stop()
    var settings = S3Settings(
      endpoint: server.endpoint, bucket: "tests", credentials: S3Credentials(accessKey: "a", secretKey: "b"))
    settings.backoff.first = .milliseconds(1)
    try await withS3Store(settings) { store in
      let error = await #expect(throws: ObjectStoreError.self) { try await store.get(key) }
      guard case .unavailable = error else { throw try #require(error) }
    }
  }

  @Test("does not pause beyond its patience")
  func patience() async throws {
    let adjust = { (settings: inout S3Settings) in
      settings.patience = .milliseconds(500)
      settings.backoff.first = .seconds(3600)
      settings.backoff.longest = .seconds(3600)
    }
    try await with([Self.busy], adjust: adjust) { store, server in
      await #expect(throws: ObjectStoreError.unavailable("503 SlowDown")) { try await store.get(key) }
      #expect(server.requests.count == 1)
    }
  }

  @Test("ends when its task is cancelled")
  func cancelled() async throws {
    try await with([.silence("")]) { store, server in
      let task = Task { try await store.get(key) }
      while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test("refuses a listing that is not one", arguments: ["", "<a/>", "<ListBucketResult/>", "{}"])
  func listing(body: String) async throws {
    try await with([.text(Self.answer("200 OK", body))]) { store, _ in
      await #expect(throws: ObjectStoreError.self) {
        try await store.list(KeyPrefix(tenant: TestTenant.riverside), after: nil, limit: 10)
      }
    }
  }
}
