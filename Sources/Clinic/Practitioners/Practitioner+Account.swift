internal import FoundationEssentials
internal import Postgres

extension Query<[Practitioner.Named]> {
  /// Doctors whom no account belongs to.
  public static var practitionersWithoutAccount: Self {
    Query(
      """
      SELECT id, prefix, given_name, family_name FROM practitioner WHERE account_id IS NULL AND active
       ORDER BY family_name, given_name
       LIMIT 500
      """
    ) { row in
      try Practitioner.Named(
        id: row.next(), name: Practitioner.name(row.next(), row.next(), row.next()))
    }
  }
}

extension Query<[Practitioner.Named]> {
  /// Doctors who can be booked, by name.
  public static var bookable: Self {
    Query(
      """
      SELECT id, prefix, given_name, family_name FROM practitioner WHERE active AND kind = ''
       ORDER BY family_name, given_name, id
       LIMIT 500
      """
    ) { row in
      try Practitioner.Named(
        id: row.next(), name: Practitioner.name(row.next(), row.next(), row.next()))
    }
  }
}

extension Practitioner {
  /// As a list to choose from shows it.
  public struct Named: Sendable {
    public let id: ID<Practitioner>
    public let name: String
  }
}

extension SQL {
  /// The account shows the doctor's schedule, unless another does.
  static func link(_ practitioner: ID<Practitioner>, to account: ID<Account>) -> SQL {
    "UPDATE practitioner SET account_id = \(account) WHERE id = \(practitioner) AND account_id IS NULL"
  }

  static func unlinkPractitioner(of account: ID<Account>) -> SQL {
    "UPDATE practitioner SET account_id = NULL WHERE account_id = \(account)"
  }
}

extension Query<Bool> {
  static func hasPatient(_ account: ID<Account>) -> Self {
    Query("SELECT FROM patient WHERE account_id = \(account)") { !$0.isEmpty }
  }
}
