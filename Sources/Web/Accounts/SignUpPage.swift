internal import Pages

/// `GET /sign-up` and a refused `POST /sign-up`.
struct SignUpPage: Page {
  var given = Field("given")
  var family = Field("family")
  /// `birthDay`, `birthMonth`, `birthYear`.
  var birth = DateField("birth")
  var gender = GenderField()
  var phone = Field("phone")
  var line = Field("line")
  var postalCode = Field("postalCode")
  var city = Field("city")
  var country = Field("country")
  var email = Field("email")
  /// Its value stays empty: a password never travels back.
  var password = Field("password")
  /// Where to go in the end.
  var next = ""
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/sign-up"
  static let languages: [Language] = [.english, .french]

  private var problems: ProblemSummary? {
    ProblemSummary(
      notice: notice,
      [
        given.control, family.control, birth.control, gender.control, phone.control, line.control,
        postalCode.control, city.control, country.control, email.control, password.control,
      ])
  }

  var fields: Fields {
    [
      "problems": .view(problems),
      "given": .view(given),
      "family": .view(family),
      "birth": .view(birth),
      "gender": .view(gender),
      "phone": .view(phone),
      "line": .view(line),
      "postalCode": .view(postalCode),
      "city": .view(city),
      "country": .view(country),
      "email": .view(email),
      "password": .view(password),
      "next": .text(next),
      "signIn": .text(Path.with(next: next, Path.signIn)),
    ]
  }

  static var samples: [SignUpPage] {
    var refused = SignUpPage(next: "/appointments/new?offer=a")
    refused.given = Field("given", "Minh Khai")
    refused.family = Field("family", "", label: "Family name", problem: "Enter your family name")
    refused.birth = DateField(
      "birth", day: "31", month: "2", year: "1990", label: "Date of birth",
      problem: "Enter a real date of birth")
    refused.gender = GenderField(label: "Gender", problem: "Choose one")
    refused.phone = Field("phone", "+44 7700 900123")
    refused.city = Field("city", "O'Brien’s Town \"<North>\"")
    refused.password = Field("password", label: "Password", problem: "Please use at least 8 characters")
    return [SignUpPage(), refused]
  }
}
