internal import FoundationEssentials
internal import Postgres

/// FHIR R4 Patient.telecom and Patient.address.
public struct ReachSection: PersonSection {
  public let id: ID<Patient>
  var phone = ""
  var email = ""
  var line = ""
  var postalCode = ""
  var city = ""
  var country = ""
  /// The address that they sign in with, which is theirs alone to change; nil for nobody who signs in.
  var signsIn: String?

  public static let part = PersonPart.reach
  public static let blank = ReachSection(id: .unstored)

  public static let groups: [FieldGroup<ReachSection>] = [
    FieldGroup(
      "what",
      [
        EntryField("phone", \.phone, .phone), EntryField("email", \.email, .email),
        EntryField("line", \.line, .line(atMost: 200, required: false)),
        EntryField("postalCode", \.postalCode, .line(atMost: 20, required: false)),
        EntryField("city", \.city, .line(atMost: 100, required: false)),
        EntryField("country", \.country, .line(atMost: 100, required: false)),
      ])
  ]

  public var problems: [Problem] {
    guard let signsIn, signsIn != email else { return [] }
    return [Problem("email", "problem.person-email", ["email": signsIn])]
  }

  public static let storage = PersonStorage<ReachSection>(
    columns: """
      p.phone, p.email, p.address,
      (SELECT own.email FROM account own WHERE own.id = p.account_id AND own.closed_at IS NULL)
      """,
    read: { row, id, _ in
      let (phone, email) = try (row.next(String.self), row.next(String.self))
      let address = try JSONDecoder().decode(Address.self, from: Data(row.next(JSONB.self).utf8))
      let signsIn = try row.next(String?.self)
      return ReachSection(
        id: id, phone: phone, email: signsIn ?? email, line: address.line.joined(separator: ", "),
        postalCode: address.postalCode, city: address.city, country: address.country, signsIn: signsIn)
    },
    write: { old, new, _ in
      [
        """
        UPDATE patient SET phone = \(new.phone), email = CASE WHEN \(new.signsIn != nil) THEN email ELSE \(new.email) END,
                           address = \(try new.stored(over: old))
         WHERE id = \(new.id)
        """
      ]
    })

  /// An address of several lines stays one where nobody has written over them.
  private func stored(over old: ReachSection) throws -> JSONB {
    if [line, postalCode, city, country].allSatisfy(\.isEmpty) { return JSONB("{}") }
    let lines = line == old.line ? line.split(separator: ", ").map(String.init) : [line]
    return try JSONB(
      encoding: Address(line: lines, city: city, postalCode: postalCode, country: country))
  }
}
