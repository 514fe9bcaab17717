import CivilTime
import Clinic
import Credentials
import FoundationEssentials
import Hummingbird
import NIOCore
import Pages
import Shell

extension Site {
  /// Renders a page with its frame.
  ///
  /// - Parameter here: the address that shows this page again. Without one it is the request's, or none after a
  ///   form, whose target can't be asked for.
  func show<P: Page>(
    _ page: P, _ template: Template<P>, _ call: Call, _ visit: Visit?, at place: Frame.Place? = nil,
    status: HTTPResponse.Status = .ok, from here: String? = nil
  ) -> Response {
    let (bytes, language) = rendered(page, template, call, visit, at: place, from: here)
    var response = Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .contentLanguage: language.code],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    giveToken(of: call, on: &response)
    return response
  }

  /// The page with its frame in the visitor's language, as UTF-8.
  private func rendered<P: Page>(
    _ page: P, _ template: Template<P>, _ call: Call, _ visit: Visit?, at place: Frame.Place?,
    from here: String?
  ) -> ([UInt8], Language) {
    let language = call.language(at: visit)
    return (
      template.render(page, in: frame(call, visit, language, place, here), language: language), language
    )
  }

  /// A page that is printed rather than shown.
  func document<P: Page>(_ page: P, _ template: Template<P>, _ call: Call, _ visit: Visit) -> [UInt8] {
    rendered(page, template, call, visit, at: nil, from: nil).0
  }

  /// 303: the browser fetches the next page, so that a refresh never sends a form twice.
  func redirect(_ call: Call, to path: String) -> Response {
    var response = Response(status: .seeOther, headers: [.location: path])
    giveToken(of: call, on: &response)
    return response
  }

  private func giveToken(of call: Call, on response: inout Response) {
    if call.isTokenNew, call.mayBeGivenToken { Self.cookie.set(call.token.text, on: &response) }
  }

  /// The token for which a time is kept, for as long as that can be.
  func giveHold(_ token: Token, on response: inout Response) {
    Self.holdCookie.set(token.text, for: .seconds(2 * Hold.lifetime), on: &response)
  }

  /// The browser's token for kept times. The first follows from the token that it shows already, so that two presses of
  /// one button on a slow line come from one browser; it stays when that one changes with each step of signing in.
  func holdToken(of call: Call) -> Token {
    call.hold ?? Token(text: holds.tag(for: call.token.text).suffix(Token.length)) ?? Token(from: random)
  }

  private func frame(
    _ call: Call, _ visit: Visit?, _ language: Language, _ place: Frame.Place?, _ here: String?
  ) -> Frame {
    let today = Day(daysSinceEpoch: Int((visit?.now ?? clinic.clock()).timeIntervalSince1970 / 86_400))
    return Frame(
      tenantName: visit?.tenant.name ?? "Polyclinic",
      tenantPhone: visit?.tenant.phone ?? "",
      tenantAddress: visit?.tenant.address ?? "",
      accent: visit?.look.accent.map { String($0.description.dropFirst()) },
      logo: visit?.look.logo.map(Path.logo),
      language: language,
      csrf: call.csrfToken,
      person: visit.flatMap(Frame.Person.init),
      isHalfSignedIn: visit?.account.map { $0.stage != .full } ?? false,
      current: place,
      messagesWaiting: visit?.messagesWaiting ?? 0,
      otherLanguages: Self.languages(offeredBy: visit).filter { $0 != language }.map(LanguageLink.init),
      returnPath: here
        ?? (call.request.method == .get ? Path.safe(next: call.request.head.path ?? "/") : "/"),
      isDevelopment: isDevelopment,
      year: today.map { String($0.year) } ?? "")
  }
}

extension Frame.Person {
  /// Nobody is shown as signed in who is only half so.
  init?(_ visit: Visit) {
    guard let account = visit.account, account.stage == .full else { return nil }
    let role: Role =
      switch account.role {
      case .patient: .patient
      case .practitioner: .practitioner
      case .frontDesk: .frontDesk
      case .admin: .admin
      }
    self.init(
      name: account.name, role: role, idleSeconds: Int(account.idleUntil.timeIntervalSince(visit.now)),
      lastSeconds: Int(account.expires.timeIntervalSince(visit.now)),
      idleMinutes: visit.rules.limits(for: account.role).idleMinutes)
  }
}
