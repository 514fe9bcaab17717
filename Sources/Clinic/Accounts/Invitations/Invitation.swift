public import CivilTime
public import FoundationEssentials

/// Somebody is asked by mail to make an account with a role.
public struct Invitation: Sendable {
  public let id: ID<Invitation>
  public let email: String
  public let role: Role
  public let givenName: String
  public let familyName: String
  public let sentAt: Date
  public let expiresAt: Date
  /// Whether it is for a record that is there already: whoever accepts says when they were born, and no more.
  public let isForRecord: Bool

  public var name: String { "\(givenName) \(familyName)" }

  /// Seconds that a letter's link can be used.
  public static let lifetime: TimeInterval = 7 * 86_400
  static let lettersPerHour = 6
  /// Dates of birth that may be tried with one link.
  static let mostBirthDates = 5
}

/// What an administrator gives to invite somebody: checked already, every field within its limits.
public struct NewInvitation: Sendable {
  public let email: String
  public let role: Role
  public let givenName: String
  public let familyName: String
  /// The doctor who is to see their schedule with it; for that role alone.
  public let practitioner: ID<Practitioner>?
  /// Of the letter, an ISO 639-1 code.
  public let language: String

  public init(
    email: String, role: Role, givenName: String, familyName: String, practitioner: ID<Practitioner>?,
    language: String
  ) {
    self.email = email
    self.role = role
    self.givenName = givenName
    self.familyName = familyName
    self.practitioner = role == .practitioner ? practitioner : nil
    self.language = language
  }
}

/// What somebody gives who accepts: checked already.
public struct Acceptance: Sendable {
  public let password: String
  /// Patients have a record from the first day on.
  public let patient: SignUp.Person?
  /// Of whom the record is that the account is made for.
  public let birthDate: Day?
  public let language: String

  public init(password: String, patient: SignUp.Person?, birthDate: Day? = nil, language: String) {
    self.password = password
    self.patient = patient
    self.birthDate = birthDate
    self.language = language
  }
}
