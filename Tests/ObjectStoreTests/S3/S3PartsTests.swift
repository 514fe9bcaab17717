import NIOHTTP1
import Testing

@testable import ObjectStore

@Suite("The parts of the S3 store")
struct S3PartsTests {
  @Test(
    "write the date of a signature in UTC",
    arguments: zip(
      [0, 951_782_399, 951_782_400, 1_440_938_160, 4_102_444_799],
      ["19700101T000000Z", "20000228T235959Z", "20000229T000000Z", "20150830T123600Z", "20991231T235959Z"]))
  func date(seconds: Int, text: String) {
    #expect(SigningDate(secondsSince1970: seconds).timestamp == text)
  }

  @Test("read the date of an answer")
  func httpDate() {
    #expect(HTTPDate.secondsSince1970("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    for text in [
      "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Xxx 1994 08:49:37 GMT",
    ] {
      #expect(HTTPDate.secondsSince1970(text) == nil, "\(text)")
    }
  }

  @Test("wait twice as long after each failure, up to a ceiling, with jitter")
  func backoff() {
    let backoff = Backoff()
    #expect(backoff.pause(after: 1, chance: 1) == .milliseconds(100))
    #expect(backoff.pause(after: 3, chance: 1) == .milliseconds(400))
    #expect(backoff.pause(after: 3, chance: 0.5) == .milliseconds(200))
    #expect(backoff.pause(after: 7, chance: 1) == .seconds(5))
    #expect(backoff.pause(after: 1000, chance: 1) == .seconds(5))
    #expect(backoff.pause(after: 5, chance: 0) == .zero)
  }

  func settings(_ endpoint: String, bucket: String = "tests") -> S3Settings {
    S3Settings(endpoint: endpoint, bucket: bucket, credentials: S3Credentials(accessKey: "a", secretKey: "b"))
  }

  @Test("put the bucket into the path or before the host, without the scheme's own port")
  func addresses() throws {
    let key = try ObjectKey(tenant: TestTenant.riverside, "a")
    let path = try S3Address(settings("https://s3.example.com:443"))
    #expect(path.url(path: path.path(of: key), query: "") == "https://s3.example.com/tests/\(key)")
    var virtual = settings("http://127.0.0.1:9000")
    virtual.addressing = .virtualHost
    let host = try S3Address(virtual)
    #expect(host.host == "tests.127.0.0.1:9000")
    #expect(host.url(path: host.path(of: nil), query: "a=b") == "http://tests.127.0.0.1:9000/?a=b")
  }

  @Test(
    "refuse an endpoint that is not one",
    arguments: [
      "", "s3.example.com", "ftp://s3.example.com", "https://", "https:/s3", "https://s3/path",
      "https://u:p@s3",
      "https://s3?x", "https://s3 ", "https://s3#a",
    ])
  func endpoint(text: String) {
    #expect(throws: ObjectStoreError.self) { try S3Address(settings(text)) }
  }

  @Test("refuse a bucket's name that is not one", arguments: ["", "ab", "A-bucket", "a/b", "a_b", "täst"])
  func bucket(name: String) {
    #expect(throws: ObjectStoreError.self) { try S3Address(settings("https://s3", bucket: name)) }
  }

  @Test("have names of buckets of 3 to 63 bytes, without dots before a host under TLS")
  func bucketLimits() throws {
    _ = try S3Address(settings("https://s3", bucket: "abc"))
    _ = try S3Address(settings("https://s3", bucket: String(repeating: "a", count: 63)))
    #expect(throws: ObjectStoreError.self) {
      try S3Address(settings("https://s3", bucket: String(repeating: "a", count: 64)))
    }
    var dotted = settings("https://s3", bucket: "a.b.c")
    _ = try S3Address(dotted)
    dotted.addressing = .virtualHost
    #expect(throws: ObjectStoreError.self) { try S3Address(dotted) }
  }

  @Test("refuse the headers of an object that contradict each other")
  func heads() throws {
    let head = try S3Head(["Content-Length": "10", "Content-Range": "bytes 5-14/20", "ETag": "\"x\""])
    #expect(head.part?.range == 5..<15)
    #expect(head.part?.of == 20)
    #expect(head.entityTag == "x")
    #expect(head.contentType == .bytes)
    let broken: [HTTPHeaders] = [
      [:], ["Content-Length": "-1"], ["Content-Length": "x"],
      ["Content-Length": "9", "Content-Range": "bytes 5-14/20"],
      ["Content-Length": "10", "Content-Range": "bytes 5-14/*"],
      ["Content-Length": "10", "Content-Range": "bytes 14-5/20"],
      ["Content-Length": "10", "Content-Range": "bytes 15-24/20"],
      ["Content-Length": "10", "Content-Range": "items 5-14/20"],
    ]
    for headers in broken { #expect(throws: ObjectStoreError.self) { try S3Head(headers) } }
  }
}
