internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// FHIR R4 Patient.contact: who is called in an emergency, the first first.
public struct ContactsSection: PersonSection {
  public internal(set) var id: ID<Patient>
  var contacts: [ContactRow] = []

  /// A family has fewer; nobody calls a sixth.
  public static let most = 5
  public static let part = PersonPart.contacts
  public static let blank = ContactsSection(id: .unstored)
  public var isEmpty: Bool { contacts.isEmpty }

  public static let groups: [FieldGroup<ContactsSection>] = [
    FieldGroup("what", [EntryField("contacts", \.contacts, .rows(atMost: most))])
  ]

  public static let storage = PersonStorage<ContactsSection>(
    columns: .rows(
      "c.id, c.name, c.relationship, c.phone", from: "patient_contact c WHERE c.patient_id = p.id",
      order: "c.position, c.id"),
    read: { row, id, _ in
      ContactsSection(
        id: id,
        contacts: try row.rows().map {
          ContactRow(
            stored: UUID(uuidString: $0[0]), name: $0[1],
            relationship: ContactRelationship(rawValue: $0[2]) ?? .other, phone: $0[3])
        })
    },
    write: { old, new, writing in
      let rows = new.contacts.placed(over: old.contacts, newID: writing.newID)
      return [
        "DELETE FROM patient_contact WHERE patient_id = \(new.id) AND id <> ALL (\(rows.map(\.id)))"
      ]
        + rows.enumerated().map { place, row in
          """
          INSERT INTO patient_contact (id, patient_id, position, relationship, name, phone)
          VALUES (\(row.id), \(new.id), \(Int32(place)), \(row.row.relationship.rawValue), \(row.row.name), \(row.row.phone))
          ON CONFLICT (tenant_id, id) DO UPDATE
             SET position = excluded.position, relationship = excluded.relationship, name = excluded.name,
                 phone = excluded.phone
          """
        }
    })
}

/// FHIR R4 PersonalRelationshipRoleType (http://hl7.org/fhir/R4/valueset-relatedperson-relationshiptype.html), as forms ask for it.
public enum ContactRelationship: String, Sendable, CaseIterable {
  case spouse, partner, parent, child, sibling, relative, friend, neighbour, carer, guardian, other
}

struct ContactRow: EntryRow {
  var stored: UUID?
  var name = ""
  var relationship = ContactRelationship.other
  var phone = ""

  static let blank = ContactRow()
  /// As they were typed: the order is whom to call first.
  var order: String { "" }

  static let fields: [EntryField<ContactRow>] = [
    EntryField("name", \.name, .title(atMost: 100)),
    EntryField("relationship", \.relationship, .oneOf(words: "relationship")),
    EntryField("phone", \.phone, .neededPhone),
  ]
}

extension [ContactRow] {
  /// Each with the row that it is in the database: the one that says the same, else one that is no more, else a new one.
  fileprivate func placed(over old: [ContactRow], newID: () -> UUID) -> [(id: UUID, row: ContactRow)] {
    PlacedRows.of(self, over: old, in: Surroundings(currency: "", today: .first), newID: newID)
  }
}

/// Which rows of the database rows of a form are.
enum PlacedRows {
  static func of<Row: EntryRow>(
    _ new: [Row], over old: [Row], in surroundings: Surroundings, newID: () -> UUID
  ) -> [(id: UUID, row: Row)] {
    var left = old.filter { $0.stored != nil }
    let same = new.map { row -> UUID? in
      let texts = row.texts(in: surroundings)
      guard let index = left.firstIndex(where: { $0.texts(in: surroundings) == texts }) else { return nil }
      return left.remove(at: index).stored
    }
    return zip(new, same).map { row, id in
      if let id { return (id, row) }
      return (left.isEmpty ? newID() : left.removeFirst().stored ?? newID(), row)
    }
  }
}
