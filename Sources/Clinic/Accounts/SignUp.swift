public import CivilTime

/// What a person gives to become a patient with an account: checked already, every field within its limits.
public struct SignUp: Sendable {
  public let email: String
  public let password: String
  public let person: Person
  /// The language to write to them in, an ISO 639-1 code.
  public let language: String

  public init(email: String, password: String, person: Person, language: String) {
    self.email = email
    self.password = password
    self.person = person
    self.language = language
  }

  public struct Person: Codable, Sendable {
    public let givenName: String
    public let familyName: String
    /// ISO 8601, `1990-02-28`.
    public let birthDate: String
    public let gender: AdministrativeGender
    public let phone: String
    public let address: Address

    public init(
      givenName: String, familyName: String, birthDate: Day, gender: AdministrativeGender, phone: String,
      address: Address
    ) {
      self.givenName = givenName
      self.familyName = familyName
      self.birthDate = birthDate.description
      self.gender = gender
      self.phone = phone
      self.address = address
    }
  }
}
