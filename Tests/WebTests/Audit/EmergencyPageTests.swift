import Clinic
import ClinicTesting
import FoundationEssentials
import Testing

@testable import Web

@Suite("The pages of an emergency")
struct EmergencyPageTests {
  @Test("ask for a reason long enough and short enough, and keep what was typed")
  func reasons() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      let (record, form) = (
        Path.record(site.test.riverside.patient), Path.emergency(site.test.riverside.patient)
      )
      let outside = try await site.get(record, as: amira)
      #expect(outside.status == 303 && outside.location == form)
      #expect(try await site.count("audit_event WHERE act = 'refused' AND detail = 'record, not found'") == 1)
      for (length, status) in [(0, 422), (9, 422), (301, 422), (300, 303), (10, 303)] {
        let reason = String(repeating: "é", count: length)
        let answer = try await site.post(form, [("key", UUID().uuidString), ("reason", reason)], as: amira)
        #expect(answer.status == status, "\(length)")
        if status == 422, length > 0 { #expect(answer.body.contains(">\(reason)</textarea>")) }
      }
      #expect(try await site.get(record, as: amira).body.contains("Fletcher"))
    }
  }

  @Test("lead whoever has not just proved who they are to do so first, before and after they typed")
  func proof() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      let form = Path.emergency(site.test.riverside.patient)
      site.test.clock.advance(by: 601)
      let fields = [("key", UUID().uuidString), ("reason", "Found unconscious.")]
      for answer in [try await site.get(form, as: amira), try await site.post(form, fields, as: amira)] {
        #expect(answer.status == 303 && answer.location?.hasPrefix("/account/confirm?next=") == true)
      }
      #expect(try await site.count("emergency_access") == 0)
      // The session of somebody who has just proved who they are.
      let proved = try await site.test.session(of: DemoCast.amira)
      let found = try await site.get(Path.unsentForm, as: proved)
      #expect(found.status == 200 && found.body.contains("Found unconscious."))
      #expect(try await site.count("emergency_access") == 0)
    }
  }

  @Test("of another clinic's patient answer as for nobody's")
  func foreign() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      for path in [Path.record(site.test.hilltop.patient), Path.emergency(site.test.hilltop.patient)] {
        #expect(try await site.get(path, as: amira).status == 404)
      }
    }
  }
}
