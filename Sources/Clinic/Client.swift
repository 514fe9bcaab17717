/// Where a visitor comes from, and with what: for limits, the audit log and the owner's list of sessions.
public struct Client: Hashable, Sendable {
  /// The IP address, as far as it can be believed; empty when it is not known.
  public let address: String
  /// What the browser calls itself, cut to ``longestAgent`` characters.
  public let agent: String
  /// The hash of the token by which a browser is known again, if it showed one.
  public let deviceHash: [UInt8]?

  public static let longestAgent = 200
  public static let unknown = Client(address: "", agent: "")

  public init(address: String, agent: String, deviceHash: [UInt8]? = nil) {
    self.address = address
    self.agent = String(
      agent.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(Self.longestAgent))
    self.deviceHash = deviceHash
  }

  /// What limits count by: an IPv4 address, or the /64 of an IPv6 address, which is one customer's (RFC 6177).
  var network: String {
    guard address.contains(":") else { return address }
    return address.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false).prefix(4)
      .joined(separator: ":")
  }
}
