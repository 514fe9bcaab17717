internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// One S3 operation, not yet signed: a signature holds for a quarter of an hour, so each try gets its own.
struct S3Request: Sendable {
  enum Body: Sendable {
    case none
    case bytes(ByteBuffer, sha256: String)
    case stream(WatchedBody, length: Int)
  }

  var method: String
  /// nil for the bucket itself.
  var key: ObjectKey?
  var query: [(name: String, value: String)] = []
  var headers: [(name: String, value: String)] = []
  var body = Body.none

  /// A stream that was begun can't be sent again.
  var canRepeat: Bool {
    if case .stream(let body, _) = body { !body.isBegun } else { true }
  }

  /// An error of the body itself.
  var bodyFault: (any Error)? {
    if case .stream(let body, _) = body { body.fault } else { nil }
  }

  func signed(for address: S3Address, by signature: SignatureV4) -> HTTPClientRequest {
    let canonical = canonical(for: address, at: signature.date, token: signature.credentials.sessionToken)
    let (authorization, requestSignature) = signature.authorization(for: canonical)
    var request = HTTPClientRequest(url: address.url(path: canonical.path, query: canonical.queryString))
    request.method = .RAW(value: method)
    for (name, value) in canonical.headers { request.headers.add(name: name, value: value) }
    request.headers.add(name: "Authorization", value: authorization)
    switch body {
    case .none: break
    case .bytes(let buffer, _): request.body = .bytes(buffer)
    case .stream(let body, let length):
      let chunks = SignedChunks(
        body: body, length: length, signature: signature, requestSignature: requestSignature)
      request.body = .stream(chunks, length: .known(Int64(SignedChunks.encodedLength(length))))
    }
    return request
  }

  func canonical(for address: S3Address, at date: SigningDate, token: String?) -> CanonicalRequest {
    var request = CanonicalRequest(
      method: method, path: address.path(of: key), query: query, headers: headers, payload: .empty)
    switch body {
    case .none: break
    case .bytes(_, let sha256): request.payload = .hash(sha256)
    case .stream(_, let length):
      request.payload = .signedChunks
      request.headers.append(("Content-Encoding", "aws-chunked"))
      request.headers.append(("X-Amz-Decoded-Content-Length", "\(length)"))
    }
    request.headers.append(("Host", address.host))
    request.headers.append(("X-Amz-Date", date.timestamp))
    request.headers.append(("X-Amz-Content-SHA256", request.payload.text))
    if let token { request.headers.append(("X-Amz-Security-Token", token)) }
    return request
  }
}
