/// The fields that every response carries, errors included. A response that sets one itself keeps its own.
public struct SecurityHeaders: Sendable {
  /// Name and value, in the order in which they are sent. Names are lower case.
  public let fields: [(name: String, value: String)]

  /// - Parameter isBehindTLS: whether browsers come by https, so that they may be told to stay with it.
  public init(isBehindTLS: Bool) {
    var fields = [
      // Nothing but our own files, and no script or style inside a page (CSP 3).
      (
        "content-security-policy",
        """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
        connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        """
      ),
      ("x-content-type-options", "nosniff"),
      ("referrer-policy", "same-origin"),
      (
        "permissions-policy",
        """
        accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), \
        microphone=(), payment=(), usb=()
        """
      ),
      ("cross-origin-opener-policy", "same-origin"),
      ("cross-origin-resource-policy", "same-origin"),
      // A page about a person must not be left in a cache (RFC 9111 §5.2.2.5).
      ("cache-control", "no-store"),
    ]
    if isBehindTLS {
      fields.append(("strict-transport-security", "max-age=63072000; includeSubDomains"))
    }
    self.fields = fields
  }
}
