internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Appointment {
  static var columns: SQL {
    """
    a.id, a.during, a.status, s.name, a.practitioner_id, p.prefix, p.given_name, p.family_name, p.portrait, l.name,
    a.price_minor, a.currency, a.reason, a.service_id, a.sequence, a.cancellation_minutes, a.online, s.preparation,
    coalesce(site.name, ''), coalesce(nullif(l.address, ''), site.address, ''),
    concat_ws(' ', pt.given_name, pt.family_name),
    coalesce(pt.account_id = (SELECT current_account()), false),
    p.active AND s.active AND EXISTS (SELECT FROM practitioner_service x
                                       WHERE x.practitioner_id = p.id AND x.service_id = s.id),
    \(Rebooking.isInDoubt)
    """
  }

  static var joined: SQL {
    """
    appointment a
    JOIN healthcare_service s ON s.id = a.service_id
    JOIN practitioner p ON p.id = a.practitioner_id
    JOIN location l ON l.id = a.location_id
    LEFT JOIN location site ON site.id = l.part_of
    JOIN patient pt ON pt.id = a.patient_id
    """
  }

  /// Whether appointment `a` is of the visitor, or of somebody for whom they act with that right.
  static func mine(for right: FamilyRight, at now: Date) -> SQL {
    "a.patient_id = ANY (ARRAY(\(Patient.mine(for: right, at: now))))"
  }

  init(row: inout Row) throws {
    id = try row.next()
    during = try row.next()
    status = Status(rawValue: try row.next()) ?? .pending
    service = try row.next()
    practitioner = try row.next()
    practitionerPrefix = try row.next()
    practitionerGivenName = try row.next()
    practitionerFamilyName = try row.next()
    portrait = try row.next()
    location = try row.next()
    price = try Money(minorUnits: row.next(), currency: row.next())
    reason = try row.next()
    serviceID = try row.next()
    sequence = try row.next()
    cancellationMinutes = try row.next()
    isOnline = try row.next()
    preparation = try row.next()
    site = try row.next()
    address = try row.next()
    patientName = try row.next()
    isOwn = try row.next()
    isStillGiven = try row.next()
    isInDoubt = try row.next()
  }
}

extension Query<[Appointment]> {
  /// The next appointments of the visitor and their children, soonest first, then the past ones, latest first.
  public static func myAppointments(
    at now: Date, of person: ID<Patient>? = nil, upcoming: Int = 50, past: Int = 20
  ) -> Self {
    let mine = Appointment.mine(for: .visits, at: now) + Patient.only(person, "a.patient_id")
    return Query(
      """
      (SELECT \(Appointment.columns) FROM \(Appointment.joined)
        WHERE \(mine) AND a.starts_at >= \(now)
        ORDER BY a.starts_at LIMIT \(upcoming))
      UNION ALL
      (SELECT \(Appointment.columns) FROM \(Appointment.joined)
        WHERE \(mine) AND a.starts_at < \(now)
        ORDER BY a.starts_at DESC LIMIT \(past))
      """, each: Appointment.init(row:))
  }
}

extension Query<Appointment?> {
  /// An appointment of the visitor, or of somebody for whom they act; none for no id.
  public static func myAppointment(_ id: ID<Appointment>?, at now: Date) -> Self {
    mine(id, for: .visits, at: now)
  }

  /// The same, where it is the visitor's to move and to cancel, too.
  public static func myAppointmentToChange(_ id: ID<Appointment>?, at now: Date) -> Self {
    mine(id, for: .book, at: now)
  }

  private static func mine(_ id: ID<Appointment>?, for right: FamilyRight, at now: Date) -> Self {
    Query(
      """
      SELECT \(Appointment.columns) FROM \(Appointment.joined)
       WHERE a.id = \(id) AND \(Appointment.mine(for: right, at: now))
      """, first: Appointment.init(row:))
  }
}

extension Query<Appointment?> {
  /// Anybody's appointment, as its patient sees it. That their record was looked at is noted beside.
  public static func appointment(_ id: ID<Appointment>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM appointment WHERE id = \(id)
      )
      SELECT \(Appointment.columns) FROM \(Appointment.joined) WHERE a.id = \(id)
      """, first: Appointment.init(row:))
  }
}

extension Query<[Appointment.Event]> {
  /// What was done to an appointment of the visitor's, in the order of it; what only a newer version knows is left out.
  public static func history(of id: ID<Appointment>, at now: Date) -> Self {
    Query(
      """
      SELECT h.act, h.during, h.at, coalesce(h.account_id = (SELECT current_account()), false),
             coalesce((SELECT o.display_name FROM account o WHERE o.id = h.account_id AND o.role = 'patient'), ''), h.note
        FROM appointment_history h JOIN appointment a ON a.id = h.appointment_id
       WHERE a.id = \(id) AND \(Appointment.mine(for: .visits, at: now))
       ORDER BY h.at, h.id
      """
    ) { rows in
      try rows.decode { row in
        let act = AppointmentAct(rawValue: try row.next())
        let (during, at, isMine) = try (row.next(Range<Date>.self), row.next(Date.self), row.next(Bool.self))
        let (name, note) = try (row.next(String.self), row.next(String.self))
        return act.map {
          Appointment.Event(act: $0, during: during, at: at, isMine: isMine, name: name, note: note)
        }
      }.compactMap(\.self)
    }
  }
}

/// What the visitor may do about an appointment that they see.
public struct AppointmentRights: Sendable {
  /// Move and cancel it.
  public let mayChange: Bool
  /// See what it is about, and add documents to it.
  public let maySee: Bool

  public static let none = AppointmentRights(mayChange: false, maySee: false)
  public static let all = AppointmentRights(mayChange: true, maySee: true)
}

extension Query<AppointmentRights> {
  public static func rights(to id: ID<Appointment>, at now: Date) -> Self {
    Query(
      """
      SELECT \(Appointment.mine(for: .book, at: now)), \(Appointment.mine(for: .see, at: now))
        FROM appointment a WHERE a.id = \(id)
      """
    ) { rows in
      try rows.decode { row in try AppointmentRights(mayChange: row.next(), maySee: row.next()) }.first
        ?? .none
    }
  }
}
