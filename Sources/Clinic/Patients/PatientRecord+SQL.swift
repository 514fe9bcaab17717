internal import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

extension PatientRecord {
  /// Of patient `p`, whose account is `own`.
  static let columns: SQL = """
    current_tenant(), \(LanguagesSection.storage.columns), \(NeedsSection.storage.columns),
    \(ContactsSection.storage.columns), \(CoverageSection.storage.columns), p.id, p.number, p.given_name, p.family_name, p.preferred_name, p.birth_date, p.gender, p.phone,
    coalesce(own.email, p.email), p.address, p.retired_at IS NOT NULL, own.id IS NOT NULL
    """
  static let source: SQL =
    "patient p LEFT JOIN account own ON own.id = p.account_id AND own.closed_at IS NULL"

  /// - Parameter box: opens numbers of insurance.
  init(row: inout Row, _ box: SecretBox) throws {
    let seal = Seal(box: box, tenant: try row.next())
    languages = try LanguagesSection.storage.read(&row, .unstored, seal)
    needs = try NeedsSection.storage.read(&row, .unstored, seal)
    contacts = try ContactsSection.storage.read(&row, .unstored, seal)
    coverage = try CoverageSection.storage.read(&row, .unstored, seal)
    id = try row.next()
    belong(to: id)
    number = try row.next()
    (givenName, familyName, preferredName) = try (row.next(), row.next(), row.next())
    birthDate = try Day(sql: row.next())
    gender = AdministrativeGender(rawValue: try row.next()) ?? .unknown
    (phone, email) = try (row.next(), row.next())
    let address = try JSONDecoder().decode(Address.self, from: Data(row.next(JSONB.self).utf8))
    line = address.line.joined(separator: ", ")
    (postalCode, city, country) = (address.postalCode, address.city, address.country)
    (isRetired, hasAccount) = try (row.next(), row.next())
  }

  mutating func belong(to patient: ID<Patient>) {
    (languages.id, needs.id, contacts.id, coverage.id) = (patient, patient, patient, patient)
  }

  var storedAddress: JSONB {
    get throws { hasAddress ? try JSONB(encoding: address) : JSONB("{}") }
  }
}

extension Clinic {
  /// Records in order of their numbers, as many at once as are asked for. That the list is taken away is noted with the first,
  /// and of each record that it was read.
  ///
  /// - Parameter number: of the last that was read.
  public func patientRecords(
    after number: Int, limit: Int, by visitor: Visitor, at now: Date, newID: UUID
  ) -> Query<[PatientRecord]> {
    let box = secrets.box
    let begun: [SQL] =
      number > 0 ? [] : [.noting(.listExported, visitor, detail: "patients", id: ID(newID), at: now)]
    let records: SQL = """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT id FROM patient WHERE number > \(number) ORDER BY number LIMIT \(limit)) AS shown
      )
      SELECT \(PatientRecord.columns) FROM \(PatientRecord.source)
       WHERE p.number > \(number) ORDER BY p.number LIMIT \(limit)
      """
    return Query(begun + [records]) { rows in
      try rows[rows.index(before: rows.endIndex)].decode { row in try PatientRecord(row: &row, box) }
    }
  }
}
