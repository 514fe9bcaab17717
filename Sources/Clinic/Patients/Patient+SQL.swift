internal import FoundationEssentials
internal import Postgres

extension SQL {
  static func insertPatient(
    _ id: ID<Patient>, account: ID<Account>?, _ person: SignUp.Person, email: String, at now: Date
  ) throws -> SQL {
    """
    INSERT INTO patient (id, account_id, family_name, given_name, birth_date, gender, email, phone, address, created_at)
    VALUES (\(id), \(account), \(person.familyName), \(person.givenName), \(person.birthDate)::text::date,
            \(person.gender.rawValue), \(email), \(person.phone), \(try JSONB(encoding: person.address)), \(now))
    """
  }
}
