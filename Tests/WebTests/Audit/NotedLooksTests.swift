import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Shell
import Testing

@testable import Web

/// What is written into the audit log where staff look at patients, and where somebody is refused.
@Suite("What is noted")
struct NotedLooksTests {
  @Test("each page of the staff that names a patient notes whose record was looked at, by whom and why")
  func looks() async throws {
    try await TestSite.using { site in
      let (paul, amira, ben, dana) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.amira),
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.dana)
      )
      let (appointment, patient) = (try await site.booked(by: paul), site.test.riverside.patient)
      let offer = try await site.offer(1)
      let id = appointment.suffix(36)
      let letters = try await site.get("/admin/messages", as: dana).body
      let letter = String(try #require(letters.firstMatch(of: /\/admin\/messages\/[0-9a-f-]{36}/)?.output))
      let day = site.test.clock.now + 86_400
      let tomorrow = day.ISO8601Format().prefix(10)
      let online = try await site.test.onlineVisit(at: site.test.clock.now + 3 * 86_400)
      let pages = [
        ("/schedule/visits/\(online.id)", amira), ("/desk/visits/\(online.id)/questionnaire", ben),
        ("/schedule?day=\(tomorrow)", amira), ("/schedule?day=\(tomorrow)&view=week", amira),
        ("\(appointment)/follow-up", amira),
        ("\(appointment)/series", ben), ("/desk?day=\(tomorrow)", ben), ("/desk/visits/\(id)", ben),
        ("/desk/bookings/new?offer=\(offer)&patient=\(patient)", ben), ("/admin/patients", ben),
        ("/admin/patients/\(patient)", dana), ("/admin/appointments", dana), ("/admin/messages", dana),
        (letter, dana),
        ("/patients/\(patient)", ben), ("/patients/\(patient)/needs", ben),
        ("/patients/\(patient)/history", dana), ("/records/\(patient)/chart", amira),
        ("/records/\(patient)/chart/history?part=conditions", amira),
        ("/records/\(patient)/medications", amira),
        ("/admin/appointments/cancellation?id=\(id)", dana),
        ("/admin/appointments/move?days=7&id=\(id)", dana), ("/admin/patients/\(patient)/merges", dana),
      ]
      for (path, token) in pages {
        let before = try await site.looks(at: patient)
        let page = try await site.get(path, as: token)
        #expect(page.status == 200, "\(path)")
        guard page.body.contains("Fletcher") else { continue }
        #expect(try await site.looks(at: patient) > before, "\(path)")
      }
    }
  }

  @Test("who asks by its id for what is not there, or not theirs, is noted with what they asked for")
  func attempts() async throws {
    try await TestSite.using { site in
      let (amira, ben) = (
        try await site.test.session(of: DemoCast.amira), try await site.test.session(of: DemoCast.ben)
      )
      let nowhere = UUID().uuidString.lowercased()
      for (path, token, status, detail) in [
        ("/desk/visits/\(nowhere)", ben, 404, "desk.visit, not found"),
        ("/appointments/\(nowhere)/follow-up", amira, 404, "follow-up.times, not found"),
        ("/desk/visits/\(nowhere)", amira, 403, "desk.visit"),
        ("/admin/patients/\(nowhere)", amira, 403, "patient.standing"),
      ] {
        let condition =
          "act = 'refused' AND entity = '\(nowhere)' AND detail = '\(detail)' AND account_id IS NOT NULL"
        let before = try await site.count("audit_event WHERE \(condition)")
        #expect(try await site.get(path, as: token).status == status, "\(path)")
        #expect(try await site.count("audit_event WHERE \(condition)") == before + 1, "\(path)")
      }
      let all = try await site.count("audit_event WHERE act = 'refused'")
      for path in ["/doctors/\(nowhere)", "/nowhere", "/desk/visits/x"] {
        _ = try await site.get(path, as: ben)
      }
      #expect(try await site.count("audit_event WHERE act = 'refused'") == all)
    }
  }
}

extension TestSite {
  func looks(at patient: ID<Patient>) async throws -> Int {
    try await count("audit_event WHERE act = 'read' AND entity = '\(patient)' AND account_id IS NOT NULL")
  }
}
