import CivilTime
import Clinic
import Credentials
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
    let own = [given, family, email, birthDate?.description ?? ""].filter { !$0.isEmpty }
    let password = fields.newPassword("password", own: own)
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
  /// NIST SP 800-63B-4 section 3.1.1.2: length and being guessable are what counts; nothing is cut off and no kind of
  /// character is demanded.
  ///
  /// - Parameter own: what is known of the person, and easily guessed.
  mutating func newPassword(_ field: String, own: [String], _ policy: PasswordPolicy = .standard) -> String {
    let password = form[field]
    if password.isEmpty {
      refuse(field, "problem.required")
      return password
    }
    switch policy.problem(of: password, own: own) {
    case nil: break
    case .tooShort(let minimum): refuse(field, "problem.password-short", ["limit": String(minimum)])
    case .tooLong: refuse(field, "problem.password-long", ["limit": String(PasswordPolicy.maximumLength)])
    case .common: refuse(field, "problem.password-common")
    case .ownData: refuse(field, "problem.password-own")
    }
    return password
  }
}
