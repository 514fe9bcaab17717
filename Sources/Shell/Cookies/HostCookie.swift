internal import HTTPTypes
public import Hummingbird

/// A cookie of one origin only: `__Host-`, `Path=/`, `Secure`, `HttpOnly`, `SameSite=Lax` (RFC 6265bis
/// §4.1.3).
///
/// No subdomain and no plain-http page can set or overwrite it, no script can read it. Browsers take it from
/// `http://*.localhost` as well, so development needs no other kind.
public struct HostCookie: Sendable {
  /// The name with its prefix.
  public let name: String

  /// - Parameter name: letters, digits, `-` and `_`; the prefix is added.
  public init(_ name: StaticString) {
    self.name = "__Host-\(name)"
  }

  /// The cookie's value in a request.
  public func value(in request: Request) -> String? {
    RequestCookies(request)[name]
  }

  /// Sets the cookie.
  ///
  /// - Parameters:
  ///   - value: characters of `cookie-octet` (RFC 6265 §4.1.1): base64url is safe. Others are left out.
  ///   - maximumAge: how long the browser keeps it; nil until it is closed.
  public func set(_ value: String, for maximumAge: Duration? = nil, on response: inout Response) {
    let safe = value.unicodeScalars.filter { Self.isCookieOctet($0) }
    var field = "\(name)=\(String(String.UnicodeScalarView(safe)))"
    if let maximumAge { field += "; Max-Age=\(maximumAge.components.seconds)" }
    field += "; Path=/; Secure; HttpOnly; SameSite=Lax"
    response.headers.append(HTTPField(name: .setCookie, value: field))
  }

  /// Makes the browser forget the cookie.
  public func remove(from response: inout Response) {
    set("", for: .zero, on: &response)
  }

  private static func isCookieOctet(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
    default: false
    }
  }
}
