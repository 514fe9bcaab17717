import CivilTime
import Clinic
import Credentials
import Shell

/// What a person typed to become a patient.
struct SignUpForm {
  let form: Form

  /// - Parameters:
  ///   - today: the clinic's day; nobody is born after it.
  ///   - visit: at the clinic, whose policy and name a password must fit.
  /// - Throws: `Refusal.invalid`.
  func parsed(today: Day, language: String, _ visit: Visit) throws(Refusal) -> SignUp {
    var fields = FieldReader(form)
    let person = fields.person(today: today)
    let email = fields.email("email")
    let password = fields.newPassword(
      "password", own: form.own + [email, visit.tenant.name], visit.passwordPolicy)
    try fields.finish()
    guard let person else { throw .invalid(fields.problems) }
    return SignUp(email: email, password: password, person: person, language: language)
  }
}

extension FieldReader {
  /// What a patient says of themselves. Nil when something is missing or wrong, which is told at the fields.
  mutating func person(today: Day) -> SignUp.Person? {
    let given = text("given", atMost: 100)
    let family = text("family", atMost: 100)
    let birthDate = day("birth", in: today.adding(days: -130 * 366)...today)
    let gender = choice("gender", AdministrativeGender.self)
    let phone = phone("phone")
    let address = postalAddress()
    guard let birthDate, let gender else { return nil }
    return SignUp.Person(
      givenName: given, familyName: family, birthDate: birthDate, gender: gender, phone: phone,
      address: address)
  }
}

extension Form {
  /// What was typed that a password must not be made of.
  var own: [String] {
    let birth = ["birthYear", "birthMonth", "birthDay"].map { self[$0].trimmed }
    let date = Int(birth[0]).flatMap { year in
      Int(birth[1]).flatMap { month in Int(birth[2]).flatMap { Day(year: year, month: month, day: $0) } }
    }
    return [self["given"].trimmed, self["family"].trimmed, date?.description ?? ""].filter { !$0.isEmpty }
  }
}

extension Visit {
  /// What this clinic asks of a new password.
  var passwordPolicy: PasswordPolicy {
    PasswordPolicy(minimumLength: rules.passwordMinimum) ?? .standard
  }
}

extension FieldReader {
  /// NIST SP 800-63B-4 section 3.1.1.2: length and being guessable are what counts; nothing is cut off and no kind of
  /// character is demanded.
  ///
  /// - Parameter own: what is known of the person, and easily guessed.
  mutating func newPassword(_ field: String, own: [String], _ policy: PasswordPolicy) -> String {
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
