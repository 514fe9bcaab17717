import Testing

@testable import Clinic

@Suite("The name of a domain")
struct DomainNameTests {
  private func name(_ typed: String) throws(Refusal) -> String {
    try DomainName(typed, installation: "clinics.example.net", at: "domain").description
  }

  @Test(
    "is kept as a browser sends it",
    arguments: [
      ("lakeside-clinic.org", "lakeside-clinic.org"),
      (" WWW.Lakeside-Clinic.ORG ", "www.lakeside-clinic.org"),
      ("xn--mller-kva.de", "xn--mller-kva.de"), ("1.2.3.a4", "1.2.3.a4"), ("example.net", "example.net"),
      ("other-clinics.example.net", "other-clinics.example.net"),
      (String(repeating: "a", count: 63) + ".org", String(repeating: "a", count: 63) + ".org"),
      (longest + ".org", longest + ".org"),
    ])
  func kept(typed: String, name: String) throws {
    #expect(try self.name(typed) == name)
  }

  @Test(
    "is refused in words that say what to do",
    arguments: [
      ("", "required"), ("https://lakeside.org", "domain-alone"), ("lakeside.org/", "domain-alone"),
      ("lakeside.org:443", "domain-alone"), ("ben@lakeside.org", "domain-alone"),
      ("lakeside.org?", "domain-alone"),
      ("lakeside.org.", "domain-dot"), ("müller.de", "domain-letters"), ("lakeside。org", "domain-letters"),
      ("192.0.2.7", "domain-address"), ("lakeside.7", "domain-address"), ("[2001:db8::1]", "domain-address"),
      ("2001:db8::1", "domain-address"), ("lakeside", "domain-whole"), ("localhost", "domain-whole"),
      ("lake_side.org", "domain"), ("lake side.org", "domain"), ("-lakeside.org", "domain"),
      ("lakeside-.org", "domain"), (".lakeside.org", "domain"), ("lake..org", "domain"),
      ("ab--cd.org", "domain"),
      ("*.lakeside.org", "domain"), (String(repeating: "a", count: 64) + ".org", "domain"),
      ("a" + longest + ".org", "domain"), ("clinics.example.net", "domain-installation"),
      ("Riverside.Clinics.Example.Net", "domain-installation"), ("lakeside.localhost", "domain-reserved"),
      ("printer.local", "domain-reserved"), ("lakeside.internal", "domain-reserved"),
      ("1.0.0.127.in-addr.arpa", "domain-reserved"), ("lakeside.example", "domain-reserved"),
    ])
  func refused(typed: String, fault: String) {
    #expect(throws: Refusal.invalid([Problem("domain", "problem.\(fault)")]), "\(typed)") { try name(typed) }
  }
}

/// Of 249 letters: with `.org` behind it, as long as a name may be (RFC 1035 section 2.3.4, without length bytes).
private let longest = [63, 63, 63, 57].map { String(repeating: "a", count: $0) }.joined(separator: ".")
