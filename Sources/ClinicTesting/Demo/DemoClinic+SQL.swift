internal import CivilTime
internal import Clinic
internal import FoundationEssentials
internal import Postgres

/// Many rows are one statement: a column is an array, and `unnest` lays the arrays beside each other.
extension DemoClinic {
  /// The tenant itself, then everything in it. To be sent in one transaction, as the owner.
  func insertions(of accounts: [StoredAccount], at now: Date) throws -> [SQL] {
    [
      insertTenant, insertHosts, "SELECT enter_tenant(\(id.uuid), NULL)",
      insert(accounts, at: now), insertSpecialties, insertSynonyms, insertServices, insertRooms,
    ] + practitioners.map { insert($0, at: now) } + [
      insertPractitionerSpecialties, insertPractitionerServices, insertSessions,
    ] + insertRules(at: now) + [
      try insertPatients(), insertAppointments, insertOccupancy, insertHistory,
    ] + insertInvoices(at: now) + insertOnline(at: now)
  }

  private var insertTenant: SQL {
    """
    INSERT INTO tenant (id, slug, name, time_zone, currency, phone, address)
    VALUES (\(id.uuid), \(tenant.slug), \(tenant.name), \(tenant.timeZone), \(tenant.currency),
            \(tenant.phone), \(tenant.address))
    """
  }

  private var insertHosts: SQL {
    "INSERT INTO tenant_domain (host, tenant_id) SELECT unnest(\(tenant.hosts)), \(id.uuid)"
  }

  private func insert(_ accounts: [StoredAccount], at now: Date) -> SQL {
    """
    INSERT INTO account (id, email, password_hash, role, display_name, totp_seed, created_at)
    SELECT *, \(now)
      FROM unnest(\(accounts.map(\.id)), \(accounts.map(\.member.email)), \(accounts.map(\.passwordHash)),
                  \(accounts.map(\.member.role.rawValue)), \(accounts.map(\.member.displayName)),
                  \(accounts.map(\.sealedSeed)))
    """
  }

  private var insertSpecialties: SQL {
    """
    INSERT INTO specialty (id, name)
    SELECT * FROM unnest(\(specialties.map(\.id)), \(specialties.map(\.name)))
    """
  }

  private var insertSynonyms: SQL {
    let pairs = specialties.flatMap { one in
      Set((DemoSynonyms.bySpecialty[one.name] ?? []) + (DemoSynonyms.others[one.name] ?? [])).sorted().map {
        (one.id, $0)
      }
    }
    return """
      INSERT INTO specialty_synonym (specialty_id, words)
      SELECT * FROM unnest(\(pairs.map(\.0)), \(pairs.map(\.1)))
      """
  }

  private var insertRooms: SQL {
    "INSERT INTO location (id, name) SELECT * FROM unnest(\(rooms.map(\.id)), \(rooms.map(\.name)))"
  }

  private var insertServices: SQL {
    let terms = services.map(\.terms)
    return """
      INSERT INTO healthcare_service (
        id, specialty_id, name, description, duration_minutes, price_minor, currency, first_visit_minutes,
        buffer_before_minutes, buffer_after_minutes, grid_minutes, packed, notice_minutes, horizon_days,
        horizon_working_days, most_per_day, capacity, online, needs_approval, cancellation_minutes, preparation)
      SELECT * FROM unnest(
        \(services.map(\.id)), \(services.map { specialties[$0.specialty].id }), \(services.map(\.name)),
        \(services.map(\.description)), \(services.map(\.minutes)), \(services.map(\.price.minorUnits)),
        \(services.map(\.price.currency)), \(terms.map(\.firstVisit)), \(terms.map(\.before)),
        \(terms.map(\.after)), \(terms.map(\.grid)), \(terms.map(\.packed)), \(terms.map(\.notice)),
        \(terms.map(\.horizon)), \(terms.map(\.inWorkingDays)), \(terms.map(\.mostPerDay)),
        \(terms.map(\.capacity)), \(terms.map(\.online)), \(terms.map(\.needsApproval)),
        \(terms.map(\.cancellation)), \(terms.map(\.preparation)))
      """
  }

  private func insert(_ practitioner: Practitioner, at now: Date) -> SQL {
    let profile = practitioner.profile
    return """
      INSERT INTO practitioner (id, account_id, prefix, family_name, given_name, qualification, gender,
                                languages, bio, portrait, created_at)
      VALUES (\(practitioner.id), \(practitioner.account), \(profile.prefix), \(profile.familyName),
              \(profile.givenName), \(profile.qualification), \(profile.gender.rawValue),
              \(profile.languages), \(profile.bio), \(practitioner.portrait), \(now))
      """
  }

  private var insertPractitionerSpecialties: SQL {
    let pairs = practitioners.flatMap { one in one.specialties.map { (one.id, specialties[$0].id) } }
    return """
      INSERT INTO practitioner_specialty (practitioner_id, specialty_id)
      SELECT * FROM unnest(\(pairs.map(\.0)), \(pairs.map(\.1)))
      """
  }

  private var insertPractitionerServices: SQL {
    let rows = practitioners.flatMap { one in
      one.services.enumerated().map { (one.id, services[$0.element].id, Int16($0.offset)) }
    }
    return """
      INSERT INTO practitioner_service (practitioner_id, service_id, position)
      SELECT * FROM unnest(\(rows.map(\.0)), \(rows.map(\.1)), \(rows.map(\.2)))
      """
  }

  private var insertSessions: SQL {
    let hours = sessions.map(\.hours)
    return """
      INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from,
                                valid_until)
      SELECT * FROM unnest(\(sessions.map(\.id)), \(sessions.map { practitioners[$0.practitioner].id }),
                           \(hours.map(\.location.uuid)), \(hours.map { Int16($0.weekday.rawValue) }),
                           \(hours.map { SQLTime($0.opens) }), \(hours.map { SQLTime($0.closes) }),
                           \(hours.map { SQLDate($0.validFrom) }),
                           \(hours.map { $0.validUntil.map { SQLDate($0) } }))
      """
  }
}

extension SQLDate {
  init(_ day: Day) {
    self.init(daysSinceEpoch: day.daysSinceEpoch)
  }
}

extension SQLTime {
  init(_ time: TimeOfDay) {
    self.init(microsecondsSinceMidnight: Int64(time.secondsSinceMidnight) * 1_000_000)
  }
}
