internal import CivilTime
public import Clinic
public import Credentials
internal import FoundationEssentials
internal import Postgres

/// Rows that a test asks for by what matters to it; the rest is filled in.
extension TestClinic {
  /// A doctor of the tenant's one specialty, who offers all its services.
  ///
  /// - Parameter hours: none, unless given.
  public func practitioner(
    named name: String, at tenant: TestTenant, hours: [WeeklyHours] = []
  ) async throws -> ID<Practitioner> {
    let id = newID()
    let (given, family) = Self.split(name)
    var statements: [SQL] = [
      """
      INSERT INTO practitioner (id, prefix, family_name, given_name, gender, languages, created_at)
      VALUES (\(id), 'Dr', \(family), \(given), 'unknown', \(["en"]), \(clock.now))
      """,
      """
      INSERT INTO practitioner_specialty (practitioner_id, specialty_id)
      VALUES (\(id), \(tenant.specialty))
      """,
      """
      INSERT INTO practitioner_service (practitioner_id, service_id)
      SELECT \(id), unnest(\(tenant.services.map(\.uuid)))
      """,
    ]
    for window in hours {
      statements.append(
        """
        INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from,
                                  valid_until)
        VALUES (\(newID()), \(id), \(window.location.uuid), \(Int16(window.weekday.rawValue)),
                \(SQLTime(window.opens)), \(SQLTime(window.closes)), \(SQLDate(window.validFrom)),
                \(window.validUntil.map { SQLDate($0) }))
        """)
    }
    _ = try await database.asOwner(of: tenant.id.uuid, statements)
    return ID(id)
  }

  /// A patient without an account.
  public func patient(named name: String, at tenant: TestTenant) async throws -> ID<Patient> {
    let id = newID()
    let (given, family) = Self.split(name)
    _ = try await database.asOwner(
      of: tenant.id.uuid,
      [
        """
        INSERT INTO patient (id, family_name, given_name, birth_date, gender, created_at)
        VALUES (\(id), \(family), \(given), '1980-02-29', 'unknown', \(clock.now))
        """
      ])
    return ID(id)
  }

  public func room(_ name: String, at tenant: TestTenant) async throws -> ID<Location> {
    let id = newID()
    _ = try await database.asOwner(
      of: tenant.id.uuid, ["INSERT INTO location (id, name) VALUES (\(id), \(name))"])
    return ID(id)
  }

  /// A patient with an account, signed in.
  public func newcomer(at tenant: TestTenant, to purpose: Purpose) async throws -> Visitor {
    visitor(try await newcomerSession(at: tenant), at: tenant, to: purpose, access: .signedIn)
  }

  public func newcomerSession(at tenant: TestTenant) async throws -> Token {
    let (account, patient, token) = (newID(), newID(), Token(from: random))
    let later = clock.now + 365 * 86_400
    _ = try await database.asOwner(
      of: tenant.id.uuid,
      [
        """
        INSERT INTO account (id, email, password_hash, role, display_name, created_at)
        VALUES (\(account), \("\(account.uuidString.lowercased())@example.com"), '', 'patient', 'New Comer', \(clock.now))
        """,
        """
        INSERT INTO patient (id, account_id, family_name, given_name, birth_date, gender, created_at)
        VALUES (\(patient), \(account), 'Comer', 'New', '1980-02-29', 'unknown', \(clock.now))
        """,
        """
        INSERT INTO session (token_hash, account_id, stage, created_at, seen_at, confirmed_at, idle_until, expires_at)
        VALUES (\(token.hash), \(account), 'full', \(clock.now), \(clock.now), \(clock.now), \(later), \(later))
        """,
      ])
    return token
  }

  /// A service that the given practitioner offers.
  public func service(
    _ name: String, minutes: Int, by practitioner: ID<Practitioner>, at tenant: TestTenant
  ) async throws -> ID<HealthcareService> {
    let id = newID()
    _ = try await database.asOwner(
      of: tenant.id.uuid,
      [
        """
        INSERT INTO healthcare_service (id, specialty_id, name, duration_minutes, price_minor, currency)
        VALUES (\(id), \(tenant.specialty), \(name), \(Int32(minutes)), 5000, \(tenant.currency))
        """,
        "INSERT INTO practitioner_service (practitioner_id, service_id) VALUES (\(practitioner.uuid), \(id))",
      ])
    return ID(id)
  }

  private func newID() -> UUID { ids.next(at: clock.now) }

  private static func split(_ name: String) -> (given: String, family: String) {
    let parts = name.split(separator: " ", maxSplits: 1)
    return (parts.first.map(String.init) ?? "Test", parts.last.map(String.init) ?? "Person")
  }
}
