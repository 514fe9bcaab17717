internal import Addresses
internal import FoundationEssentials
internal import Postgres

extension Visitor {
  /// First in every transaction: sets tenant and account, if this visitor may enter.
  func entering(at now: Date) -> SQL {
    // The argument is evaluated first, so that the door knows.
    let at: SQL = isUnattended ? "unattended(\(now))" : "\(now)"
    return """
      SELECT verdict, tenant_id, slug, name, time_zone, language, currency, phone, address, domain,
             account_id, role, stage, display_name, session_idle_until, session_expires_at, patients_second_factor,
             password_minimum, staff_idle_minutes, staff_hours, patient_idle_minutes, patient_hours, languages, accent, logo,
             visits_ahead, messages_waiting(account_id, CASE WHEN stage = 'full' THEN role END, \(now))
        FROM enter_as_visitor(\(host), \(tokenHash), \(at), \(access.stages), \(access.roles),
                              \(AddressRange.plain(client.address))::text::inet)
      """
  }
}

extension Visit {
  /// - Throws: `Refusal` unless the door's verdict is a welcome.
  init(_ rows: Rows, at now: Date) throws {
    self = try rows.decode { row in
      switch try row.next(String.self) {
      case "welcome": break
      case "unknown-tenant": throw Refusal.unknownTenant
      case "suspended": throw Refusal.suspended
      case "unauthenticated": throw Refusal.unauthenticated
      case "elsewhere": throw Refusal.elsewhere
      default: throw Refusal.forbidden
      }
      return Visit(
        tenant: try Tenant(row: &row),
        account: try SignedIn(row: &row),
        rules: try SignInRules(row: &row),
        look: try TenantLook(row: &row),
        mostAhead: try row.next(),
        messagesWaiting: try row.next(),
        now: now)
    }[0]
  }
}

extension Visit.SignedIn {
  init?(row: inout Row) throws {
    let id: ID<Account>? = try row.next()
    let role = try row.next(String?.self).flatMap(Role.init)
    let stage = try row.next(String?.self).flatMap(Session.Stage.init)
    let name = try row.next(String?.self)
    let idleUntil = try row.next(Date?.self)
    let expires = try row.next(Date?.self)
    guard let id, let role, let stage, let name, let idleUntil, let expires else { return nil }
    self.init(id: id, role: role, stage: stage, name: name, idleUntil: idleUntil, expires: expires)
  }
}

extension Tenant {
  init(row: inout Row) throws {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    timeZone = try row.next()
    language = try row.next()
    currency = try row.next()
    phone = try row.next()
    address = try row.next()
    domain = try row.next()
  }
}

extension TenantLook {
  init(row: inout Row) throws {
    languages = try row.next()
    accent = try Colour(row.next(String.self))
    logo = try row.next()
  }
}
