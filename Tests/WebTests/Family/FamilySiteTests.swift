import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("Pages of families")
struct FamilySiteTests {
  @Test("cost one round trip each, and are the patient's and the desk's alone")
  func pages() async throws {
    try await TestSite.using { site in
      let stage = try await FamilyStage(site)
      let (ben, amira) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.amira)
      )
      let patient = site.test.riverside.patient
      for (path, token) in [
        ("/account/family", stage.owner), ("/account/family/new?patient=\(patient)", stage.owner),
        ("/account/family/\(stage.tie)".lowercased(), stage.owner), ("/account/children", stage.owner),
        ("/patients/\(patient)/family", ben), ("/dashboard", stage.owner),
        ("/appointments/\(stage.visit)", stage.owner),
      ] {
        let before = site.test.clinic.roundTrips
        let page = try await site.get(path, as: token)
        #expect(page.status == 200, "\(path)")
        #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
      }
      for (path, token, status) in [
        ("/account/family", ben, 403), ("/patients/\(patient)/family", stage.owner, 403),
        ("/patients/\(patient)/family", amira, 403), ("/patients/\(UUID())/family", ben, 404),
        ("/account/family/new", stage.owner, 404),
        ("/account/family/new?patient=\(UUID())", stage.owner, 404),
        ("/account/family/\(UUID())", stage.owner, 404),
      ] {
        #expect(try await site.get(path, as: token).status == status, "\(path)")
      }
      #expect(try await site.test.looks(at: patient) > 0)
    }
  }

  @Test("what is wrong is told at its field, and what was typed is kept")
  func refused() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let patient = "\(site.test.riverside.patient)"
      func send(_ email: String, _ scopes: [String], _ until: String) async throws -> TestAnswer {
        try await site.post(
          "/account/family",
          [("patient", patient), ("email", email), ("until", until)] + scopes.map { ("scope", $0) }, as: paul)
      }
      for (email, scopes, until, problem) in [
        ("", ["book"], "", "Please fill this in"), ("robin", ["book"], "", "e-mail"),
        ("robin@example.com", [], "", "Please choose at least one thing"),
        ("robin@example.com", ["book", "everything"], "", "Please choose at least one thing"),
        ("robin@example.com", ["book"], "soon", "day"),
        ("robin@example.com", ["book"], "2029-01-01", "two years"),
        ("robin@example.com", ["book"], "2020-01-01", "passed"),
        (String(repeating: "a", count: 250) + "@example.com", ["book"], "", "characters"),
      ] {
        let answer = try await send(email, scopes, until)
        #expect(answer.status == 422 && answer.body.contains(problem), "\(email) \(scopes) \(until)")
        #expect(answer.body.contains("value=\"\(email)\""))
      }
      // The same answer, whether there is such an account or not.
      let known = try await send(
        try await site.email(
          of: try await site.account(of: site.test.newcomerSession(at: site.test.riverside))),
        ["book"], "")
      let unknown = try await send("nobody@example.com", ["book"], "")
      #expect(known.status == 303 && unknown.status == 303 && known.location == unknown.location)
    }
  }

  @Test("a reason has at most three hundred characters, and what was seen two hundred")
  func lengths() async throws {
    try await TestSite.using { site in
      let stage = try await FamilyStage(site)
      let ben = try await site.test.session(of: DemoCast.ben)
      let path = "/patients/\(site.test.riverside.patient)/family"
      let end = "\(path)/\(stage.tie)/ending".lowercased()
      #expect(
        try await site.post(end, [("reason", String(repeating: "é", count: 301))], as: ben).status == 422)
      #expect(try await site.post(end, [("reason", " ")], as: ben).status == 422)
      #expect(
        try await site.post(end, [("reason", String(repeating: "é", count: 300))], as: ben).status == 303)
      try await stage.become(.parent)
      try await site.own("DELETE FROM related_person")
      let email = try await site.email(of: stage.account)
      func add(_ length: Int) async throws -> Int {
        Int(
          try await site.post(
            "\(path)/parents", [("email", email), ("document", String(repeating: "é", count: length))],
            as: ben
          ).status)
      }
      #expect(try await add(201) == 422)
      #expect(try await add(200) == 303)
    }
  }
}

extension TestClinic {
  fileprivate func looks(at patient: ID<Patient>) async throws -> Int {
    try await database.asSuperuser(
      "SELECT count(*) FROM audit_event WHERE act = 'read' AND entity = \(patient.uuid)"
    ).decode { row in try row.next(Int.self) }[0]
  }
}
