import CivilTime
import ClinicTesting
import Crypto
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Which rows a value of a filter leaves, in words of its own.
private struct Narrowing {
  let listing: Listing
  let query: [(String, String)]
  let fits: String

  init(_ listing: Listing, _ query: [(String, String)], _ fits: String) {
    (self.listing, self.query, self.fits) = (listing, query, fits)
  }

  /// Each of some values alone.
  static func each(
    _ listing: Listing, _ key: String, _ values: [String], _ fits: (String) -> String
  ) -> [Narrowing] {
    values.map { Narrowing(listing, [(key, $0)], fits($0)) }
  }
}

@Suite("What a list is narrowed by")
struct FilterTests {
  /// What there is in each list, but for these all of a table. (Whoever reads the audit log adds to it: it has `AuditListTests`.)
  private static let tables = [
    "appointments": "appointment", "messages": "outbox_message", "patients": "patient",
    "waitlist": "waitlist_entry",
    "accounts": "account WHERE closed_at IS NULL",
    "invitations": "invitation WHERE accepted_at IS NULL AND withdrawn_at IS NULL",
    "sign-ins": "audit_event WHERE act LIKE '%-refused'", "specialties": "specialty", "places": "location",
    "devices": "device", "holidays": "holiday", "services": "healthcare_service",
    "practitioners": "practitioner", "emergencies": "emergency_access", "invoices": "invoice",
    "payments": "payment",
  ]

  private static func visits(_ test: TestClinic) -> [Narrowing] {
    let (list, service) = (Listing.appointments, "\(test.riverside.services[1])")
    let counted = [
      "asked": "status IN ('proposed', 'pending')", "came": "status IN ('arrived', 'fulfilled')",
      "due": "status IN ('arrived', 'fulfilled', 'noshow')",
      "waited": "arrived_at IS NOT NULL AND started_at >= arrived_at",
      "occupying": "status IN ('pending', 'booked', 'arrived', 'fulfilled', 'noshow')",
    ]
    return Narrowing.each(list, "state", Appointment.Status.codes.all) { "status = '\($0)'" }
      + Narrowing.each(list, "counted", Counted.codes.all) { counted[$0] ?? "false" }
      + Narrowing.each(list, "online", ["yes", "no"]) { "online = ('\($0)' = 'yes')" }
      + Narrowing.each(list, "waits", ["yes", "no"]) {
        "(status = 'arrived' AND started_at IS NULL) = ('\($0)' = 'yes')"
      } + [
        Narrowing(list, [("when", "today")], "starts_at >= '2026-03-02Z' AND starts_at < '2026-03-03Z'"),
        Narrowing(list, [("from", "2026-03-02")], "starts_at >= '2026-03-02Z'"),
        Narrowing(list, [("until", "2026-03-02")], "starts_at < '2026-03-03Z'"),
        Narrowing(list, [("doctor", id("crowd d3"))], "practitioner_id = md5('crowd d3')::uuid"),
        Narrowing(list, [("service", service)], "service_id = '\(service)'"),
        Narrowing(
          list, [("place", id("crowd r3"))],
          "location_id IN (md5('crowd r1')::uuid, md5('crowd r2')::uuid, md5('crowd r3')::uuid)"),
        Narrowing(list, [("place", id("crowd r4"))], "location_id = md5('crowd r4')::uuid"),
        Narrowing(list, [("q", "100003")], "patient_id = md5('crowd3')::uuid"),
        // Both are found by ids.
        Narrowing(
          list, [("q", "100003"), ("place", id("crowd r3"))],
          """
          patient_id = md5('crowd3')::uuid
          AND location_id IN (md5('crowd r1')::uuid, md5('crowd r2')::uuid, md5('crowd r3')::uuid)
          """),
      ]
  }

