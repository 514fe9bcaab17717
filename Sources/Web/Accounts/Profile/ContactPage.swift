internal import Pages

/// `GET /account/contact` and a refused `POST`: phone and postal address of a patient.
struct ContactPage: Page {
  var phone = Field("phone")
  var line = Field("line")
  var postalCode = Field("postalCode")
  var city = Field("city")
  var country = Field("country")
  /// Which edition the form was made of, and what somebody else made of it meanwhile.
  var seen = ""
  var theirs: [FactView] = []
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/contact"

  private var problems: ProblemSummary? {
    ProblemSummary(
      notice: notice, [phone.control, line.control, postalCode.control, city.control, country.control])
  }

  var fields: Fields {
    [
      "problems": .view(problems), "phone": .view(phone), "line": .view(line),
      "postalCode": .view(postalCode), "city": .view(city), "country": .view(country), "seen": .text(seen),
      "theirs": .list(theirs), "hasTheirs": .flag(!theirs.isEmpty),
    ]
  }

  static var samples: [ContactPage] {
    let page = ContactPage(
      phone: Field("phone", "+44 7700 900123"), line: Field("line", "12 Quayside"),
      postalCode: Field("postalCode", "RV1 4QT"), city: Field("city", "Riverside"),
      country: Field("country", "United Kingdom"))
    var refused = page
    refused.theirs = FactView.samples
    refused.phone = Field(
      "phone", "call me", label: "Phone", problem: "Please enter a phone number, such as +44 20 7946 0123")
    return [page, refused]
  }
}
