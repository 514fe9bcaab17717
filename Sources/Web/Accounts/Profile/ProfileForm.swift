import Clinic
import Shell

/// What a patient typed of who they are.
struct ProfileForm {
  let form: Form

  /// - Throws: `Refusal.invalid`.
  func parsed() throws(Refusal) -> PatientProfile {
    var fields = FieldReader(form)
    let given = fields.text("given", atMost: 100)
    let family = fields.text("family", atMost: 100)
    let preferred = fields.text("preferred", atMost: 100, required: false)
    let names = Self.numbers.compactMap { fields.name($0) }
    let gender = fields.choice("gender", AdministrativeGender.self)
    try fields.finish()
    guard let gender else { throw .invalid(fields.problems) }
    return PatientProfile(
      familyName: family, givenName: given, preferredName: preferred, furtherNames: names, gender: gender)
  }

  static let numbers = 1...PatientProfile.mostFurtherNames

  /// As it is shown before anything was typed.
  static func filled(with profile: PatientProfile) -> Form {
    let names = profile.furtherNames.enumerated().flatMap { index, name in
      let row = "name\(index + 1)_"
      return [
        (name: row + "use", value: name.use.rawValue), (row + "tag", name.language?.rawValue ?? ""),
        (row + "given", name.given.joined(separator: " ")), (row + "family", name.family),
      ]
    }
    return Form(
      filledWith: [
        ("given", profile.givenName), ("family", profile.familyName), ("preferred", profile.preferredName),
        ("gender", profile.gender.rawValue),
      ] + names)
  }
}

extension FieldReader {
  /// Nil for a row that is to be taken away, or in which there is nothing.
  fileprivate mutating func name(_ number: Int) -> HumanName? {
    let row = "name\(number)_"
    if form.value(of: row + "remove") != nil { return nil }
    let given = text(row + "given", atMost: 100, required: false)
    let family = text(row + "family", atMost: 100, required: false)
    if given.isEmpty, family.isEmpty {
      if !form[row + "tag"].isEmpty { refuse(row + "given", "problem.name-missing") }
      return nil
    }
    let use = choice(row + "use", HumanName.Use.self)
    if let use, !HumanName.Use.offered.contains(use) { refuse(row + "use", "problem.choose") }
    let tag = form[row + "tag"].isEmpty ? nil : choice(row + "tag", LanguageTag.self)
    return use.map {
      HumanName(use: $0, family: family, given: given.isEmpty ? [] : [given], language: tag)
    }
  }
}
