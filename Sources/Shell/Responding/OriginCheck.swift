public import Hummingbird

/// Whether a request that changes something comes from a page of our own origin.
///
/// The rule, in this order, for every method but GET, HEAD and OPTIONS:
/// 1. `Sec-Fetch-Site`, which no script can set (W3C Fetch Metadata): `same-origin` passes, anything else
///    fails. `none` (typed into the address bar) fails too, since nobody types a POST. A browser sends it
///    over https and to localhost only.
/// 2. else `Origin`: must be exactly our origin. `null` fails.
/// 3. else `Referer`: its origin must be exactly ours.
/// 4. none of the three: refused. Every browser of the last years sends one; a program that has a reason to
///    post here uses a route that does not check.
///
/// It stands beside the CSRF token of a session, not in its place.
public enum OriginCheck {
  /// - Parameter origin: our own, see ``ShellContext/origin``.
  public static func passes(_ request: Request, origin: String) -> Bool {
    switch request.method {
    case .get, .head, .options: return true
    default: break
    }
    // A field sent twice reads as "a, b" and so equals nothing.
    if let site = request.headers.value(of: "sec-fetch-site") { return site == "same-origin" }
    if let sender = request.headers[.origin] { return sender.lowercased() == origin }
    guard let referer = request.headers[.referer]?.lowercased() else { return false }
    return referer == origin || referer.hasPrefix(origin + "/")
  }
}
