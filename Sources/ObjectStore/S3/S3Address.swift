/// The bucket's place on the network: makes URLs out of keys.
struct S3Address: Sendable {
  let scheme: String
  /// With the port if it is not the scheme's own: exactly what goes into the `Host` header and is signed.
  let host: String
  /// Before the key, with slashes on both ends.
  let root: String

  /// - Throws: ``ObjectStoreError/misconfigured(_:)``
  init(_ settings: S3Settings) throws(ObjectStoreError) {
    let parts = settings.endpoint.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, ["http", "https"].contains(parts[0]), parts[1].hasPrefix("//") else {
      throw .misconfigured("the endpoint must begin with http:// or https://")
    }
    let authority = parts[1].dropFirst(2)
    guard !authority.isEmpty, authority.utf8.allSatisfy(Self.isAuthority) else {
      throw .misconfigured("the endpoint must be a host and perhaps a port, without a path")
    }
    let bucket = settings.bucket
    guard (3...63).contains(bucket.utf8.count), bucket.utf8.allSatisfy(Self.isBucket) else {
      throw .misconfigured("the bucket's name must be 3 to 63 of a-z 0-9 . -")
    }
    scheme = parts[0]
    switch settings.addressing {
    case .path:
      host = Self.withoutOwnPort(authority, scheme)
      root = "/\(bucket)/"
    case .virtualHost:
      // A certificate for *.host does not cover a name with further dots (RFC 9525 section 6.3).
      if scheme == "https", bucket.contains(".") {
        throw .misconfigured("a bucket with dots can't be a host name under TLS: use path addressing")
      }
      host = "\(bucket).\(Self.withoutOwnPort(authority, scheme))"
      root = "/"
    }
  }

  func path(of key: ObjectKey?) -> String { root + (key?.text ?? "") }

  func url(path: String, query: String) -> String {
    "\(scheme)://\(host)\(path)" + (query.isEmpty ? "" : "?\(query)")
  }

  private static func withoutOwnPort(_ authority: Substring, _ scheme: String) -> String {
    let own = scheme == "https" ? ":443" : ":80"
    return String(authority.hasSuffix(own) ? authority.dropLast(own.count) : authority)
  }

  private static func isBucket(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isAuthority(_ byte: UInt8) -> Bool {
    switch byte {
    // Colons and brackets for ports and IPv6 addresses.
    case UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: isBucket(byte)
    }
  }
}
