import Clinic
import Credentials
import FoundationEssentials
import Hummingbird
import NIOCore
import Shell

/// How strong a new password is while it is typed: a hint for browsers with scripts, never a rule.
///
/// It is the server's own estimate, so that the hint is of one mind with what is refused. Nothing is hashed or kept.
struct StrengthRoutes: Sendable {
  let site: Site
  /// A person who types asks a few times; an office of them still gets its answers.
  private let allowance = Allowance(burst: 30, perSecond: 2)
  /// A password and own words at their longest, percent-encoded.
  private let limits = {
    var limits = FormLimits()
    limits.bytes = 8 * 1024
    return limits
  }()

  init(site: Site) { self.site = site }

  var routes: [Route<Admission>] {
    [site.route(.post, "/password/strength", .anyone, .account, "password.strength", strength)]
  }

  @Sendable func strength(_ call: Call) async throws -> Response {
    let now = site.clinic.clock()
    guard allowance.take(call.visitor.client.network, at: now) else {
      return Response(status: .tooManyRequests, headers: [.retryAfter: "1"])
    }
    let form = try await call.form(limits)
    let (visit, names) = try await site.clinic.ask(
      call.visitor, .passwordOwner(Token(text: form["link"]), at: now))
    let own = form.own + names + [form["email"], form["username"], visit.tenant.name]
    let strength = PasswordStrength(
      of: form["password"], own: own.map { String($0.prefix(Self.longestWord)) }, policy: visit.passwordPolicy
    )
    return Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: strength.word)))
  }

  /// In characters: what is compared grows with it.
  private static let longestWord = 100
}

extension PasswordStrength {
  /// Also the end of the key of its text.
  var word: String {
    switch self {
    case .weak: "weak"
    case .fair: "fair"
    case .good: "good"
    case .strong: "strong"
    }
  }
}
