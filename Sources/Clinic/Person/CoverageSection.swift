internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

/// FHIR R4 Coverage: who pays for a patient, in the order in which they do. The number is sealed in the database, and masked wherever
/// it is not to be changed.
public struct CoverageSection: PersonSection {
  public internal(set) var id: ID<Patient>
  var coverage: [CoverageRow] = []

  public static let most = 4
  public static let part = PersonPart.coverage
  public static let blank = CoverageSection(id: .unstored)
  public var isEmpty: Bool { coverage.isEmpty }

  public static let groups: [FieldGroup<CoverageSection>] = [
    FieldGroup("what", [EntryField("coverage", \.coverage, .rows(atMost: most))])
  ]

  public static let storage = PersonStorage<CoverageSection>(
    columns: .rows(
      """
      c.id, c.position::text, c.payor, encode(c.subscriber_id, 'base64'), c.grouping, c.relationship, c.valid_from, c.valid_until
      """, from: "coverage c WHERE c.patient_id = p.id", order: "c.position, c.id"),
    read: { row, id, seal in
      CoverageSection(id: id, coverage: try row.rows().map { try CoverageRow(stored: $0, seal) })
    },
    write: { old, new, writing in
      let rows = PlacedRows.of(
        new.coverage, over: old.coverage, in: Surroundings(currency: "", today: .first), newID: writing.newID)
      return ["DELETE FROM coverage WHERE patient_id = \(new.id) AND id <> ALL (\(rows.map(\.id)))"]
        + (try rows.map { id, row in
          let sealed = try writing.seal.box.seal(
            Array(row.number.utf8), context: CoverageRow.context(id, writing.seal.tenant))
          return """
            INSERT INTO coverage (id, patient_id, position, payor, subscriber_id, grouping, relationship, valid_from, valid_until)
            VALUES (\(id), \(new.id), \(Int32(row.place)), \(row.payor), \(sealed), \(row.group), \(row.relationship.rawValue),
                    \(row.from?.sql), \(row.until?.sql))
            ON CONFLICT (tenant_id, id) DO UPDATE
               SET position = excluded.position, payor = excluded.payor, subscriber_id = excluded.subscriber_id,
                   grouping = excluded.grouping, relationship = excluded.relationship,
                   valid_from = excluded.valid_from, valid_until = excluded.valid_until
            """
        })
    },
    told: { _, texts in texts.masked })
}

/// FHIR R4 SubscriberRelationship (http://hl7.org/fhir/R4/valueset-subscriber-relationship.html): whose the insurance is.
public enum SubscriberRelationship: String, Sendable, CaseIterable {
  case own = "self"
  case spouse, child, parent, other
}

struct CoverageRow: EntryRow {
  var stored: UUID?
  /// Who pays first has 1.
  var place = 1
  var payor = ""
  var number = ""
  var group = ""
  var relationship = SubscriberRelationship.own
  var from: Day?
  var until: Day?

  static let blank = CoverageRow()
  static let numberPlace = 1
  var order: String { "\(place)" }

  static let fields: [EntryField<CoverageRow>] = [
    EntryField("payor", \.payor, .title(atMost: 100)),
    EntryField("number", \.number, .title(atMost: 50)),
    EntryField("group", \.group, .title(atMost: 50, required: false)),
    EntryField("relationship", \.relationship, .oneOf(words: "subscriber")),
    EntryField("order", \.place, .number(in: 1...CoverageSection.most)),
    EntryField("from", \.from, .optional(.day)),
    EntryField("until", \.until, .optional(.day)),
  ]

  var faults: [(part: String, fault: TextFault)] {
    guard let from, let until, until < from else { return [] }
    return [("until", TextFault("problem.person-days"))]
  }
}

extension CoverageRow {
  static func context(_ id: UUID, _ tenant: ID<Tenant>) -> String {
    KeyedColumn.coverage.context(tenant, owner: id.uuidString.lowercased())
  }

  fileprivate init(stored texts: [String], _ seal: Seal) throws {
    guard texts.count == 8, let id = UUID(uuidString: texts[0]),
      let sealed = Data(base64Encoded: texts[3], options: .ignoreUnknownCharacters)
    else { throw StoredValueFault(column: "coverage") }
    let number = try seal.box.open(Array(sealed), context: Self.context(id, seal.tenant))
    self.init(
      stored: id, place: Int(texts[1]) ?? 1, payor: texts[2], number: String(decoding: number, as: UTF8.self),
      group: texts[4], relationship: SubscriberRelationship(rawValue: texts[5]) ?? .other,
      from: Day(iso: texts[6]), until: Day(iso: texts[7]))
  }
}

extension Texts {
  /// Rows of coverage with all but the last four characters of each number hidden; of a short one, all.
  public var masked: Texts {
    guard case .rows(let rows) = self else { return self }
    return .rows(
      rows.map { row in
        row.enumerated().map { index, text in
          index == CoverageRow.numberPlace ? "••••" + (text.count > 6 ? " \(text.suffix(4))" : "") : text
        }
      })
  }
}
