public import CivilTime

/// Who a patient is, as far as they may say so themselves: checked already, every field within its limits.
public struct PatientProfile: Hashable, Sendable {
  /// The official name (FHIR R4 HumanName, use `official`).
  public var familyName: String
  public var givenName: String
  /// What they are called (use `usual`) in place of the given name; empty for who is called by that.
  public var preferredName: String
  /// In other scripts, or of other uses; at most ``mostFurtherNames``.
  public var furtherNames: [HumanName]
  public var gender: AdministrativeGender

  public static let mostFurtherNames = 5

  public init(
    familyName: String, givenName: String, preferredName: String, furtherNames: [HumanName],
    gender: AdministrativeGender
  ) {
    self.familyName = familyName
    self.givenName = givenName
    self.preferredName = preferredName
    self.furtherNames = furtherNames
    self.gender = gender
  }

  /// How the account is called.
  var displayName: String { "\(preferredName.isEmpty ? givenName : preferredName) \(familyName)" }
}

/// How a patient is reached, but for mail.
public struct PatientContact: Hashable, Sendable {
  public var phone: String
  public var address: Address

  public init(phone: String, address: Address) {
    self.phone = phone
    self.address = address
  }
}

/// The record of whoever is signed in.
public struct OwnPatient: Sendable {
  public let id: ID<Patient>
  public let profile: PatientProfile
  public let contact: PatientContact
  public let birthDate: Day
}
