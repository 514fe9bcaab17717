import NIOCore
import Shell
import Testing

@Suite("A range of addresses")
struct AddressRangeTests {
  @Test(
    "holds what has its prefix",
    arguments: [
      ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
      ("192.0.2.0/25", "192.0.2.127", true),
      ("192.0.2.0/25", "192.0.2.128", false), ("192.0.2.7", "192.0.2.7", true),
      ("192.0.2.7", "192.0.2.8", false),
      ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false), ("fd00::/8", "fdff::1", true),
      ("fd00::/8", "fe00::1", false), ("::1", "::1", true), ("127.0.0.0/8", "::ffff:127.0.0.1", true),
    ])
  func contains(_ range: String, _ address: String, _ expected: Bool) throws {
    let range = try #require(AddressRange(range))
    #expect(range.contains(try SocketAddress(ipAddress: address, port: 80)) == expected)
  }

  @Test(
    "is refused where it is none",
    arguments: [
      "", "/", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0/8", "fd00::/129", "x/8", "10.0.0.0/+8",
    ])
  func refused(_ text: String) {
    #expect(AddressRange(text) == nil)
  }
}
