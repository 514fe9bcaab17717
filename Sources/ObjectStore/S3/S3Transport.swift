internal import AsyncHTTPClient
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// Signs requests and sends them, again if need be, until an answer or the deadline comes.
struct S3Transport: Sendable {
  let client: HTTPClient
  let address: S3Address
  let settings: S3Settings
  let logger: Logger
  /// Seconds since 1970.
  let now: @Sendable () -> Int

  /// When a call that moves `length` bytes must have ended.
  func deadline(for length: Int) -> NIODeadline {
    let bytes = Duration.seconds(Double(length) / Double(max(1, settings.slowestRate)))
    return .now() + TimeAmount(settings.patience + bytes)
  }

  /// - Returns: an answer with a 2xx status, whose body is still to be read.
  func send(_ request: S3Request, deadline: NIODeadline) async throws -> HTTPClientResponse {
    var attempt = 1
    while true {
      do {
        return try await sendOnce(request, deadline: deadline)
      } catch let failure {
        guard failure.isPassing, attempt < settings.tries, request.canRepeat else { throw failure.error }
        try await pause(after: attempt, failure, deadline: deadline)
        attempt += 1
      }
    }
  }

  /// Waits before another try.
  /// - Throws: the failure itself if the time allowed would pass meanwhile.
  func pause(after attempt: Int, _ failure: S3Failure, deadline: NIODeadline) async throws {
    let pause = settings.backoff.pause(after: attempt, chance: .random(in: 0...1))
    guard .now() + TimeAmount(pause) < deadline else { throw failure.error }
    logger.warning(
      "object store: trying again", metadata: ["attempt": "\(attempt)", "failure": "\(failure.error)"])
    try await Task.sleep(for: pause)
  }

  private func sendOnce(_ request: S3Request, deadline: NIODeadline) async throws(S3Failure)
    -> HTTPClientResponse
  {
    let now = now()
    let signature = SignatureV4(
      credentials: settings.credentials, region: settings.region, service: "s3",
      date: SigningDate(secondsSince1970: now))
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request.signed(for: address, by: signature), deadline: deadline)
    } catch {
      if let fault = request.bodyFault { throw S3Failure(final: fault) }
      throw S3Failure(error)
    }
    guard (200...299).contains(response.status.code) else {
      throw await S3Failure(response, to: request, at: now)
    }
    return response
  }
}

extension TimeAmount {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
  }
}
