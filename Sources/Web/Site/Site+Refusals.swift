import Clinic
import Hummingbird

extension Site {
  /// The one place where a refusal becomes an answer.
  func answer(_ refusal: Refusal, to call: Call) async throws -> Response {
    switch refusal {
    case .unauthenticated:
      return redirect(call, to: signInPath(for: call))
    case .limited(let seconds):
      var response = await errorResponse(.tooManyRequests, call)
      response.headers[.retryAfter] = String(seconds)
      return response
    case .unknown, .unknownTenant, .forbidden, .staleForm, .conflict, .invalid, .unavailable:
      return await errorResponse(refusal.status, call)
    }
  }

  /// To the first step of signing in, and from there back: to a page, but not to the target of a form.
  private func signInPath(for call: Call) -> String {
    guard call.request.method == .get, let path = call.request.head.path, path != Path.dashboard else {
      return Path.signIn
    }
    return Path.safe(next: path).isEmpty ? Path.signIn : Path.signIn(next: path)
  }
}

extension Refusal {
  var status: HTTPResponse.Status {
    switch self {
    case .unknown: .notFound
    case .unknownTenant: .misdirectedRequest
    case .unauthenticated: .unauthorized
    case .forbidden, .staleForm: .forbidden
    case .conflict: .conflict
    case .invalid: .unprocessableContent
    case .limited: .tooManyRequests
    case .unavailable: .serviceUnavailable
    }
  }
}
