import NIOCore
import Testing

@testable import ObjectStore

@Suite("A body in signed pieces")
struct SignedChunksTests {
  /// "Example Calculations" of "Transferring Payload in Multiple Chunks", Amazon S3 API Reference:
  /// 66560 bytes of `a` in pieces of 65536, 1024 and none.
  let signature = SignatureV4(
    credentials: S3Credentials(
      accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    region: "us-east-1", service: "s3", date: SigningDate(secondsSince1970: 1_369_353_600))

  let signatures = [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ]

  @Test("begins with the request's signature, as in S3's example")
  func request() {
    let request = CanonicalRequest(
      method: "PUT", path: "/examplebucket/chunkObject.txt",
      headers: [
        ("Host", "s3.amazonaws.com"), ("x-amz-date", "20130524T000000Z"),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), ("Content-Encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", "66560"), ("Content-Length", "66824"),
      ], payload: .signedChunks)
    #expect(
      signature.authorization(for: request).signature
        == "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
  }

  @Test(
    "is framed and signed as in S3's example, however the bytes arrive",
    arguments: [1000, 65536, 66560, 40000])
  func example(pieceLength: Int) async throws {
    let pieces = AsyncStream { continuation in
      var rest = 66560
      while rest > 0 {
        continuation.yield(ByteBuffer(repeating: UInt8(ascii: "a"), count: min(rest, pieceLength)))
        rest -= pieceLength
      }
      continuation.finish()
    }
    let chunks = SignedChunks(
      body: WatchedBody(ByteStream(pieces), length: 66560), length: 66560, signature: signature,
      requestSignature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
    var sent = ByteBuffer()
    for try await var frame in chunks { sent.writeBuffer(&frame) }
    let a = { String(repeating: "a", count: $0) }
    let expected =
      "10000;chunk-signature=\(signatures[0])\r\n\(a(65536))\r\n"
      + "400;chunk-signature=\(signatures[1])\r\n\(a(1024))\r\n"
      + "0;chunk-signature=\(signatures[2])\r\n\r\n"
    #expect(String(buffer: sent) == expected)
    #expect(SignedChunks.encodedLength(66560) == 66824)
  }

  @Test("has the length announced for it", arguments: [0, 1, 65535, 65536, 65537, 131072])
  func length(count: Int) async throws {
    let body = WatchedBody(ByteStream([UInt8](repeating: 7, count: count)), length: count)
    let chunks = SignedChunks(body: body, length: count, signature: signature, requestSignature: "0")
    var sent = 0
    for try await frame in chunks { sent += frame.readableBytes }
    #expect(sent == SignedChunks.encodedLength(count))
  }
}
