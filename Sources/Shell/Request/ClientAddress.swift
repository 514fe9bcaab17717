public import Addresses
public import NIOCore

/// Who a request came from: the connection's other end, or, where that is a trusted proxy, whom it names.
///
/// `X-Forwarded-For` is read from its right end: each proxy appends the address it saw, so the first one from
/// the right that is not a trusted proxy is the client. What stands left of it may be made up.
public struct ClientAddress: Sendable {
  let peer: SocketAddress?
  let forwardedFor: String?
  let trustedProxies: [AddressRange]

  /// - Parameter forwardedFor: the `X-Forwarded-For` field, to be believed only behind a trusted proxy.
  public init(peer: SocketAddress?, forwardedFor: String? = nil, trustedProxies: [AddressRange] = []) {
    self.peer = peer
    self.forwardedFor = forwardedFor
    self.trustedProxies = trustedProxies
  }

  /// The address without a port. Nil on a Unix socket.
  public var description: String? {
    guard let peer, let address = peer.ipAddress else { return nil }
    guard let forwardedFor, isTrusted(peer) else { return address }
    var nearest = address
    for hop in forwardedFor.split(separator: ",").reversed() {
      let text = String(hop.drop { $0 == " " }.prefix { $0 != " " })
      guard let socket = try? SocketAddress(ipAddress: text, port: 0) else { return nearest }
      nearest = socket.ipAddress ?? nearest
      if !isTrusted(socket) { return nearest }
    }
    return nearest
  }

  /// Whether the connection's other end is a proxy whose word counts.
  var isPeerTrusted: Bool { peer.map(isTrusted) ?? false }

  private func isTrusted(_ address: SocketAddress) -> Bool {
    address.ipAddress.map { text in trustedProxies.contains { $0.contains(text) } } ?? false
  }
}
