public import FoundationEssentials
internal import Postgres

/// One of two records that may be of one patient, as they are compared.
public struct MergeSide: Sendable {
  public let id: ID<Patient>
  public let number: Int
  public let isRetired: Bool
  /// By field, as the record says it; empty for nothing.
  public let texts: [MergeField: String]
  /// The address of the account that its owner signs in with; nil for none.
  public let account: String?
  public let visits: Int
  /// Booked or asked for, and still ahead.
  public let ahead: Int
  public let wishes: Int
  /// Whose child the patient is: accounts that book for them.
  public let parents: Int
  /// Changes whenever the record does.
  let edition: String

  public var name: String { texts[.name] ?? "" }
}

/// What can be taken over from the record that goes.
public enum MergeField: String, Sendable, CaseIterable {
  case name
  case birthDate = "birth-date"
  case gender, phone, email, address, languages, needs

  var columns: [String] {
    switch self {
    case .name: ["family_name", "given_name", "preferred_name", "further_names"]
    case .birthDate: ["birth_date"]
    case .gender: ["gender"]
    case .phone: ["phone"]
    case .email: ["email"]
    case .address: ["address"]
    case .languages: ["languages", "interpreter"]
    case .needs: ["needs", "sign_language", "need_note", "needs_told_at"]
    }
  }
}

extension Query<[MergeSide]> {
  /// Two records, in the order asked for; fewer where there is no such record. That they were looked at is noted beside.
  public static func mergeSides(
    _ one: ID<Patient>, _ other: ID<Patient>, by visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM patient WHERE id IN (\(one), \(other))
      )
      \(MergeSide.rows(one, other, at: now))
      """, each: MergeSide.init(row:))
  }
}

extension MergeSide {
  static func rows(_ one: ID<Patient>, _ other: ID<Patient>, at now: Date) -> SQL {
    """
    SELECT pt.id, pt.number, pt.retired_at IS NOT NULL,
           concat_ws(' ', pt.given_name, pt.family_name, '(' || nullif(pt.preferred_name, '') || ')'),
           pt.birth_date::text, pt.gender, pt.phone, pt.email,
           concat_ws(', ', nullif(array_to_string(ARRAY(SELECT jsonb_array_elements_text(
                       CASE WHEN jsonb_typeof(pt.address -> 'line') = 'array' THEN pt.address -> 'line' ELSE '[]' END)), ', '), ''),
                     nullif(concat_ws(' ', nullif(pt.address ->> 'postalCode', ''), nullif(pt.address ->> 'city', '')), ''),
                     nullif(pt.address ->> 'country', '')),
           concat_ws(', ', nullif(array_to_string(pt.languages, ', '), ''), CASE WHEN pt.interpreter THEN 'interpreter' END),
           concat_ws(', ', nullif(array_to_string(pt.needs, ', '), ''), nullif(pt.sign_language, ''), nullif(pt.need_note, '')),
           own.email,
           (SELECT count(*) FROM appointment a WHERE a.patient_id = pt.id),
           (SELECT count(*) FROM appointment a
             WHERE a.patient_id = pt.id AND a.starts_at > \(now) AND a.status IN ('booked', 'pending')),
           (SELECT count(*) FROM waitlist_entry e WHERE e.patient_id = pt.id AND e.state IN ('waiting', 'offered')),
           (SELECT count(*) FROM related_person r WHERE r.patient_id = pt.id AND r.ended_at IS NULL),
           pt.xmin::text || coalesce(own.xmin::text, '')
      FROM patient pt LEFT JOIN account own ON own.id = pt.account_id AND own.closed_at IS NULL
     WHERE pt.id IN (\(one), \(other)) ORDER BY pt.id <> \(one)
    """
  }

  init(row: inout Row) throws {
    id = try row.next()
    number = try row.next()
    isRetired = try row.next()
    var texts: [MergeField: String] = [:]
    for field in MergeField.allCases { texts[field] = try row.next() }
    self.texts = texts
    account = try row.next()
    visits = try row.next()
    ahead = try row.next()
    wishes = try row.next()
    parents = try row.next()
    edition = try row.next()
  }
}

extension [MergeSide] {
  /// What both were when they were compared.
  public var edition: String { map(\.edition).joined(separator: ".") }
}
