import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// What the database has to say, beside what the answers said.
extension ProofStage {
  /// Everything that is taken now is what the answers say, and nothing else; and each appointment is as it was
  /// acknowledged, with its letters and its audit rows.
  func compare(_ ledger: Ledger, _ lanes: [Lane], _ when: Comment) async throws {
    let (occupied, overlaps) = try await occupied()
    try #require(overlaps == 0, when)
    let known = ledger.live.values.joined().map { Occupied($0.resource, $0.during, $0.by) }
    try #require(difference(known, occupied) == [], when)
    let booked = lanes.flatMap { $0.people.flatMap(\.recorded) }
    try #require(difference(booked, try await recorded()) == [], when)
  }

  func asAdministrator(_ statement: SQL) async throws {
    _ = try await test.clinic.database.pipeline([administrator.entering(at: test.clock.now), statement])
  }

  /// The first few that only one side knows, or knows twice.
  private func difference<Row: Hashable>(_ known: [Row], _ stored: [Row]) -> [String] {
    var counts: [Row: Int] = [:]
    for row in known { counts[row, default: 0] += 1 }
    for row in stored { counts[row, default: 0] -= 1 }
    return counts.filter { $0.value != 0 }.prefix(5).map { "\($0.value > 0 ? "lost" : "unknown"): \($0.key)" }
  }

  private func occupied() async throws -> ([Occupied], overlaps: Int) {
    let rows = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      [
        """
        SELECT o.resource_id, o.during, o.appointment_id, h.browser_hash
          FROM occupancy o LEFT JOIN hold h ON h.id = o.hold_id
         WHERE o.released_at IS NULL AND (o.held_until IS NULL OR o.held_until > \(test.clock.now))
        """,
        """
        SELECT count(*) FROM occupancy a JOIN occupancy b
            ON a.resource_id = b.resource_id AND a.id < b.id AND a.during && b.during
         WHERE a.released_at IS NULL AND b.released_at IS NULL
        """,
      ])
    let occupied = try rows[0].decode { row in
      let (resource, during) = try (row.next(UUID.self), row.next(Range<Date>.self))
      let (appointment, browser) = try (row.next(ID<Appointment>?.self), row.next([UInt8]?.self))
      return Occupied(resource, during, appointment.map(owner) ?? owner(ofHold: browser ?? []))
    }
    return (occupied, try rows[1].decode { try $0.next(Int.self) }[0])
  }

  private func recorded() async throws -> [Recorded] {
    try await test.database.asOwner(
      of: test.riverside.id.uuid,
      [
        """
        WITH noted AS (
          SELECT entity AS id, string_agg(act, ' ' ORDER BY act) AS acts FROM audit_event
           WHERE act LIKE 'appointment-%' GROUP BY entity
        ), written AS (
          SELECT (payload->>'appointment')::uuid AS id, string_agg(kind, ' ' ORDER BY kind) AS letters
            FROM outbox_message WHERE kind LIKE 'appointment-%' GROUP BY 1
        )
        SELECT id, a.practitioner_id, a.location_id, a.patient_id, a.during, a.status, acts, letters
          FROM appointment a FULL JOIN noted USING (id) FULL JOIN written USING (id)
        """
      ]
    )[0].decode { row in
      try Recorded(
        id: row.next(), practitioner: row.next(UUID?.self), location: row.next(UUID?.self),
        patient: row.next(UUID?.self), during: row.next(Range<Date>?.self), status: row.next(String?.self),
        acts: row.next(String?.self), letters: row.next(String?.self))
    }
  }
}

func owner(_ appointment: ID<Appointment>) -> String { "appointment \(appointment)" }
func owner(ofHold browserHash: [UInt8]) -> String { "hold \(browserHash)" }

private struct Occupied: Hashable {
  let resource: UUID
  let during: Range<Date>
  let by: String

  init(_ resource: UUID, _ during: Range<Date>, _ by: String) {
    self.resource = resource
    self.during = during
    self.by = by
  }
}

/// An appointment with what was noted and written of it.
struct Recorded: Hashable {
  let id: ID<Appointment>
  let practitioner: UUID?
  let location: UUID?
  let patient: UUID?
  let during: Range<Date>?
  let status: String?
  let acts: String?
  let letters: String?
}
