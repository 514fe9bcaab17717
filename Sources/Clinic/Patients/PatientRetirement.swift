public import CivilTime
public import FoundationEssentials
internal import Postgres

/// A patient's record, and what its retirement would affect.
public struct PatientStanding: Sendable {
  public let id: ID<Patient>
  public let number: Int
  public let name: String
  public let birthDate: Day
  public let phone: String
  public let email: String
  public let isRetired: Bool
  /// The record that it went over to.
  public let replacement: ID<Patient>?
  /// Booked or asked for, and still ahead, in order of time.
  public let visits: [DeskVisit]
  /// On the waiting list.
  public let wishes: Int
  public let hasAccount: Bool
  /// Of this account's: for whom its owner books.
  public let children: Int
}

extension Query<PatientStanding?> {
  /// That the record was looked at is noted beside.
  public static func standing(of id: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    let visits: Query<[DeskVisit]> = .visitsAhead(of: id, by: visitor, at: now)
    let patient: SQL = """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM patient WHERE id = \(id)
      )
      SELECT pt.id, pt.number, concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date, pt.phone,
             coalesce(own.email, pt.email), pt.retired_at IS NOT NULL, pt.replaced_by,
             (SELECT count(*) FROM waitlist_entry e WHERE e.patient_id = pt.id AND e.state IN ('waiting', 'offered')),
             own.id IS NOT NULL,
             (SELECT count(*) FROM related_person r WHERE r.account_id = own.id AND r.ended_at IS NULL)
        FROM patient pt LEFT JOIN account own ON own.id = pt.account_id AND own.closed_at IS NULL
       WHERE pt.id = \(id)
      """
    return Query([patient] + visits.statements) { rows in
      let ahead = try visits.read(rows[(rows.startIndex + 1)...])
      return try rows[rows.startIndex].decode { row in
        try PatientStanding(
          id: row.next(), number: row.next(), name: row.next(), birthDate: Day(sql: row.next()),
          phone: row.next(),
          email: row.next(), isRetired: row.next(), replacement: row.next(), visits: ahead,
          wishes: row.next(), hasAccount: row.next(),
          children: row.next())
      }.first
    }
  }
}

extension Query<[DeskVisit]> {
  fileprivate static func visitsAhead(of patient: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      DeskVisit.looking(
        where: "a.patient_id = \(patient) AND a.starts_at > \(now) AND a.status IN ('booked', 'pending')",
        by: visitor, at: now),
      each: DeskVisit.init(row:))
  }
}

extension Clinic {
  /// Takes a patient's record out of use: nobody books for it any more, its wishes leave the waiting list, and, where that is
  /// wanted, its visits ahead are cancelled with notice. It stays, with all its history, and can be taken back into use. Done
  /// twice it is done once.
  ///
  /// - Parameter reason: why the visits are cancelled; nil to leave them as they are.
  /// - Throws: `Refusal.unknown`.
  public func retire(_ id: ID<Patient>, cancelling reason: String?, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      guard let patient = try await records.ask(.standing(of: id, by: visitor, at: now)) else {
        throw Refusal.unknown
      }
      if patient.isRetired { return }
      let cancelled = reason.map { reason in
        patient.visits.map { visit in
          Query<Bool>.change(
            visit.id, by: .cancel, seen: visit.sequence, time: .beforeItBegins, whose: "true", note: reason,
            visitor: visitor, at: now, newID: records.clinic.newID)
        }
      }
      let rows = try await records.transaction.pipeline((cancelled ?? []).flatMap(\.statements))
      guard rows.allSatisfy({ !$0.isEmpty }) else { throw Refusal.conflict(.changedMeanwhile) }
      try await records.finish(
        .patientRetired, of: id.uuid,
        [
          "UPDATE patient SET retired_at = \(now) WHERE id = \(id)",
          """
          WITH withdrawn AS (
            UPDATE waitlist_entry SET state = 'withdrawn'
             WHERE patient_id = \(id) AND state IN ('waiting', 'offered') RETURNING id
          ), \(SQL.closing("entry_id IN (SELECT id FROM withdrawn)", as: .declined))
          SELECT FROM withdrawn
          """,
        ])
    }
  }

  /// Takes a record back into use. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `Refusal.conflict(.notMergeable)` when the record went over to another: that is undone there.
  public func reinstate(_ id: ID<Patient>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let found = try await records.ask(
        Query<(isRetired: Bool, isReplaced: Bool)?>(
          "SELECT retired_at IS NOT NULL, replaced_by IS NOT NULL FROM patient WHERE id = \(id) FOR UPDATE",
          first: { row in (try row.next(), try row.next()) }))
      guard let found else { throw Refusal.unknown }
      if found.isReplaced { throw Refusal.conflict(.notMergeable) }
      if !found.isRetired { return }
      try await records.finish(
        .patientReinstated, of: id.uuid, ["UPDATE patient SET retired_at = NULL WHERE id = \(id)"])
    }
  }
}
