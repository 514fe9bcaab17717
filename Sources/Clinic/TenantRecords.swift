internal import FoundationEssentials
internal import Postgres

/// The records of one tenant, open for one purpose, inside one transaction.
///
/// `Clinic.open` makes it. It can't be copied, stored or returned, so a tenant's records can't be kept past their
/// transaction or mixed with another's.
public struct TenantRecords: ~Copyable, Sendable {
  let transaction: Transaction
  public let visit: Visit
  let visitor: Visitor
  let clinic: Clinic

  init(transaction: consuming Transaction, visit: Visit, visitor: Visitor, clinic: Clinic) {
    self.transaction = transaction
    self.visit = visit
    self.visitor = visitor
    self.clinic = clinic
  }

  var now: Date { visit.now }

  /// The account at whose hands this happens.
  ///
  /// - Throws: `Refusal.unauthenticated` when the route admits visitors without one.
  var account: Visit.SignedIn {
    get throws {
      guard let account = visit.account else { throw Refusal.unauthenticated }
      return account
    }
  }

  func ask<Answer>(_ query: Query<Answer>) async throws -> Answer {
    try query.read(try await transaction.pipeline(query.statements)[...])
  }

  /// Writes all in one round trip.
  func write(_ statements: [SQL]) async throws {
    _ = try await transaction.pipeline(statements)
  }

  /// Writes all in one round trip, notes the act in the audit log, and commits.
  ///
  /// - Parameters:
  ///   - changed: which fields of a person or an account.
  ///   - detail: what was changed, from what to what, in the words of the code.
  func finish(
    _ act: Act, of entity: UUID?, changed: [Detail] = [], _ statements: [SQL], detail: String = ""
  ) async throws {
    try await transaction.finish(
      statements + [
        .noting(
          act, visitor, entity: entity, changed: changed, detail: detail, id: clinic.newID(), at: now)
      ])
  }

  /// What a violated constraint means to a person, for acts of several statements.
  static let refusals: [String: Refusal] = [
    "account_tenant_id_email_key": .conflict(.addressTaken),
    "invitation_open": .invalid([Problem("email", "problem.invite-open")]),
    "invitation_tenant_id_practitioner_id_fkey": .invalid([Problem("practitioner", "problem.gone")]),
    "passkey_credential": .invalid([Problem("", "problem.passkey")]),
  ].merging(Appointment.refusals) { first, _ in first }
}
