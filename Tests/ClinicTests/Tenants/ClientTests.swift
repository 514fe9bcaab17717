import Testing

@testable import Clinic

@Suite("A client's network")
struct ClientTests {
  @Test(
    "is an IPv4 address, or an IPv6 /64 however its zeros are written",
    arguments: [
      ("", ""), ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"),
      ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"), ("2001:db8:1:2::6", "2001:db8:1:2"),
      ("2001:db8:1:2:3::", "2001:db8:1:2"), ("2001:db8:1::6", "2001:db8:1:0"),
      ("2001:db8::6", "2001:db8:0:0"), ("2001:db8::5:6", "2001:db8:0:0"),
      ("2001:db8::2:3:4:5:6", "2001:db8:0:2"), ("::1", "0:0:0:0"), ("::", "0:0:0:0"),
      ("fe80::1%eth0", "fe80:0:0:0"),
    ])
  func network(address: String, network: String) {
    #expect(Client(address: address, agent: "").network == network)
  }
}
