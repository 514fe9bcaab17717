internal import Pages

/// FHIR R4 AdministrativeGender (http://hl7.org/fhir/R4/valueset-administrative-gender.html). Its four texts are
/// in the catalogues, so it takes the code alone.
struct GenderField: View {
  /// `female`, `male`, `other`, `unknown`, or empty before a choice is made.
  let value: String
  let label: String?
  let problem: String?

  init(_ value: String = "", label: String? = nil, problem: String? = nil) {
    self.value = value
    self.label = label
    self.problem = problem
  }

  var fields: Fields {
    [
      "name": .text("gender"),
      "isFemale": .flag(value == "female"), "isMale": .flag(value == "male"),
      "isOther": .flag(value == "other"), "isUnknown": .flag(value == "unknown"),
      "problem": .text(problem),
    ]
  }

  static let samples = [GenderField("female"), GenderField(problem: "Choose one")]
}
