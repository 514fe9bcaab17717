import CivilTime
import Clinic
import Shell

/// What a person typed to become a patient.
struct SignUpForm {
  let form: Form

  /// - Parameter today: the clinic's day; nobody is born after it.
  /// - Throws: `Refusal.invalid`.
  func parsed(today: Day, language: String) throws(Refusal) -> SignUp {
    var fields = FieldReader(form)
    let given = fields.text("given", atMost: 100)
    let family = fields.text("family", atMost: 100)
    let birthDate = fields.day("birth", in: today.adding(days: -130 * 366)...today)
    let gender = fields.choice("gender", AdministrativeGender.self)
    let phone = fields.phone("phone")
    let address = Address(
      line: [fields.text("line", atMost: 200)], city: fields.text("city", atMost: 100),
      postalCode: fields.text("postalCode", atMost: 20), country: fields.text("country", atMost: 100))
    let email = fields.email("email")
    let password = fields.newPassword("password")
    try fields.finish()
    guard let birthDate, let gender else { throw .invalid(fields.problems) }
    return SignUp(
      email: email, password: password,
      person: SignUp.Person(
        givenName: given, familyName: family, birthDate: birthDate, gender: gender, phone: phone,
        address: address),
      language: language)
  }
}

extension FieldReader {
  /// NIST SP 800-63B-4 section 3.1.1: length is what counts; nothing is cut off and no character is demanded.
  mutating func newPassword(_ field: String) -> String {
    let password = form[field]
    if password.isEmpty {
      refuse(field, "problem.required")
    } else if password.unicodeScalars.count < 8 {
      refuse(field, "problem.password-short", ["limit": "8"])
    } else if password.unicodeScalars.count > 128 {
      refuse(field, "problem.password-long", ["limit": "128"])
    }
    return password
  }
}
