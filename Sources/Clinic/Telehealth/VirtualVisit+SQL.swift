public import FoundationEssentials
internal import Postgres

extension VirtualVisit {
  /// Whether the way into appointment `a` is open: `refusal(at:)` in SQL.
  static func isOpen(at now: Date) -> SQL {
    """
    a.online AND a.status IN ('booked', 'arrived') AND \(now) < a.ends_at
      AND a.starts_at - make_interval(secs => \(opensBefore)) <= \(now)
    """
  }

  /// Since when a side of appointment `a` is there.
  static func since(_ side: String) -> SQL {
    """
    (SELECT min(v.joined_at) FROM visit_participant v
      WHERE v.appointment_id = a.id AND v.side = \(side) AND v.left_at IS NULL)
    """
  }

  fileprivate static var columns: SQL {
    """
    a.id, a.during, a.status, a.online, s.channel, s.name, p.prefix, p.given_name, p.family_name,
    concat_ws(' ', pt.given_name, pt.family_name), coalesce(pt.account_id = (SELECT current_account()), false),
    \(TelehealthConsent.given(for: "a.patient_id")), \(since("patient")), \(since("practitioner")),
    (SELECT v.joined_at FROM visit_participant v
      WHERE v.appointment_id = a.id AND v.account_id = (SELECT current_account()) AND v.left_at IS NULL)
    """
  }

  fileprivate static var joined: SQL {
    """
    appointment a
    JOIN healthcare_service s ON s.id = a.service_id
    JOIN practitioner p ON p.id = a.practitioner_id
    JOIN patient pt ON pt.id = a.patient_id
    """
  }

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    during = try row.next()
    status = Appointment.Status(rawValue: try row.next()) ?? .pending
    modality = Modality(
      isOnline: try row.next(), Modality.Channel(rawValue: try row.next()) ?? .video)
    service = try row.next()
    practitionerName = try Practitioner.name(row.next(), row.next(), row.next())
    patientName = try row.next()
    isOwn = try row.next()
    consented = try row.next()
    patientSince = try row.next()
    practitionerSince = try row.next()
    mineSince = try row.next()
  }
}

extension Query<VirtualVisit?> {
  /// Of the visitor, or of a child of theirs.
  public static func myVirtualVisit(_ id: ID<Appointment>, at now: Date) -> Self {
    visit(id, where: Appointment.mine(for: .attend, at: now))
  }

  /// In the signed-in practitioner's schedule.
  public static func virtualVisitOfMine(_ id: ID<Appointment>) -> Self {
    visit(id, where: Visiting.mine)
  }

  fileprivate static func visit(_ id: ID<Appointment>, where condition: SQL) -> Self {
    Query(
      "SELECT \(VirtualVisit.columns) FROM \(VirtualVisit.joined) WHERE a.id = \(id) AND \(condition)",
      first: VirtualVisit.init(row:))
  }
}
