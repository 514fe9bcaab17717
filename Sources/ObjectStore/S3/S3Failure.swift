internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Why one try failed, and whether another may succeed.
struct S3Failure: Error {
  let error: any Error
  let isPassing: Bool

  /// Enough for any error document; more is not one.
  private static let longestDocument = 64 * 1024

  /// An answer that is not 2xx.
  init(_ response: HTTPClientResponse, to request: S3Request, at now: Int) async {
    let status = Int(response.status.code)
    let body = try? await response.body.collect(upTo: Self.longestDocument)
    // HEAD has no body, and a proxy on the way may answer in HTML.
    let code = body.flatMap { try? XMLElement(Array($0.readableBytesView)) }?["Code"]?.text ?? ""
    let serverTime = response.headers.first(name: "Date").flatMap(HTTPDate.secondsSince1970)
    self.init(status: status, code: code, request: request, skew: serverTime.map { now - $0 })
  }

  init(status: Int, code: String, request: S3Request, skew: Int?) {
    isPassing = status >= 500 && status != 501 || status == 429 || Self.passingCodes.contains(code)
    let code = code.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? String(code.prefix(64)) : ""
    error =
      switch (status, code) {
      case _ where isPassing: ObjectStoreError.unavailable("\(status) \(code)")
      case (_, "RequestTimeTooSkewed"), (_, "RequestExpired"): ObjectStoreError.clockSkewed(seconds: skew)
      case (_, "BadDigest"), (_, "XAmzContentSHA256Mismatch"): Self.corrupted(request)
      case (404, "NoSuchKey"), (404, ""): Self.missing(request)
      case (416, _): ObjectStoreError.invalidRange
      case (401, _), (403, _): ObjectStoreError.denied(code: code.isEmpty ? "\(status)" : code)
      default: ObjectStoreError.refused(status: status, code: code)
      }
  }

  /// An error that no other try mends.
  init(final error: any Error) {
    self.error = error
    isPassing = false
  }

  private init(passing reason: String) {
    error = ObjectStoreError.unavailable(reason)
    isPassing = true
  }

  /// An error of the transport.
  init(_ error: any Error) {
    switch error {
    case is CancellationError: self.init(final: error)
    case let error as ObjectStoreError: self.init(final: error)
    case let error as HTTPClientError where error == .cancelled: self.init(final: CancellationError())
    case let error as HTTPClientError where error == .deadlineExceeded:
      self.init(final: ObjectStoreError.timedOut)
    case let error as HTTPClientError: self.init(passing: error.shortDescription)
    // The type says enough (NIOConnectionError, IOError, NIOSSLError); the value may quote the request.
    default: self.init(passing: "\(type(of: error))")
    }
  }

  /// Said with 400 or 409, and yet worth another try.
  private static let passingCodes: Set = [
    "SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "OperationAborted",
  ]

  private static func corrupted(_ request: S3Request) -> ObjectStoreError {
    request.key.map { .corrupted($0) } ?? .unintelligible("a digest of nothing")
  }

  private static func missing(_ request: S3Request) -> ObjectStoreError {
    request.key.map { .notFound($0) } ?? .refused(status: 404, code: "")
  }
}
