public import FoundationEssentials
internal import Postgres

/// Where a visit is.
public struct Place: Sendable {
  /// The room.
  public let name: String
  /// The house that the room is in; empty when it stands alone.
  public let site: String
  /// Of room or site; empty for the clinic's own.
  public let address: String
}

extension SQL {
  /// The address of a room, given the column of its id: its own, or its house's; empty where it is the clinic's.
  static func postalAddress(of location: SQL) -> SQL {
    """
    (SELECT coalesce(nullif(l.address, ''), site.address, '')
       FROM location l LEFT JOIN location site ON site.id = l.part_of WHERE l.id = \(location))
    """
  }
}

extension Query<Place?> {
  public static func place(_ id: ID<Location>) -> Self {
    Query(
      """
      SELECT l.name, coalesce(site.name, ''), coalesce(nullif(l.address, ''), site.address, '')
        FROM location l LEFT JOIN location site ON site.id = l.part_of
       WHERE l.id = \(id)
      """
    ) { row in try Place(name: row.next(), site: row.next(), address: row.next()) }
  }
}

extension Query<Bool> {
  /// Whether something that the offered visit needs is occupied, or kept for another browser.
  public static func isTaken(
    _ offer: Offer, by visitor: Visitor, at now: Date, moving own: ID<Appointment>? = nil
  ) -> Self {
    Query(offer.isTaken(by: visitor, at: now, moving: own)) { rows in
      try rows.decode { row in try row.next(Bool.self) }[0]
    }
  }
}

extension Query<ID<Appointment>?> {
  /// The visitor's appointment, or a child's, at the time that was offered, with that doctor: they have booked it already.
  public static func myAppointment(of offer: Offer, at now: Date) -> Self {
    Query(
      """
      SELECT a.id FROM appointment a
       WHERE \(Appointment.mine(for: .visits, at: now)) AND a.practitioner_id = \(offer.practitioner)
         AND a.during = \(offer.slot.during) AND a.status IN ('booked', 'pending')
       LIMIT 1
      """
    ) { row in try row.next() }
  }
}

extension Query<String?> {
  /// The name of the signed-in patient; none for staff and for visitors.
  public static var myName: Self {
    Query(
      "SELECT concat_ws(' ', given_name, family_name) FROM patient WHERE account_id = (SELECT current_account())"
    ) { row in try row.next(String.self) }
  }
}
