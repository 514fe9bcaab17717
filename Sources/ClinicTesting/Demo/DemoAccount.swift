public import Clinic
internal import Credentials
public import FoundationEssentials

/// Somebody who can sign in to the demo. Password and second factor are printed for everybody to use, so
/// these accounts belong into demonstrations and tests, and nowhere else.
public struct DemoAccount: Hashable, Sendable {
  /// How stories call them: `amira`.
  public let name: String
  public let givenName: String
  public let familyName: String
  public let role: Role
  /// The slug of their clinic.
  public let tenant: String
  public let password: String

  public var email: String { "\(name)@\(tenant).example" }
  public var displayName: String {
    role == .practitioner ? "Dr \(givenName) \(familyName)" : "\(givenName) \(familyName)"
  }

  /// The secret that they share with their authenticator app: always the same, so that a phone enrolled once
  /// stays enrolled however often the demo is made anew.
  public var totpSecret: [UInt8] {
    RandomSource.seeded(0, part: "totp/\(tenant)/\(name)").bytes(20)
  }

  /// The secret as one types it into an app: Base32 (RFC 4648).
  public var totpKey: String { Base32.encode(totpSecret) }

  /// The six digits that their app shows.
  public func totpCode(at now: Date) -> String {
    TOTP(secret: totpSecret).code(at: now)
  }
}

extension DemoAccount: CustomStringConvertible {
  public var description: String { "\(name)@\(tenant)" }
}
