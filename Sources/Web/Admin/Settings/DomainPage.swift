internal import Pages

/// `GET /admin/domain` and its refused forms: a host of the clinic's own.
struct DomainPage: Page {
  /// What was typed, while there is none.
  let name: Field
  var current: CurrentDomain?
  /// Where the clinic is reached in any case.
  let usual: String
  /// `Changed last by Dana Whitfield, Tuesday 24 November 2026, 09:20.`
  let changed: String
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/domain"

  var fields: Fields {
    [
      "domain": .view(current == nil ? name : nil), "current": .view(current), "host": .text(usual),
      "changed": .text(changed), "problems": .view(ProblemSummary(notice: notice, [name.control])),
    ]
  }

  static let samples = [
    DomainPage(name: Field("domain"), usual: "lakeside.example.net", changed: "Never changed."),
    DomainPage(
      name: Field(
        "domain", "https://lakeside-clinic.org", label: "Domain", problem: "Please enter the name alone"),
      usual: "lakeside.example.net", changed: "Never changed."),
    DomainPage(
      name: Field("domain"), current: CurrentDomain.samples[0], usual: "lakeside.example.net",
      changed: "Changed last by Dana Whitfield, Tuesday 24 November 2026, 09:20."),
    DomainPage(
      name: Field("domain"), current: CurrentDomain.samples[1], usual: "lakeside.example.net",
      changed: "Changed last by Dana Whitfield, Tuesday 24 November 2026, 09:20."),
  ]
}

/// The host that the clinic wishes for or has.
struct CurrentDomain: View {
  let host: String
  let status: Badge
  let isActive: Bool
  let recordName: String
  let recordValue: String
  /// People whose passkeys end with it; 0 shows nothing.
  let passkeys: Int

  var fields: Fields {
    [
      "ownHost": .text(host), "status": .view(status), "isActive": .flag(isActive),
      "recordName": .text(recordName), "recordValue": .text(recordValue), "count": .number(passkeys),
      "hasPasskeys": .flag(passkeys > 0),
    ]
  }

  static let samples = [
    CurrentDomain(
      host: "www.lakeside-clinic.org", status: Badge("Waiting for proof", .warn), isActive: false,
      recordName: "_polyclinic.www.lakeside-clinic.org",
      recordValue: "polyclinic-kq3vJ0c1fZbq7wq2pXw0a5o2m3n4b5v6c7x8z9l0k1j", passkeys: 0),
    CurrentDomain(
      host: "www.lakeside-clinic.org", status: Badge("In use", .good), isActive: true,
      recordName: "_polyclinic.www.lakeside-clinic.org",
      recordValue: "polyclinic-kq3vJ0c1fZbq7wq2pXw0a5o2m3n4b5v6c7x8z9l0k1j", passkeys: 2),
  ]
}
