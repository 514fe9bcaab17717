internal import FoundationEssentials
internal import Postgres

extension HealthcareService {
  static var columns: SQL {
    """
    s.id, sp.name, s.name, s.description, s.price_minor, s.currency, s.preparation, s.channel, s.category,
    \(BookingRules.columns)
    """
  }

  init(row: inout Row) throws {
    id = try row.next()
    specialty = try row.next()
    name = try row.next()
    description = try row.next()
    price = try Money(minorUnits: row.next(), currency: row.next())
    preparation = try row.next()
    channel = Modality.Channel(rawValue: try row.next()) ?? .video
    category = try row.next()
    rules = try BookingRules(row: &row)
  }
}

extension BookingRules {
  static var columns: SQL {
    """
    s.duration_minutes, s.first_visit_minutes, s.buffer_before_minutes, s.buffer_after_minutes, s.grid_minutes,
    s.packed, s.notice_minutes, s.horizon_days, s.horizon_working_days, s.most_per_day, s.capacity, s.online,
    s.needs_approval, s.cancellation_minutes,
    ARRAY(SELECT concat_ws(' ', r.needs, r.from_minute, coalesce(r.until_minute, -1), r.kind)
            FROM service_requirement r WHERE r.service_id = s.id ORDER BY r.from_minute, r.id)
    """
  }

  init(row: inout Row) throws {
    self.init(durationMinutes: try row.next())
    firstVisitMinutes = try row.next()
    bufferBeforeMinutes = try row.next()
    bufferAfterMinutes = try row.next()
    gridMinutes = try row.next()
    isPacked = try row.next()
    noticeMinutes = try row.next()
    horizonDays = try row.next()
    horizonInWorkingDays = try row.next()
    mostPerDay = try row.next()
    capacity = try row.next()
    isOnline = try row.next()
    needsApproval = try row.next()
    cancellationMinutes = try row.next()
    requirements = try row.next([String].self).map(Requirement.init(stored:))
  }
}

extension Requirement {
  /// `device 10 40 laser`: what, from, until (-1 for the end), and which kind.
  init(stored text: String) throws {
    let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, let from = Int(parts[1]), let until = Int(parts[2]) else {
      throw StoredValueFault(column: "service_requirement")
    }
    let resource: Resource =
      switch parts[0] {
      case "practitioner": .practitioner
      case "room": .room
      default:
        if let of = Pool.Of(rawValue: parts[0]), parts.count == 4 {
          .anyOf(Pool(of, parts[3]))
        } else {
          throw StoredValueFault(column: "service_requirement.needs")
        }
      }
    self.init(resource, from: from, until: until == -1 ? nil : until)
  }
}

extension Query<[HealthcareService]> {
  /// All that can be booked, by specialty and name.
  public static var services: Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.active
       ORDER BY sp.name, s.name
      """, each: HealthcareService.init(row:))
  }

  public static func services(of practitioner: ID<Practitioner>) -> Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM practitioner_service ps
        JOIN healthcare_service s ON s.id = ps.service_id
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE ps.practitioner_id = \(practitioner) AND s.active
       ORDER BY ps.position, s.name
      """, each: HealthcareService.init(row:))
  }
}

extension Query<HealthcareService?> {
  public static func service(_ id: ID<HealthcareService>) -> Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.id = \(id) AND s.active
      """, first: HealthcareService.init(row:))
  }

  /// A service, if this practitioner gives it.
  public static func service(_ id: ID<HealthcareService>, of practitioner: ID<Practitioner>) -> Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM practitioner_service ps
        JOIN healthcare_service s ON s.id = ps.service_id
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE ps.practitioner_id = \(practitioner) AND s.id = \(id) AND s.active
      """, first: HealthcareService.init(row:))
  }
}

extension Query<[Specialty]> {
  public static var specialties: Self {
    Query(
      """
      SELECT sp.id, sp.name, count(p.id)
        FROM specialty sp
        LEFT JOIN practitioner_specialty ps ON ps.specialty_id = sp.id
        LEFT JOIN practitioner p ON p.id = ps.practitioner_id AND p.active
       WHERE sp.active
       GROUP BY sp.id, sp.name ORDER BY sp.name
      """
    ) { row in try Specialty(id: row.next(), name: row.next(), practitioners: row.next()) }
  }
}

extension Query<[Location]> {
  /// Where somebody can be: rooms, and what has none.
  public static var locations: Self {
    Query(
      """
      SELECT id, name FROM location l
       WHERE active AND NOT EXISTS (SELECT FROM location r WHERE r.part_of = l.id)
       ORDER BY name
      """
    ) { row in
      try Location(id: row.next(), name: row.next())
    }
  }
}
