internal import Clinic
internal import Credentials
internal import FoundationEssentials

/// An account as the database keeps it: password hashed, second factor sealed.
struct StoredAccount: Sendable {
  let id: UUID
  let member: DemoAccount
  let passwordHash: String
  let sealedSeed: [UInt8]
  /// Of a patient's insurance, whose row has the account's id.
  let sealedNumber: [UInt8]

  /// - Parameter tenant: the clinic of the account: a seed opens only there.
  init(
    _ account: DemoClinic.Account, in tenant: ID<Tenant>, keys: KeyRing, hasher: PasswordHasher
  ) async throws {
    id = account.id
    member = account.member
    passwordHash = try await hasher.hash(account.member.password).phc
    sealedSeed = try SecretBox(keys).seal(
      account.member.totpSecret, context: "\(tenant)/account/totp_seed/\(account.id.uuidString.lowercased())")
    sealedNumber = try SecretBox(keys).seal(
      Array("RV-204-8157".utf8),
      context: "\(tenant)/coverage/subscriber_id/\(account.id.uuidString.lowercased())")
  }
}
