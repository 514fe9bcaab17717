internal import Pages

/// `GET /two-factor`, `GET /account/authenticator/new` and a refused `POST` of either: enrolling an authenticator app
/// (RFC 6238).
struct TwoFactorPage: Page {
  /// An SVG of the otpauth link.
  let qr: SafeHTML
  /// The seed in Base32, in groups of four.
  let key: String
  /// `otpauth://totp/...`: opens the app when this page is already on the phone.
  let link: String
  var code = Field("code")
  var next = ""
  /// The address of this very page.
  var action = "/two-factor"
  /// While signing in, where the clinic leaves a second factor to the person.
  var mayPostpone = false
  /// Where it leads back to, for who is signed in already.
  var back: String?
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/two-factor"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [code.control])),
      "qr": .html(qr),
      "key": .text(key),
      "link": .text(link),
      "code": .view(code),
      "next": .text(next), "action": .text(action), "mayPostpone": .flag(mayPostpone), "back": .text(back),
    ]
  }

  static var samples: [TwoFactorPage] {
    let page = TwoFactorPage(
      qr: sampleCode, key: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
      link: "otpauth://totp/Riverside%20Polyclinic:paul@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    var refused = page
    refused.code = Field(
      "code", "000000", label: "Six-digit code", problem: "That code does not match. Wait for the next one.")
    var optional = page
    optional.mayPostpone = true
    var another = page
    (another.action, another.back) = ("/account/authenticator/new", "/account/authenticator")
    return [page, refused, optional, another]
  }

  /// The three corners of a QR code: enough to judge its size and its margin.
  private static let sampleCode = SafeHTML(
    trusted: """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" role="img" aria-label="QR code">\
      <path fill="#fff" d="M0 0h33v33H0z"/>\
      <path fill="none" stroke="#000" d="M4.5 4.5h6v6h-6zM22.5 4.5h6v6h-6zM4.5 22.5h6v6h-6z"/>\
      <path d="M6 6h3v3H6zM24 6h3v3h-3zM6 24h3v3H6zM13 6h2v2h-2zM16 9h3v1h-3zM13 14h7v2h-7zM22 18h5v3h-5z"/>\
      </svg>
      """)
}
