import Foundation
import FoundationNetworking
import NIOCore
import Testing

@testable import ObjectStore

/// What only a real server can tell.
@Suite("The S3 store with a real server", .timeLimit(.minutes(5)))
struct S3ServerTests {
  let key: ObjectKey

  init() throws { key = try ObjectKey(tenant: TestTenant.fresh(), "a") }

  @Test("is denied with a wrong secret, and says so")
  func wrongSecret() async throws {
    var settings = try await S3TestServer.shared().settings
    settings.credentials = S3Credentials(accessKey: settings.credentials.accessKey, secretKey: "wrong")
    try await withS3Store(settings) { store in
      await #expect(throws: ObjectStoreError.denied(code: "SignatureDoesNotMatch")) {
        try await store.get(key)
      }
      await #expect(throws: ObjectStoreError.denied(code: "SignatureDoesNotMatch")) {
        try await store.put(key, [1], contentType: .bytes)
      }
      await #expect(throws: ObjectStoreError.denied(code: "403")) { try await store.head(key) }
    }
  }

  @Test("is denied with an unknown key")
  func unknownKey() async throws {
    var settings = try await S3TestServer.shared().settings
    settings.credentials = S3Credentials(accessKey: "nobody", secretKey: "wrong")
    try await withS3Store(settings) { store in
      await #expect(throws: ObjectStoreError.denied(code: "InvalidAccessKeyId")) { try await store.get(key) }
    }
  }

  @Test("names a bucket that does not exist")
  func wrongBucket() async throws {
    var settings = try await S3TestServer.shared().settings
    settings.bucket = "no-such-bucket"
    try await withS3Store(settings) { store in
      await #expect(throws: ObjectStoreError.refused(status: 404, code: "NoSuchBucket")) {
        try await store.get(key)
      }
    }
  }

  @Test("says that our clock is wrong, and by how much", arguments: [-3600, 3600])
  func clock(ahead: Int) async throws {
    try await withS3Store(S3TestServer.shared().settings, ahead: ahead) { store in
      let error = await #expect(throws: ObjectStoreError.self) { try await store.get(key) }
      guard case .clockSkewed(.some(let seconds)) = error else { throw try #require(error) }
      #expect(abs(seconds - ahead) < 30)
    }
  }

  @Test("has an upload refused that was damaged on the way")
  func damagedUpload() async throws {
    try await withS3Store(S3TestServer.shared().settings) { store in
      var request = S3Request(method: "PUT", key: key)
      request.body = .bytes(ByteBuffer(string: "hallo"), sha256: SignatureV4.hash("hello"))
      await #expect(throws: ObjectStoreError.corrupted(key)) {
        _ = try await store.transport.send(request, deadline: store.transport.deadline(for: 5))
      }
      await #expect(throws: ObjectStoreError.notFound(key)) { try await store.get(key) }
    }
  }

  @Test(
    "trusts no server whose certificate it does not know",
    arguments: [nil, "/etc/ssl/certs/ca-certificates.crt"])
  func untrusted(roots: String?) async throws {
    var settings = try await S3TestServer.shared().tlsSettings
    settings.trustRoots = roots
    settings.tries = 1
    try await withS3Store(settings) { store in
      let error = await #expect(throws: ObjectStoreError.self) { try await store.get(key) }
      guard case .unavailable = error else { throw try #require(error) }
    }
  }

  @Test("makes a URL with which anyone can read one object")
  func temporaryURL() async throws {
    try await withS3Store(S3TestServer.shared().settings) { store in
      try await store.put(key, Array("hello".utf8), contentType: .plainText)
      let text = store.temporaryURL(of: key, validFor: .seconds(60))
      let url = try #require(URL(string: text))
      let (data, _) = try await URLSession.shared.data(from: url)
      #expect(data == Data("hello".utf8))
      let other = try #require(URL(string: text.replacing("/a?", with: "/b?")))
      let (_, refusal) = try await URLSession.shared.data(from: other)
      #expect((refusal as? HTTPURLResponse)?.statusCode == 403)
    }
  }

  @Test("lists more than a thousand objects, page after page")
  func manyPages() async throws {
    try await withS3Store(S3TestServer.shared().settings) { store in
      let tenant = TestTenant.fresh()
      let keys = try (0..<1003).map { try ObjectKey(tenant: tenant, "many", "\(10_000 + $0)") }
      try await withThrowingTaskGroup { group in
        for first in 0..<16 {
          group.addTask {
            for key in stride(from: first, to: keys.count, by: 16).map({ keys[$0] }) {
              try await store.put(key, [], contentType: .bytes)
            }
          }
        }
        try await group.waitForAll()
      }
      var found: [ObjectKey] = []
      let many = try KeyPrefix(tenant: tenant, "many")
      for try await object in store.objects(below: many) { found.append(object.key) }
      #expect(found == keys)
    }
  }
}
