import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

extension TestSite {
  /// The first time on offer with Riverside's doctor, as its page links to it.
  func offer(_ index: Int = 0) async throws -> String {
    let riverside = test.riverside
    let day = Day(utc: test.clock.now).adding(days: 1)
    let page = try await get(
      "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])&from=\(day)")
    let links = page.body.matches(of: /\/appointments\/new\?offer=([A-Za-z0-9._-]+)/)
    return String(try #require(links.dropFirst(index).first).output.1)
  }

  /// A patient's appointment, booked through the site.
  func booked(by paul: Token, _ index: Int = 0) async throws -> String {
    let answer = try await post(
      "/appointments", [("offer", try await offer(index)), ("key", UUID().uuidString), ("reason", "")],
      as: paul)
    return try #require(answer.location)
  }
}
