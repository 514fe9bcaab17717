internal import Hummingbird
internal import Logging
internal import NIOCore

extension Site {
  /// The page for an error. What nobody foresaw is 500, and is logged under the number the page shows.
  func failureResponse(to error: any Error, _ request: Request, _ context: ShellContext) async -> Response {
    let known = KnownFailure(error)
    if known.isUnforeseen { log(error, context) }
    let failure = Failure(status: known.status, message: known.message, reference: context.requestID)
    var response: Response
    do {
      response = try await errorPages(failure, request, context)
    } catch {
      log(error, context)
      response = Self.plainPage(for: failure)
    }
    response.status = failure.status
    for field in known.headers { response.headers[field.name] = field.value }
    return response
  }

  private func log(_ error: any Error, _ context: ShellContext) {
    context.logger.error(
      "request failed",
      metadata: ["error": "\(safeDescription(of: error))", "route": "\(context.routePattern ?? "-")"])
  }

  private static func plainPage(for failure: Failure) -> Response {
    let text = "\(failure.status.code) \(failure.status.reasonPhrase)\nReference: \(failure.reference)\n"
    return Response(
      status: failure.status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: .init(string: text)))
  }
}

/// How an error is to be told to a browser.
private struct KnownFailure {
  var status: HTTPResponse.Status
  var message: String?
  var headers: HTTPFields = [:]
  var isUnforeseen = false

  init(_ error: any Error) {
    switch error {
    case let error as HTTPError:
      status = error.status
      message = error.body
      headers = error.headers
    case let fault as FormFault:
      switch fault {
      case .wrongMediaType: status = .unsupportedMediaType
      case .tooLong: status = .contentTooLarge
      default: status = .badRequest
      }
    case let error as any HTTPResponseError:
      status = error.status
    default:
      status = .internalServerError
      isUnforeseen = true
    }
  }
}