  private static func people(_ test: TestClinic) -> [Narrowing] {
    let service = "\(test.riverside.services[0])"
    return Narrowing.each(.patients, "record", ["active", "retired"]) {
      "(retired_at IS NULL) = ('\($0)' = 'active')"
    }
      + Narrowing.each(.patients, "account", ["yes", "no"]) { "(account_id IS NOT NULL) = ('\($0)' = 'yes')" }
      + Narrowing.each(.accounts, "role", Role.codes.all) { "closed_at IS NULL AND role = '\($0)'" }
      + Narrowing.each(.accounts, "access", ["open", "disabled"]) {
        "closed_at IS NULL AND (disabled_at IS NULL) = ('\($0)' = 'open')"
      }
      + Narrowing.each(.invitations, "role", Role.codes.all) {
        "accepted_at IS NULL AND withdrawn_at IS NULL AND role = '\($0)'"
      }
      + Narrowing.each(.waitlist, "wish", WaitlistEntry.codes.all.filter { $0 != "waiting" }) {
        "state = '\($0)'"
      }
      + Narrowing.each(.refusedSignIns, "act", Act.refusedSignIns.map(\.rawValue)) { "act = '\($0)'" } + [
        Narrowing(.patients, [("age", "child")], "birth_date = '2010-01-01'"),
        Narrowing(.patients, [("q", "100003")], "number = 100003"),
        Narrowing(.accounts, [("q", "ben cart")], "display_name = 'Ben Carter'"),
        Narrowing(.accounts, [("q", DemoCast.paul.email)], "email = '\(DemoCast.paul.email)'"),
        Narrowing(.invitations, [("lapsed", "yes")], "given_name = 'bea'"),
        Narrowing(.invitations, [("lapsed", "no")], "given_name IN ('ada', 'cleo', 'dora')"),
        Narrowing(.invitations, [("q", "cleo inv")], "given_name = 'cleo'"),
        Narrowing(.waitlist, [("wish", "waiting")], "state = 'waiting' AND until_day >= '2026-03-02'"),
        Narrowing(.waitlist, [("specialty", id("old"))], "specialty_id = md5('old')::uuid"),
        Narrowing(.waitlist, [("service", service)], "service_id = '\(service)'"),
        Narrowing(.waitlist, [("doctor", id("crowd d8"))], "practitioner_id IS NOT NULL"),
        Narrowing(.waitlist, [("q", "100001")], "patient_id = md5('crowd1')::uuid"),
        Narrowing(.refusedSignIns, [("when", "today")], "act = 'password-refused'"),
        Narrowing(
          .refusedSignIns, [("from", "2026-03-01")], "act IN ('password-refused', 'second-factor-refused')"),
        Narrowing(
          .refusedSignIns, [("until", "2026-03-01")], "act IN ('passkey-refused', 'second-factor-refused')"),
      ]
  }

  private static func emergencies(_ test: TestClinic) -> [Narrowing] {
    let amira = test.riverside.accounts[DemoCast.amira].map(\.description) ?? ""
    return Narrowing.each(.emergencies, "review", EmergencyAccess.codes.all) {
      $0 == "due" ? "reviewed_at IS NULL" : "verdict = '\($0)'"
    } + [
      Narrowing(.emergencies, [("person", amira)], "account_id = '\(amira)'"),
      Narrowing(.emergencies, [("from", "2026-03-02")], "opened_at >= '2026-03-02Z'"),
      Narrowing(.emergencies, [("until", "2026-03-02")], "opened_at < '2026-03-03Z'"),
      Narrowing(.emergencies, [("q", "100001")], "patient_id = md5('crowd1')::uuid"),
    ]
  }

  private static var invoices: [Narrowing] {
    let overdue = "number LIKE 'INV-2-%'"
    return Narrowing.each(.invoices, "invoice-state", Invoice.Status.codes.all) { "status = '\($0)'" }
      + Narrowing.each(.invoices, "invoice-kind", Invoice.Kind.codes.all) { "kind = '\($0)'" }
      + Narrowing.each(.payments, "payment-kind", Payment.Kind.codes.all) { "kind = '\($0)'" }
      + Narrowing.each(.payments, "payment-method", Payment.Method.codes.all) { "method = '\($0)'" }
      + Narrowing.each(.payments, "payment-state", Payment.State.codes.all) { "state = '\($0)'" } + [
        Narrowing(.invoices, [("from", "2026-03-01")], "issued_on >= '2026-03-01'"),
        Narrowing(.invoices, [("until", "2026-03-01")], "issued_on <= '2026-03-01'"),
        Narrowing(.invoices, [("overdue", "yes")], overdue),
        Narrowing(.invoices, [("overdue", "no")], "(\(overdue)) IS NOT TRUE"),
        Narrowing(.invoices, [("to-refund", "yes")], "status = 'cancelled'"),
        Narrowing(.invoices, [("to-refund", "no")], "status <> 'cancelled'"),
        Narrowing(.invoices, [("q", "100003")], "patient_id = md5('crowd3')::uuid"),
        Narrowing(.payments, [("from", "2026-03-02")], "paid_on >= '2026-03-02'"),
        Narrowing(.payments, [("until", "2026-03-01")], "paid_on <= '2026-03-01'"),
        Narrowing(.payments, [("q", "100004")], "invoice_id = md5('bill4')::uuid"),
      ]
  }

