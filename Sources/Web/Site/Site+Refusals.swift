import Clinic
import Hummingbird
import Shell

extension Site {
  /// The one place where a refusal becomes an answer.
  func answer(_ refusal: Refusal, to call: Call) async throws -> Response {
    switch refusal {
    case .unauthenticated:
      return redirect(call, to: signInPath(for: call))
    case .unconfirmed:
      return redirect(call, to: Path.with(next: Path.security, Path.confirmIdentity))
    case .unknown, .unknownTenant, .suspended, .forbidden, .elsewhere, .staleForm, .conflict, .invalid,
      .limited,
      .unavailable, .guessedTooOften:
      var response = await errorResponse(refusal.status, call, refusal.ownWords)
      response.headers[.retryAfter] = refusal.retryAfter.map(String.init)
      return response
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

extension Site {
  /// Whoever has to sign in for this first is led back to a page afterwards, with what was chosen in its address.
  func signedIn(_ call: Call, back: String, _ act: () async throws -> Response) async throws -> Response {
    do {
      return try await act()
    } catch let interrupted as InterruptedForm {
      return try await answer(interrupted, to: call, back: Path.safe(next: back))
    } catch Refusal.unauthenticated {
      return redirect(call, to: Path.with(next: Path.safe(next: back), Path.signIn))
    }
  }
}

extension Refusal {
  /// Whether the person can mend it, or try again, on the page they came from.
  var isCorrectable: Bool {
    switch self {
    case .invalid, .conflict, .staleForm, .limited, .unavailable, .guessedTooOften: true
    case .unknown, .unknownTenant, .suspended, .unauthenticated, .unconfirmed, .forbidden, .elsewhere: false
    }
  }

  /// What tells it better than its status does.
  fileprivate var ownWords: String? {
    switch self {
    case .elsewhere: "elsewhere"
    case .suspended: "suspended"
    default: nil
    }
  }

  /// Whether there was more to do than can be done, whoever asks.
  var isOfCrowding: Bool {
    if case .limited = self { true } else { false }
  }

  /// What is told at the fields of a form that is shown again; at no field, what concerns all of it.
  var problems: [Problem] {
    switch self {
    case .invalid(let problems): problems
    case .staleForm: [Problem("", "problem.stale")]
    case .limited: [Problem("", "problem.busy")]
    case .unavailable: [Problem("", "problem.unavailable")]
    case .guessedTooOften(nil): [Problem("", "problem.locked")]
    case .guessedTooOften(let seconds?) where seconds < 90:
      [Problem("", "problem.wait-seconds", ["seconds": String(seconds)])]
    case .guessedTooOften(let seconds?):
      [Problem("", "problem.wait-minutes", ["minutes": String((seconds + 59) / 60)])]
    case .conflict(.addressTaken): [Problem("", "problem.address-taken")]
    case .conflict(.notHeld): [Problem("", "problem.not-held")]
    case .conflict(.noPatientRecord): [Problem("", "problem.no-patient-record")]
    case .conflict(.lettersEnough): [Problem("", "problem.letters-enough")]
    case .conflict(.factorRequired): [Problem("", "problem.factor-required")]
    case .conflict(.ownAccount): [Problem("", "problem.own-account")]
    case .conflict(.lastAdministrator): [Problem("", "problem.last-administrator")]
    case .conflict(.alreadyDone): [Problem("", "problem.already-done")]
    case .conflict(.doneByAnother): [Problem("", "problem.done-by-another")]
    case .conflict(.otherState): [Problem("", "problem.other-state")]
    case .conflict(.tooLate): [Problem("", "problem.too-late")]
    case .conflict(.tooEarly): [Problem("", "problem.too-early")]
    case .conflict(.changedMeanwhile): [Problem("", "problem.changed-meanwhile")]
    case .conflict(.childrenEnough): [Problem("", "problem.children-enough")]
    case .conflict(.familyEnough): [Problem("", "problem.family-enough")]
    case .conflict(.familyBlocked): [Problem("", "problem.family-blocked")]
    case .conflict(.lastParent): [Problem("", "problem.family-last-parent")]
    case .conflict(.visitsWithin): [Problem("", "problem.visits-within")]
    case .conflict(.blocksEnough): [Problem("", "problem.blocks-enough")]
    case .conflict(.absenceEntered): [Problem("", "problem.absence-entered")]
    case .conflict(.visitsOverlap): [Problem("", "problem.visits-overlap")]
    case .conflict(.notMergeable): [Problem("", "problem.not-mergeable")]
    case .conflict(.entryChanged): [Problem("", "problem.entry-changed")]
    case .conflict(.hasHistory): [Problem("", "problem.has-history")]
    case .conflict(.alikePatients): [Problem("", "problem.alike-patients")]
    case .conflict(.recordRetired): [Problem("", "problem.record-retired")]
    case .conflict(.ownEmergency): [Problem("", "problem.own-emergency")]
    case .conflict(.linesEnough): [Problem("", "problem.lines-enough")]
    case .conflict(.storageFull): [Problem("", "problem.storage-full")]
    case .conflict(.noteState): [Problem("", "problem.note-state")]
    case .conflict(.ownErasure): [Problem("", "problem.own-erasure")]
    case .conflict(.noteChanged): [Problem("", "problem.note-changed")]
    case .unknown, .unknownTenant, .suspended, .unauthenticated, .unconfirmed, .forbidden, .elsewhere,
      .conflict:
      []
    }
  }

  /// Seconds after which another try makes sense (RFC 9110 section 10.2.3).
  var retryAfter: Int? {
    switch self {
    case .limited(let seconds): seconds
    case .guessedTooOften(let seconds): seconds
    default: nil
    }
  }

  var status: HTTPResponse.Status {
    switch self {
    case .unknown: .notFound
    case .unknownTenant: .misdirectedRequest
    case .unauthenticated: .unauthorized
    case .forbidden, .elsewhere, .unconfirmed, .staleForm: .forbidden
    case .conflict: .conflict
    case .invalid: .unprocessableContent
    case .limited, .guessedTooOften: .tooManyRequests
    case .unavailable, .suspended: .serviceUnavailable
    }
  }
}
