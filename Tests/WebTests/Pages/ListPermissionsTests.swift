import Clinic
import Shell
import Testing

@testable import Web

@Suite("Lists, reports and settings")
struct ListPermissionsTests {
  /// Written from what each is for, and not from the table of permissions.
  private static let readers: [String: Set<Role>] = [
    "table.appointments": [.frontDesk, .admin], "table.messages": [.frontDesk, .admin],
    "table.patients": [.frontDesk, .admin], "table.waitlist": [.frontDesk, .admin],
    "table.accounts": [.admin], "table.invitations": [.admin], "table.sign-ins": [.admin],
    "table.practitioners": [.admin], "table.services": [.admin], "table.specialties": [.admin],
    "table.places": [.admin], "table.devices": [.admin], "table.holidays": [.admin],
    "admin.reports": [.admin], "admin.reports.table": [.admin], "table.audit": [.admin],
    "table.emergencies": [.admin], "emergency": [.admin],
    "emergency.review": [.admin], "records": [.practitioner], "record": [.practitioner],
    "emergency.create": [.practitioner], "table.audit.file": [.admin],
    "admin.settings": [.admin], "admin.access": [.admin], "admin.domain": [.admin],
    "letter": [.frontDesk, .admin], "letter.send": [.frontDesk, .admin],
    "letter.settle": [.frontDesk, .admin], "table.invoices": [.frontDesk, .admin],
    "table.payments": [.frontDesk, .admin], "bills.one": [.frontDesk, .admin],
    "table.invoices.file": [.admin],
    "table.payments.file": [.admin],
  ]

  @Test("are read by whom they are for, and by nobody else")
  func readers() async throws {
    try await TestSite.using { site in
      let routes = Dictionary(site.routes.map { ($0.name, $0.access.access) }) { first, _ in first }
      for table in EveryTable.all {
        #expect(Self.readers["table.\(table.listing.key)"] != nil, "\(table.listing.key): who reads it?")
      }
      for (name, roles) in Self.readers {
        guard case .may(let permission)? = routes[name] else {
          Issue.record("\(name) is no route, or open to others")
          continue
        }
        #expect(Set(Role.allCases.filter { $0.may(permission) }) == roles, "\(name)")
      }
    }
  }

  /// What the front desk works with as well, under an administrator's address.
  private static let desks: Set = [
    "table.appointments", "table.messages", "table.patients", "table.waitlist", "letter", "letter.send",
    "letter.settle", "patient.standing", "table.invoices", "table.payments", "view.save", "view.remove",
  ]

  @Test("and all else under an administrator's address are theirs alone, where nothing else is said")
  func admin() async throws {
    try await TestSite.using { site in
      let routes = site.routes.filter { $0.pattern.hasPrefix("/admin") }
      #expect(routes.count > 100)
      for route in routes {
        guard case .may(let permission) = route.access.access else {
          Issue.record("\(route.name) is open to others")
          continue
        }
        let isDesks =
          Self.desks.contains(route.name)
          || ["visits.", "messages.", "bills."].contains { route.name.hasPrefix($0) }
        let roles = Set(Role.allCases.filter { $0.may(permission) })
        #expect(roles == (isDesks ? [.frontDesk, .admin] : [.admin]), "\(route.name)")
      }
    }
  }
}
