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
  let language: Language
  /// The token that ties forms to this browser and, once signed in, names its session.
  let token: Token
  /// Whether the browser came without a token and has to be given this one.
  let isTokenNew: Bool
  private let csrf: KeyedHash

  init(_ request: Request, _ context: ShellContext, _ admission: Admission, _ site: Site) {
    self.request = request
    self.context = context
    let cookies = RequestCookies(request)
    let known = cookies[Site.cookie.name].flatMap { Token(text: $0) }
    token = known ?? Token(from: site.random)
    isTokenNew = known == nil
    csrf = site.csrf
    language = Site.language(
      chosen: cookies[Site.languageCookie.name], accepted: request.headers[.acceptLanguage])
    visitor = Visitor(
      host: context.host.name, tokenHash: known?.hash, access: admission.access, purpose: admission.purpose,
      requestID: context.requestID.description)
  }

  /// The same visitor, showing the token that they are about to be given.
  var introduced: Visitor {
    Visitor(
      host: visitor.host, tokenHash: token.hash, access: visitor.access, purpose: visitor.purpose,
      requestID: visitor.requestID)
  }

  /// Proof, in every form of ours, that it was made for this browser.
  var csrfToken: String { csrf.tag(for: token.text) }

  /// The form that was sent.
  ///
  /// - Throws: `Refusal.forbidden` when it was not made for this browser.
  func form(repeating names: Set<String> = []) async throws -> Form {
    try checked(try await Form.read(from: request, repeating: names))
  }

  func checked(_ form: Form) throws(Refusal) -> Form {
    guard csrf.isValid(form["csrf"], for: token.text) else { throw .staleForm }
    return form
  }

  func query() throws -> Form { try Form.query(of: request) }

  /// An id in the path; what can't be one names nothing.
  func id<Of>(_ name: String = "id") throws(Refusal) -> ID<Of> {
    guard let id = context.parameters[name].flatMap({ ID<Of>($0) }) else { throw .unknown }
    return id
  }
}
