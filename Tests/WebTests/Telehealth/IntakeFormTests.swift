import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("The form of questions before a visit")
struct IntakeFormTests {
  @Test(
    "takes a body of 1 MiB and no byte more, whether it is sent or kept for later",
    arguments: ["questionnaire", "questionnaire/draft"])
  func size(path: String) async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let visit = try await site.booked(by: paul).suffix(36)
      let rest = "csrf=\(TestSite.csrf.tag(for: paul.text).percentEncoded)&act=save&more="
      for (size, isTooLarge) in [(1 << 20, false), ((1 << 20) + 1, true)] {
        let body = rest + String(repeating: "x", count: size - rest.utf8.count)
        let answer = try await site.send(
          "POST", "/appointments/\(visit)/\(path)", as: paul, at: "riverside.localhost",
          headers: [
            "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
          ],
          body: body)
        #expect((answer.status == 413) == isTooLarge, "\(size): \(answer.status)")
      }
    }
  }
}
