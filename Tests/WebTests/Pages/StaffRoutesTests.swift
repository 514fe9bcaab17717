import Clinic
import Shell
import Testing

@testable import Web

@Suite("What staff work with")
struct StaffRoutesTests {
  @Test("is declared for staff on every route, and no patient has any of those permissions")
  func declared() async throws {
    try await TestSite.using { site in
      let staffs: [Purpose] = [.schedule, .frontDesk, .administration, .emergency]
      let routes = site.routes.filter { staffs.contains($0.access.purpose) }
      #expect(routes.count > 50)
      for route in routes {
        guard case .may(let permission) = route.access.access else {
          Issue.record("\(route.name) is open to whoever is signed in, or to anyone")
          continue
        }
        #expect(!Role.patient.may(permission), "\(route.name)")
      }
    }
  }
}
