internal import FoundationEssentials
internal import Postgres

/// A consent or a document that a visit needs and that is not there yet.
public struct VisitPaper: Hashable, Sendable {
  public let id: ID<VisitPaper>
  public let name: String
}

extension VisitPaper {
  /// What appointment `a` lacks: an array of texts, for `init(stored:)`.
  static var missing: SQL {
    """
    ARRAY(SELECT sp.id || ' ' || sp.name FROM service_paper sp
           WHERE sp.service_id = a.service_id
             AND sp.active
             AND NOT EXISTS (SELECT FROM appointment_paper ap WHERE ap.appointment_id = a.id AND ap.paper_id = sp.id)
           ORDER BY sp.kind, sp.name)
    """
  }

  init?(stored text: String) {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let id = ID<VisitPaper>(String(parts[0])) else { return nil }
    self.init(id: id, name: String(parts[1]))
  }
}

extension Clinic {
  /// Notes that a paper of a visit is there, in one round trip. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for a visit that is not the visitor's to see to, or a paper that it does not need.
  public func receive(
    _ paper: ID<VisitPaper>, for id: ID<Appointment>, by visitor: Visitor
  ) async throws {
    let (_, (_, isThere)) = try await ask(
      visitor, .receive(paper, for: id, by: visitor, at: clock()), .isThere(paper, for: id))
    if !isThere { throw Refusal.unknown }
  }
}

extension Query<Void> {
  fileprivate static func receive(
    _ paper: ID<VisitPaper>, for id: ID<Appointment>, by visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH received AS (
        INSERT INTO appointment_paper (appointment_id, paper_id, received_at)
        SELECT a.id, sp.id, \(now)
          FROM appointment a JOIN service_paper sp ON sp.service_id = a.service_id AND sp.active
         WHERE a.id = \(id) AND sp.id = \(paper) AND \(Visiting.seenTo)
        ON CONFLICT DO NOTHING
        RETURNING appointment_id
      )
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.paperReceived.rawValue), \(visitor.purpose.rawValue), appointment_id,
             \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM received
      """
    ) { _ in }
  }
}

extension Query<Bool> {
  fileprivate static func isThere(_ paper: ID<VisitPaper>, for id: ID<Appointment>) -> Self {
    Query(
      """
      SELECT FROM appointment_paper ap JOIN appointment a ON a.id = ap.appointment_id
       WHERE ap.paper_id = \(paper) AND a.id = \(id) AND \(Visiting.seenTo)
      """
    ) { !$0.isEmpty }
  }
}
