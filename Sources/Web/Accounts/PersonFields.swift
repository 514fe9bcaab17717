internal import Pages

/// What a patient says of themselves: the same when they sign up and when they were invited.
struct PersonFields: View {
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

  var controls: [Control] {
    [
      given.control, family.control, birth.control, gender.control, phone.control, line.control,
      postalCode.control, city.control, country.control,
    ]
  }

  var fields: Fields {
    [
      "given": .view(given), "family": .view(family), "birth": .view(birth), "gender": .view(gender),
      "phone": .view(phone), "line": .view(line), "postalCode": .view(postalCode), "city": .view(city),
      "country": .view(country),
    ]
  }

  static var samples: [PersonFields] {
    var refused = PersonFields()
    refused.given = Field("given", "Minh Khai")
    refused.family = Field("family", "", label: "Family name", problem: "Enter your family name")
    refused.birth = DateField(
      "birth", day: "31", month: "2", year: "1990", label: "Date of birth",
      problem: "Enter a real date of birth")
    refused.gender = GenderField(label: "Gender", problem: "Choose one")
    refused.phone = Field("phone", "+44 7700 900123")
    refused.city = Field("city", "O'Brien’s Town \"<North>\"")
    return [PersonFields(), refused]
  }
}

extension PersonFields {
  init(_ shown: ShownForm) {
    self.init(
      given: shown.field("given"), family: shown.field("family"), birth: shown.date("birth"),
      gender: shown.gender(), phone: shown.field("phone"), line: shown.field("line"),
      postalCode: shown.field("postalCode"), city: shown.field("city"), country: shown.field("country"))
  }
}
