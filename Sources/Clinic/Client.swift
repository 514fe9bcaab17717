/// Where a visitor comes from, and with what: for limits, the audit log and the owner's list of sessions.
public struct Client: Hashable, Sendable {
  /// The IP address, as far as it can be believed; empty when it is not known.
  public let address: String
  /// What the browser calls itself, cut to ``longestAgent`` characters.
  public let agent: String
  /// The hash of the token by which a browser is known again, if it showed one.
  public let deviceHash: [UInt8]?
  /// The hash of the token for which a time is kept, if the browser showed one.
  public let holdHash: [UInt8]?

  public static let longestAgent = 200
  public static let unknown = Client(address: "", agent: "")

  public init(
    address: String, agent: String, deviceHash: [UInt8]? = nil, holdHash: [UInt8]? = nil
  ) {
    self.address = address
    self.agent = String(
      agent.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(Self.longestAgent))
    self.deviceHash = deviceHash
    self.holdHash = holdHash
  }

  /// What limits count by: an IPv4 address, or the /64 of an IPv6 address, which is one customer's (RFC 6177).
  ///
  /// Of the spellings of one address we are given the canonical one (RFC 5952), whose `::` stands for as many zeros as
  /// are missing. An IPv4 address in IPv6's clothes (RFC 4291 section 2.5.5.2) counts as itself.
  public var network: String {
    guard address.contains(":") else { return address }
    if address.contains("."), let dotted = address.split(separator: ":").last { return String(dotted) }
    let sides = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.split(separator: ":") }
    let zeros = max(0, 8 - sides.reduce(0) { $0 + $1.count })
    let groups = sides[0] + (sides.count == 1 ? [] : Array(repeating: "0", count: zeros) + sides[1])
    return groups.prefix(4).joined(separator: ":")
  }
}