  private static var others: [Narrowing] {
    let used: [Listing] = [.specialties, .places, .devices, .services, .practitioners]
    return used.flatMap {
      Narrowing.each($0, "use", ["active", "retired"]) { "active = ('\($0)' = 'active')" }
    }
      + Narrowing.each(.messages, "delivery", OutboxMessage.codes.all) { "state = '\($0)'" } + [
        Narrowing(.messages, [("letter", "invitation")], "kind = 'invitation'"),
        Narrowing(.messages, [("when", "last-week")], "state IN ('sent', 'failed')"),
        Narrowing(.messages, [("from", "2026-03-01")], "state IN ('queued', 'sent')"),
        Narrowing(
          .messages, [("until", "2026-02-25")], "state IN ('failed', 'settled', 'dropped', 'withheld')"),
        Narrowing(.messages, [("q", "Sent@mail.example")], "state = 'sent'"),
        Narrowing(.specialties, [("q", "scien")], "name = 'Old science'"),
        Narrowing(.places, [("q", "atti")], "kind = 'attic'"),
        Narrowing(.places, [("house", id("crowd r3"))], "part_of IS NOT NULL"),
        Narrowing(.devices, [("q", "las")], "name = 'Laser'"),
        Narrowing(.holidays, [("q", "fri good")], "name = 'Good Friday'"),
        Narrowing(.holidays, [("from", "2026-04-05")], "day >= '2026-04-05'"),
        Narrowing(.holidays, [("until", "2026-04-05")], "day <= '2026-04-05'"),
        Narrowing(.services, [("q", "cup")], "name = 'Cupping'"),
        Narrowing(.services, [("specialty", id("old"))], "name = 'Cupping'"),
        Narrowing(.practitioners, [("q", "doctor 7")], "family_name = 'Doctor 7'"),
        Narrowing(.practitioners, [("specialty", id("old"))], "family_name = 'Doctor 8'"),
      ]
  }

  /// As PostgreSQL's `md5(text)::uuid`.
  private static func id(_ text: String) -> String {
    let hash = Array(Insecure.MD5.hash(data: Array(text.utf8)))
    return hash.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }.uuidString.lowercased()
  }

  @Test("leaves just the rows that have it, in every list and by every filter")
  func filters() async throws {
    try await TestClinic.using { test in
      let stage = try await ListStage(test)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listVisits))
      let moment = Listing.Moment(
        now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      func shown(_ listing: Listing, _ query: [(String, String)]) async throws -> Set<UUID> {
        let view = TableView(query.map { ($0.0, $0.1) }, of: listing)
        #expect(view.problems.isEmpty, "\(query)")
        let rows = try await test.ask(dana, .rows(of: listing, view, limit: 1000, by: dana, at: moment)).rows
        return Set(rows.map(\.id))
      }
      let narrowings =
        Self.visits(test) + Self.people(test) + Self.emergencies(test) + Self.invoices + Self.others
      for listing in EveryListing.all where listing.key != Listing.audit.key {
        let table = try #require(Self.tables[listing.key], "\(listing): what is in it?")
        let all = try await stage.ids(table)
        #expect(try await shown(listing, []) == all, "\(listing)")
        let own = narrowings.filter { $0.listing.key == listing.key }
        let keys = listing.filters.map(\.key) + (listing.isSearched ? ["q"] : [])
        #expect(Set(own.flatMap { $0.query.map(\.0) }) == Set(keys), "\(listing): which rows do they leave?")
        for one in own {
          let fitting = try await stage.ids("\(table.prefix { $0 != " " }) WHERE \(one.fits)")
          #expect(!fitting.isEmpty && fitting.count < all.count, "\(listing) \(one.query): tells nothing")
          #expect(try await shown(listing, one.query) == fitting, "\(listing) \(one.query)")
        }
      }
    }
  }

  @Test("offers a thousand records and no more")
  func choices() async throws {
    try await TestClinic.using { test in
      try await test.own(
        "INSERT INTO specialty (id, name) SELECT gen_random_uuid(), 'S' || n FROM generate_series(1, 1000) AS n"
      )
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
      let choices = try await test.ask(dana, .choices(of: .services))
      #expect(choices["specialty"]?.count == 1000)
    }
  }
}
