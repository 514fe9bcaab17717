import Clinic
import Hummingbird
import Shell

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

  /// To the first step of signing in, and from there back: to a page, but not to the target of a form, and not
  /// to a step of signing in, which would turn a visitor away for ever once they are signed in.
  private func signInPath(for call: Call) -> String {
    guard call.request.method == .get, let path = call.request.head.path, path != Path.dashboard else {
      return Path.signIn
    }
    if case .step = call.visitor.access {
      return Path.with(next: Path.safe(next: (try? call.query()["next"]) ?? ""), Path.signIn)
    }
    return Path.with(next: Path.safe(next: path), Path.signIn)
  }
}

extension Refusal {
  /// Whether the person can mend it, or try again, on the page they came from.
  var isCorrectable: Bool {
    switch self {
    case .invalid, .conflict, .staleForm, .limited, .unavailable: true
    case .unknown, .unknownTenant, .unauthenticated, .forbidden: false
    }
  }

  /// What is told at the fields of a form that is shown again; at no field, what concerns all of it.
  var problems: [Problem] {
    switch self {
    case .invalid(let problems): problems
    case .staleForm: [Problem("", "problem.stale")]
    case .limited: [Problem("", "problem.busy")]
    case .unavailable: [Problem("", "problem.unavailable")]
    case .conflict(.addressTaken): [Problem("", "problem.address-taken")]
    case .conflict(.alreadyDone): [Problem("", "problem.already-done")]
    case .unknown, .unknownTenant, .unauthenticated, .forbidden, .conflict: []
    }
  }

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
