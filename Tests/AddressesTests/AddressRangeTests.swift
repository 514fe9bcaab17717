import Addresses
import Testing

@Suite("A range of addresses")
struct AddressRangeTests {
  @Test(
    "holds the addresses whose first bits are its own, and no others",
    arguments: [
      // RFC 4632 section 3.1: 192.168.99.0/24 and its neighbours.
      ("192.168.99.0/24", ["192.168.99.0", "192.168.99.255"], ["192.168.98.255", "192.168.100.0"]),
      ("10.8.0.0/13", ["10.8.0.0", "10.15.255.255"], ["10.7.255.255", "10.16.0.0"]),
      ("203.0.113.7", ["203.0.113.7", "::ffff:203.0.113.7"], ["203.0.113.6", "203.0.113.8"]),
      ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::1"]),
      (
        "2001:db8::/32", ["2001:db8::1", "2001:db8:ffff::"], ["2001:db7:ffff::", "2001:db9::", "32.1.13.184"]
      ),
      ("2001:db8::7", ["2001:0db8:0:0:0:0:0:7"], ["2001:db8::8"]),
      ("192.0.2.0/25", ["192.0.2.127"], ["192.0.2.128"]),
      ("127.0.0.0/8", ["::ffff:127.0.0.1"], ["::1"]),
      ("::ffff:192.0.2.0/120", ["192.0.2.200"], ["192.0.3.0"]),
    ])
  func contains(text: String, inside: [String], outside: [String]) throws {
    let range = try #require(AddressRange(text))
    #expect(inside.filter { !range.contains($0) } == [])
    #expect((outside + ["", "nobody", "1.2.3"]).filter { range.contains($0) } == [])
  }

  @Test("is written with its first address and its prefix")
  func canonical() {
    #expect(AddressRange("192.168.99.77/24")?.description == "192.168.99.0/24")
    #expect(AddressRange("203.0.113.7")?.description == "203.0.113.7/32")
    #expect(AddressRange("2001:0DB8:0::1/48")?.description == "2001:db8::/48")
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0",
      "256.0.0.1",
      "2001:db8::/129", "2001:db8::1::2", "10.0.0.0/ 8", "localhost", "::ffff:192.0.2.0/95", "10.0.0.1\u{0}",
    ])
  func invalid(text: String) {
    #expect(AddressRange(text) == nil)
  }
}
