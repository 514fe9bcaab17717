import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// One request, by one visitor, with everything that handlers ask of it.
struct Call: Sendable {
  let request: Request
  let context: ShellContext
  let visitor: Visitor
  /// The languages that its reader wants, the dearest first.
  let wished: [Language]
  /// Whether one was chosen in this browser.
  let hasChosenLanguage: Bool
  /// The token that ties forms to this browser and, once signed in, names its session.
  let token: Token
  /// Whether the browser came without a token and has to be given this one.
  let isTokenNew: Bool
  /// Not in answer to a form of another site: the browser kept this one's token back, and would lose it.
  let mayBeGivenToken: Bool
  /// The token for which a time is kept, if the browser has one.
  let hold: Token?
  private let csrf: KeyedHash

  /// - Parameters:
  ///   - route: by its name; nil for none.
  ///   - isOurs: whether a form is known to come from a page of ours.
  init(
    _ request: Request, _ context: ShellContext, _ admission: Admission, _ site: Site, route: String? = nil,
    isOurs: Bool = true
  ) {
    self.request = request
    self.context = context
    let cookies = RequestCookies(request)
    let known = cookies[Site.cookie.name].flatMap { Token(text: $0) }
    token = known ?? Token(from: site.random)
    isTokenNew = known == nil
    mayBeGivenToken = isOurs || request.method == .get || request.method == .head
    hold = cookies[Site.holdCookie.name].flatMap { Token(text: $0) }
    csrf = site.csrf
    let chosen = cookies[Site.languageCookie.name]
    hasChosenLanguage = chosen != nil
    wished = Site.wished(chosen: chosen, accepted: request.headers[.acceptLanguage])
    var visitor = Visitor(
      host: context.host.name, tokenHash: known?.hash, access: admission.access, purpose: admission.purpose,
      requestID: context.requestID.description,
      client: Client(
        address: context.remoteAddress ?? "", agent: request.headers[.userAgent] ?? "",
        deviceHash: cookies[Site.deviceCookie.name].flatMap { Token(text: $0) }?.hash, holdHash: hold?.hash))
    // Public/js/live.js says so of what it fetches.
    visitor.isUnattended = request.isUnattended
    visitor.aim = route.map { route in
      Visitor.Aim(route: route, record: context.parameters["id"].flatMap { ID<Visitor.Aim>($0) }?.uuid)
    }
    self.visitor = visitor
  }

  /// The same visitor, showing the token that they are about to be given.
  var introduced: Visitor {
    Visitor(
      host: visitor.host, tokenHash: token.hash, access: visitor.access, purpose: visitor.purpose,
      requestID: visitor.requestID, client: visitor.client)
  }

  /// Proof, in every form of ours, that it was made for this browser.
  var csrfToken: String { csrf.tag(for: token.text) }

  /// A form of nothing but buttons, or one that is not shown again.
  ///
  /// - Throws: `Refusal.staleForm` when it was not made for this browser.
  func form(_ limits: FormLimits = FormLimits(), repeating repeatable: Set<String> = []) async throws -> Form
  {
    let form = try await Form.read(from: request, limits: limits, repeating: repeatable).checked()
    try prove(form)
    return form
  }

  /// Acts on the form that was sent. What the person can mend is shown again, with what they typed.
  ///
  /// - Throws: `InterruptedForm` where they have to sign in or prove themselves first.
  func submit(
    _ act: (Form) async throws -> Response, showAgain: (Form, Refusal) async throws -> Response
  ) async throws -> Response {
    try await submit(try await Form.read(from: request), act, showAgain: showAgain)
  }

  func submit(
    _ form: Form, _ act: (Form) async throws -> Response, showAgain: (Form, Refusal) async throws -> Response
  ) async throws -> Response {
    do {
      return try await answer(form, act, showAgain: showAgain)
    } catch let refusal as Refusal where refusal == .unauthenticated || refusal == .unconfirmed {
      throw isProved(form) ? InterruptedForm(form: form, refusal: refusal) : refusal
    }
  }

  private func answer(
    _ form: Form, _ act: (Form) async throws -> Response, showAgain: (Form, Refusal) async throws -> Response
  ) async throws -> Response {
    do {
      try prove(form)
      return try await act(form)
    } catch let refusal as Refusal where refusal.isCorrectable {
      var response = try await showAgain(form, refusal)
      response.headers[.retryAfter] = refusal.retryAfter.map(String.init)
      return response
    }
  }

  /// - Throws: `Refusal.staleForm` unless the form was made for this browser.
  func prove(_ form: Form) throws(Refusal) {
    if !isProved(form) { throw .staleForm }
  }

  /// Whether the form was made for this browser.
  func isProved(_ form: Form) -> Bool { csrf.isValid(form["csrf"], for: token.text) }

  /// Of a body that is no form, and that a script of ours sends: the proof stands in the head.
  ///
  /// - Throws: `Refusal.staleForm`.
  func proveByField() throws(Refusal) {
    guard csrf.isValid(request.formProof ?? "", for: token.text) else { throw .staleForm }
  }

  func query() throws -> Form { try Form.query(of: request) }

  /// A token in the path.
  ///
  /// - Throws: `Refusal.unknown` for what can't be one of ours.
  func secret(_ name: String) throws(Refusal) -> Token {
    guard let token = context.parameters[name].flatMap({ Token(text: $0) }) else { throw .unknown }
    return token
  }

  /// An id in the path; what can't be one names nothing.
  func id<Of>(_ name: String = "id") throws(Refusal) -> ID<Of> {
    guard let id = context.parameters[name].flatMap({ ID<Of>($0) }) else { throw .unknown }
    return id
  }
}
