import Clinic
import ClinicTesting
import Images
import Pages
import Shell
import Testing

@testable import Web

@Suite("Production")
struct ProductionTests {
  @Test("has no page for developers, and so no way to read letters")
  func noDevPages() async throws {
    let (_, library, images) = try TestSite.read.get()
    try await TestClinic.using { test in
      for (isDevelopment, expected) in [(true, 4), (false, 0)] {
        let site = try Site(
          clinic: test.clinic, library: library, images: images,
          origins: Origins(isSecure: true, baseDomain: "localhost", port: nil), keys: TestClinic.keys,
          isDevelopment: isDevelopment)
        let routes = try site.routes()
        #expect(routes.filter { $0.pattern.hasPrefix("/dev") }.count == expected)
        // What runs the installation has no page at all. Payment providers send to an address of their own.
        let operation = routes.filter { $0.access.purpose == .operation && $0.name != "payment.webhook" }
        #expect(operation.count == expected)
      }
    }
  }
}
