public import CivilTime
internal import FoundationEssentials
internal import Postgres

/// What the front desk asks of somebody who is new: checked already. Who wants an account makes it themselves.
public struct NewPatient: Sendable {
  public let givenName: String
  public let familyName: String
  public let birthDate: Day
  public let gender: AdministrativeGender
  /// Empty for none.
  public let phone: String
  /// Empty for none.
  public let email: String

  public init(
    givenName: String, familyName: String, birthDate: Day, gender: AdministrativeGender, phone: String,
    email: String
  ) {
    self.givenName = givenName
    self.familyName = familyName
    self.birthDate = birthDate
    self.gender = gender
    self.phone = phone
    self.email = email
  }
}

extension Clinic {
  /// Makes a record for somebody new, in one round trip. The same form sent again changes nothing.
  ///
  /// - Parameters:
  ///   - id: made with the form.
  ///   - isSomebodyElse: than those who are alike, who were shown: no two records are made of one person unawares.
  /// - Throws: `Refusal.conflict(.alikePatients)` when somebody who may be the same has a record: `patients(like:)`.
  public func register(
    _ patient: NewPatient, _ id: ID<Patient>, isSomebodyElse: Bool = false, by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    // Two desks that register the same person at once do it one after the other.
    let (_, (_, isThere)) = try await ask(
      visitor, .queue(for: ["registration at \(visitor.host)"]),
      .register(patient, id, isSomebodyElse, by: visitor, at: clock(), newID: newID))
    if !isThere { throw Refusal.conflict(.alikePatients) }
  }
}

extension Query<Bool> {
  fileprivate static func register(
    _ patient: NewPatient, _ id: ID<Patient>, _ isSomebodyElse: Bool, by visitor: Visitor, at now: Date,
    newID: () -> ID<Patient>
  ) -> Self {
    Query(
      """
      WITH \(patient.alike(but: id)), added AS (
        INSERT INTO patient (id, family_name, given_name, birth_date, gender, phone, email, created_at)
        SELECT \(id), \(patient.familyName), \(patient.givenName), \(patient.birthDate.sql), \(patient.gender.rawValue),
               \(patient.phone), \(patient.email), \(now)
         WHERE current_tenant() IS NOT NULL AND (\(isSomebodyElse) OR NOT EXISTS (SELECT FROM alike))
        ON CONFLICT DO NOTHING
        RETURNING id
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.patientRegistered.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM added
      )
      SELECT id FROM added UNION ALL SELECT id FROM patient WHERE id = \(id)
      """
    ) { !$0.isEmpty }
  }
}
