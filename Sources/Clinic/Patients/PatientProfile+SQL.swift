internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Query<OwnPatient?> {
  private static var selection: SQL {
    """
    SELECT id, family_name, given_name, preferred_name, further_names, gender, phone, address, birth_date
      FROM patient WHERE account_id = (SELECT current_account())
    """
  }

  /// None for staff.
  public static var ownPatient: Self { Query(selection, first: OwnPatient.init(row:)) }

  /// Locks the row: of two changes at once, the second is told what the first has left.
  static var ownPatientLocked: Self { Query("\(selection) FOR UPDATE", first: OwnPatient.init(row:)) }
}

extension OwnPatient {
  init(row: inout Row) throws {
    id = try row.next()
    profile = try PatientProfile(
      familyName: row.next(), givenName: row.next(), preferredName: row.next(),
      furtherNames: JSONDecoder().decode([HumanName].self, from: Data(row.next(JSONB.self).utf8)),
      gender: AdministrativeGender(rawValue: row.next()) ?? .unknown)
    contact = try PatientContact(
      phone: row.next(), address: JSONDecoder().decode(Address.self, from: Data(row.next(JSONB.self).utf8)))
    birthDate = try Day(sql: row.next())
  }
}

extension SQL {
  static func set(_ profile: PatientProfile, of patient: ID<Patient>) throws -> SQL {
    """
    UPDATE patient
       SET family_name = \(profile.familyName), given_name = \(profile.givenName),
           preferred_name = \(profile.preferredName), further_names = \(try JSONB(encoding: profile.furtherNames)),
           gender = \(profile.gender.rawValue)
     WHERE id = \(patient)
    """
  }

  static func set(_ contact: PatientContact, of patient: ID<Patient>) throws -> SQL {
    """
    UPDATE patient SET phone = \(contact.phone), address = \(try JSONB(encoding: contact.address))
     WHERE id = \(patient)
    """
  }
}
