import Addresses
import NIOCore
import Shell
import Testing

@Suite("Who a request came from")
struct ClientAddressTests {
  private func address(_ peer: String, _ forwarded: String?, _ proxies: String...) throws -> String? {
    ClientAddress(
      peer: try SocketAddress(ipAddress: peer, port: 1), forwardedFor: forwarded,
      trustedProxies: proxies.compactMap { AddressRange($0) }
    ).description
  }

  @Test("is the other end of the connection")
  func peer() throws {
    #expect(try address("192.0.2.7", nil) == "192.0.2.7")
  }

  @Test("whatever an untrusted one says")
  func untrusted() throws {
    #expect(try address("192.0.2.7", "198.51.100.1") == "192.0.2.7")
    #expect(try address("192.0.2.7", "198.51.100.1", "10.0.0.0/8") == "192.0.2.7")
  }

  @Test("or whom a trusted proxy names last")
  func trusted() throws {
    #expect(try address("10.0.0.1", "198.51.100.1", "10.0.0.0/8") == "198.51.100.1")
    #expect(try address("10.0.0.1", "1.1.1.1, 198.51.100.1", "10.0.0.0/8") == "198.51.100.1")
    #expect(try address("10.0.0.1", "198.51.100.1, 10.2.3.4", "10.0.0.0/8") == "198.51.100.1")
    #expect(try address("10.0.0.1", "2001:db8::1", "10.0.0.0/8") == "2001:db8::1")
    #expect(try address("10.0.0.1", nil, "10.0.0.0/8") == "10.0.0.1")
  }

  @Test("and what is not an address ends the search at the last that was one")
  func garbage() throws {
    #expect(try address("10.0.0.1", "<script>", "10.0.0.0/8") == "10.0.0.1")
    #expect(try address("10.0.0.1", "x, 10.0.0.2", "10.0.0.0/8") == "10.0.0.2")
  }

  @Test("over the wire: address and scheme are believed from trusted proxies only", arguments: [true, false])
  func wire(_ isTrusted: Bool) async throws {
    let body = try await TestServer.run(configure: { settings in
      settings.trustedProxies = [AddressRange(isTrusted ? "127.0.0.0/8" : "10.0.0.0/8")].compactMap(\.self)
    }) { site in
      try await site.get("/where", fields: "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n")
        .body
    }
    #expect(body == (isTrusted ? "https://ours.test 198.51.100.1" : "http://ours.test 127.0.0.1"))
  }
}
