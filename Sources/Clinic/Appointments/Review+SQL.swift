public import FoundationEssentials
internal import Postgres

extension Query<Location?> {
  public static func location(_ id: ID<Location>) -> Self {
    Query("SELECT id, name FROM location WHERE id = \(id)") { row in
      try Location(id: row.next(), name: row.next())
    }
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
  /// The visitor's own appointment at the time that was offered, with that doctor: they have booked it already.
  public static func myAppointment(of offer: Offer) -> Self {
    Query(
      """
      SELECT a.id FROM appointment a JOIN patient p ON p.id = a.patient_id
       WHERE p.account_id = (SELECT current_account()) AND a.practitioner_id = \(offer.practitioner)
         AND a.during = \(offer.slot.during) AND a.status = 'booked'
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
