import Testing

@testable import ObjectStore

/// AWS's published vectors: the Signature Version 4 test suite (`aws-sig-v4-test-suite`, one row for each
/// folder of it) and the worked examples of the Amazon S3 API Reference.
@Suite("A signature of version 4")
struct SignatureV4Tests {
  struct Vector: CustomTestStringConvertible, Sendable {
    let name: String
    var method = "GET"
    var path = "/"
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    let signature: String
    var testDescription: String { name }
  }

  static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

  static let suite = [
    Vector(
      name: "get-vanilla", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    Vector(
      name: "get-vanilla-empty-query-key", query: [("Param1", "value1")],
      signature: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
    Vector(
      name: "get-vanilla-query-order-key", query: [("Param1", "value2"), ("Param1", "Value1")],
      signature: "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"),
    Vector(
      name: "get-vanilla-query-order-key-case", query: [("Param2", "value2"), ("Param1", "value1")],
      signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    Vector(
      name: "get-vanilla-query-order-value", query: [("Param1", "value2"), ("Param1", "value1")],
      signature: "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"),
    Vector(
      name: "get-vanilla-query-unreserved", query: [(unreserved, unreserved)],
      signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
    Vector(
      name: "get-vanilla-utf8-query", query: [("ሴ", "bar")],
      signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
    Vector(
      name: "get-unreserved", path: "/" + unreserved,
      signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
    Vector(
      name: "get-utf8", path: "/ሴ",
      signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
    Vector(
      name: "get-space-unnormalized", path: "/example space/",
      signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
    Vector(
      name: "get-header-key-duplicate",
      headers: [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")],
      signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
    Vector(
      name: "get-header-value-order",
      headers: ["value4", "value1", "value3", "value2"].map { ("My-Header1", $0) },
      signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
    Vector(
      name: "get-header-value-trim", headers: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
      signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
    Vector(
      name: "post-vanilla", method: "POST",
      signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    Vector(
      name: "post-vanilla-query", method: "POST", query: [("Param1", "value1")],
      signature: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
    Vector(
      name: "post-header-key-sort", method: "POST", headers: [("My-Header1", "value1")],
      signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
    Vector(
      name: "post-header-value-case", method: "POST", headers: [("My-Header1", "VALUE1")],
      signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
  ]

  @Test("agrees with AWS's test suite", arguments: suite)
  func testSuite(vector: Vector) {
    let signature = SignatureV4(
      credentials: S3Credentials(
        accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
      region: "us-east-1", service: "service", date: SigningDate(secondsSince1970: 1_440_938_160))
    let request = CanonicalRequest(
      method: vector.method, path: vector.path, query: vector.query,
      headers: [("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z")] + vector.headers,
      payload: .empty)
    #expect(signature.authorization(for: request).signature == vector.signature)
  }

  @Test("goes into the header in the form of the test suite")
  func header() {
    let signature = SignatureV4(
      credentials: S3Credentials(
        accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
      region: "us-east-1", service: "service", date: SigningDate(secondsSince1970: 1_440_938_160))
    let request = CanonicalRequest(
      method: "GET", path: "/",
      headers: [("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z")], payload: .empty)
    #expect(
      signature.authorization(for: request).header
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        + "SignedHeaders=host;x-amz-date, "
        + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
  }

  // "Examples: Signature Calculations" of the Amazon S3 API Reference: 24 May 2013, bucket examplebucket.
  let example = SignatureV4(
    credentials: S3Credentials(
      accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    region: "us-east-1", service: "s3", date: SigningDate(secondsSince1970: 1_369_353_600))

  func exampleRequest(
    _ method: String, _ path: String, query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [], payload: CanonicalRequest.Payload = .empty
  ) -> CanonicalRequest {
    let own = [
      ("Host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", payload.text),
      ("x-amz-date", "20130524T000000Z"),
    ]
    return CanonicalRequest(
      method: method, path: path, query: query, headers: own + headers, payload: payload)
  }

  @Test("agrees with S3's example of reading a part of an object")
  func getObject() {
    let request = exampleRequest("GET", "/test.txt", headers: [("Range", "bytes=0-9")])
    #expect(
      example.authorization(for: request).signature
        == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  }

  @Test("agrees with S3's example of storing an object")
  func putObject() {
    let hash = SignatureV4.hash("Welcome to Amazon S3.")
    #expect(hash == "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
    let request = exampleRequest(
      "PUT", "/test$file.text",
      headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
      payload: .hash(hash))
    #expect(
      example.authorization(for: request).signature
        == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
  }

  @Test("agrees with S3's example of a parameter without a value")
  func lifecycle() {
    let request = exampleRequest("GET", "/", query: [("lifecycle", "")])
    #expect(
      example.authorization(for: request).signature
        == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
  }

  @Test("agrees with S3's example of a listing")
  func listing() {
    let request = exampleRequest("GET", "/", query: [("prefix", "J"), ("max-keys", "2")])
    #expect(
      example.authorization(for: request).signature
        == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
  }

  @Test("agrees with S3's example of a URL that expires")
  func presigned() {
    let request = CanonicalRequest(
      method: "GET", path: "/test.txt", headers: [("Host", "examplebucket.s3.amazonaws.com")],
      payload: .unsigned)
    #expect(
      example.presignedQuery(for: request, validFor: 86400)
        == "X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
  }

  @Test("differs for another path, method, body, date or secret")
  func bound() {
    let requests = [
      exampleRequest("GET", "/a"), exampleRequest("GET", "/b"), exampleRequest("PUT", "/a"),
      exampleRequest("GET", "/a", payload: .hash(SignatureV4.hash("x"))),
    ]
    let others = [
      SignatureV4(
        credentials: example.credentials, region: "us-east-1", service: "s3",
        date: SigningDate(secondsSince1970: 1_369_353_601)),
      SignatureV4(
        credentials: S3Credentials(accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "other"),
        region: "us-east-1",
        service: "s3", date: example.date),
    ]
    let signatures =
      requests.map { example.authorization(for: $0).signature }
      + others.map { $0.authorization(for: requests[0]).signature }
    #expect(Set(signatures).count == 6)
  }

  @Test("never lets the secret be printed")
  func secret() {
    var dumped = ""
    dump(example, to: &dumped)
    #expect(!dumped.contains("wJalr"))
    #expect(!"\(example)".contains("wJalr"))
    #expect(!String(reflecting: example.credentials).contains("wJalr"))
  }
}
