import AsyncHTTPClient
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Postgres
import Testing

@testable import Web

@Suite("Pages of messages")
struct MessageSiteTests {
  /// A team with Ben in it, as Dana makes it.
  private func team(_ site: TestSite) async throws -> String {
    let dana = try await site.test.session(of: DemoCast.dana)
    let ben = try #require(site.test.riverside.accounts[DemoCast.ben])
    let made = try await site.post(
      "/admin/teams",
      [
        ("key", UUID().uuidString.lowercased()), ("name", "Front desk"), ("hours", "4"), ("practitioner", ""),
        ("members", "\(ben)"), ("active", "yes"),
      ], as: dana)
    #expect(made.status == 303)
    let page = try await site.get("/admin/teams", as: dana)
    return String(try #require(page.body.firstMatch(of: /\/admin\/teams\/([0-9a-f-]{36})/)?.output.1))
  }

  private func begin(
    _ site: TestSite, to team: String, as token: Token, key: UUID = UUID(),
    text: String = "May I eat before it?",
    topic: String = "Blood test", file: String? = nil
  ) async throws -> TestAnswer {
    try await site.postMultipart(
      "/messages",
      [
        ("key", key.uuidString.lowercased()), ("patient", "\(site.test.riverside.patient)"),
        ("aim", "team:\(team)"),
        ("topic", topic), ("text", text),
      ], file: file, as: token)
  }

  private func path(_ answer: TestAnswer) throws -> String {
    String(try #require(answer.location?.split(separator: "?").first))
  }

  /// What the form of a page has hidden.
  private func hidden(_ name: String, _ page: TestAnswer) throws -> String {
    let pattern = try Regex("name=\"\(name)\" value=\"([^\"]*)\"")
    return String(try #require(page.body.firstMatch(of: pattern)?.output[1].substring))
  }

  @Test("cost one round trip each, and are the patient's and the team's alone")
  func pages() async throws {
    try await TestSite.using { site in
      let team = try await team(site)
      let (paul, ben, dana, amira) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben),
        try await site.test.session(of: DemoCast.dana), try await site.test.session(of: DemoCast.amira)
      )
      let own = try path(try await begin(site, to: team, as: paul))
      let staff = own.replacing("/messages/", with: "/conversations/")
      let patient = site.test.riverside.patient
      for (path, token) in [
        ("/messages", paul), ("/messages/new", paul), (own, paul), ("/conversations", ben),
        ("/conversations?scope=all&patient=\(patient)", ben), (staff, ben),
        ("/patients/\(patient)/conversation", ben),
        ("/patients/\(patient)/letters", dana), ("/admin/teams", dana), ("/admin/teams/\(team)", dana),
        ("/admin/teams/new", dana), ("/account/letters", paul), ("/account/letters", ben),
      ] {
        let before = site.test.clinic.roundTrips
        let page = try await site.get(path, as: token)
        #expect(page.status == 200, "\(path)")
        #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
      }
      for (path, token, status) in [
        (staff, dana, 404), (staff, amira, 404), (staff, paul, 403), (own, ben, 403),
        ("/messages/\(UUID().uuidString.lowercased())", paul, 404), ("/admin/teams", ben, 403),
        ("/patients/\(patient)/conversation", amira, 404), ("/patients/\(patient)/letters", amira, 403),
      ] {
        #expect(try await site.get(path, as: token).status == status, "\(path)")
      }
      // Whoever at the clinic has looked is noted, with whose it is.
      let looks = try await site.count(
        "audit_event e JOIN conversation c ON c.id = e.entity WHERE e.act = 'read' AND e.purpose = 'messages'"
      )
      #expect(looks == 1)
    }
  }

  @Test("say what is wrong at each field and keep what was typed, up to the longest of each")
  func bounds() async throws {
    try await TestSite.using { site in
      let team = try await team(site)
      let paul = try await site.test.session(of: DemoCast.paul)
      let empty = try await begin(site, to: team, as: paul, text: " ", topic: "")
      #expect(
        empty.status == 422 && empty.body.contains("text-problem") && empty.body.contains("topic-problem"))
      #expect(empty.body.matches(of: /value="team:[^"]+" checked/).count == 1)
      let long = try await begin(site, to: team, as: paul, text: String(repeating: "é", count: 5001))
      #expect(long.status == 422 && long.body.contains("éééé</textarea>"))
      #expect(
        try await begin(site, to: team, as: paul, text: String(repeating: "é", count: 5000)).status == 303)
      #expect(
        try await begin(site, to: team, as: paul, topic: String(repeating: "x", count: 121)).status == 422)
      #expect(
        try await begin(site, to: team, as: paul, topic: String(repeating: "x", count: 120)).status == 303)
      #expect(try await begin(site, to: UUID().uuidString, as: paul).status == 422)
      // A file that is none is told at the files, and the text is kept.
      let file = try await begin(site, to: team, as: paul, file: "not a document")
      #expect(
        file.status == 422 && file.body.contains("file-problem") && file.body.contains("May I eat before it?")
      )
      #expect(try await site.count("communication") == 2)
      let unasked = try await site.post("/messages", [("text", "x")], as: paul)
      #expect(unasked.status == 415)
    }
  }

  @Test("keep what was written while the last team went out of use, to be copied")
  func nobodyAnyMore() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let empty = try await site.get("/messages/new", as: paul)
      #expect(empty.body.contains("Nobody at the clinic takes messages") && !empty.body.contains("<textarea"))
      let late = try await begin(site, to: UUID().uuidString, as: paul)
      #expect(late.status == 422 && late.body.contains("Nobody at the clinic takes messages"))
      #expect(late.body.contains("readonly dir=\"auto\">May I eat before it?</textarea>"))
    }
  }

  @Test("take a file along, once however often it is sent, and keep it where the message was refused")
  func files() async throws {
    try await TestSite.using { site in
      let team = try await team(site)
      let (paul, ben, key) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben), UUID()
      )
      let refused = try await begin(site, to: team, as: paul, key: key, text: "", file: TestSite.pdf(400))
      #expect(refused.status == 422 && refused.body.contains("These files are here already"))
      let sent = try await begin(site, to: team, as: paul, key: key, file: TestSite.pdf(400))
      let again = try await begin(site, to: team, as: paul, key: key, file: TestSite.pdf(400))
      #expect(sent.status == 303 && again.location == sent.location)
      #expect(try await site.count("document_reference WHERE category = 'message'") == 1)
      #expect(try await site.count("communication_document") == 1)
      let page = try await site.get(
        try path(sent).replacing("/messages/", with: "/conversations/"), as: ben)
      let document = try #require(
        page.body.firstMatch(of: /href="(\/patient-documents\/[0-9a-f-]{36})"/)?.output.1)
      #expect(try await site.get(String(document), as: ben).status == 200)
    }
  }

  @Test("show what came while somebody wrote, keep their words, and take them when they are sent again")
  func crossing() async throws {
    try await TestSite.using { site in
      let team = try await team(site)
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let own = try path(try await begin(site, to: team, as: paul))
      let staff = own.replacing("/messages/", with: "/conversations/")
      let before = try await site.get(own, as: paul)
      let form = try await site.get(staff, as: ben)
      let answered = try await site.postMultipart(
        "\(staff)/answers",
        [
          ("key", try hidden("key", form)), ("seen", try hidden("seen", form)), ("text", "Water only."),
          ("awaits", "yes"),
        ],
        as: ben)
      #expect(answered.status == 303)
      let fields = [("key", try hidden("key", before)), ("text", "I mean breakfast.")]
      let crossed = try await site.postMultipart(
        "\(own)/answers", fields + [("seen", try hidden("seen", before))], as: paul)
      #expect(crossed.status == 409)
      #expect(crossed.body.contains("Water only.") && crossed.body.contains("I mean breakfast.</textarea>"))
      let sent = try await site.postMultipart(
        "\(own)/answers", fields + [("seen", try hidden("seen", crossed))], as: paul)
      #expect(sent.status == 303)
      // Ben sees it counted, and who has read his.
      let list = try await site.get("/conversations?scope=mine", as: ben).body
      #expect(list.contains("New messages: 1") && list.contains("class=\"count\">1<"))
      #expect(try await site.get(staff, as: ben).body.contains("Read by Paul Fletcher"))
    }
  }

  @Test("tell staff what crossed theirs and who was quicker, and give back what was written too late")
  func late() async throws {
    try await TestSite.using { site in
      let team = try await team(site)
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let own = try path(try await begin(site, to: team, as: paul))
      let staff = own.replacing("/messages/", with: "/conversations/")
      let before = try await site.get(staff, as: ben)
      let mine = try await site.get(own, as: paul)
      #expect(try await site.post("\(staff)/closure", [("reason", "answered")], as: ben).status == 303)
      let crossed = try await site.postMultipart(
        "\(staff)/answers",
        [("key", try hidden("key", before)), ("seen", try hidden("seen", before)), ("text", "Water only.")],
        as: ben)
      #expect(
        crossed.status == 409 && crossed.body.contains("Something has changed here since you opened it"))
      let fields = [
        ("key", try hidden("key", mine)), ("seen", try hidden("seen", mine)), ("text", "One more thing"),
      ]
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        ["UPDATE conversation SET closed_at = closed_at - interval '15 days'"])
      let late = try await site.postMultipart("\(own)/answers", fields, as: paul)
      #expect(
        late.status == 409 && late.body.contains("What you wrote") && late.body.contains("One more thing"))
      #expect(!(try await site.get(own, as: paul).body.contains("What you wrote")))
      // Somebody else sees to it.
      let dana = try #require(site.test.riverside.accounts[DemoCast.dana])
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        [
          """
          UPDATE conversation
             SET state = 'open', closed_at = NULL, closed_by = NULL, close_reason = NULL, taken_by = \(dana.uuid)
          """
        ])
      let second = try await site.post("\(staff)/taking", [], as: ben)
      #expect(second.status == 409 && second.body.contains("by somebody else or in another window"))
    }
  }

  @Test("keep a draft for their writer, and read nothing for who only shows them")
  func drafts() async throws {
    try await TestSite.using { site in
      let team = try await team(site)
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let own = try path(try await begin(site, to: team, as: paul))
      let staff = own.replacing("/messages/", with: "/conversations/")
      #expect(try await site.post("\(staff)/draft", [("text", "Wat")], as: ben).status == 204)
      #expect(try await site.post("\(own)/draft", [("text", "Stolen")], as: ben).status == 403)
      #expect(
        try await site.get(staff, as: ben, headers: ["X-Unattended": "1"]).body.contains("Wat</textarea>"))
      #expect(try await site.count("communication WHERE received IS NOT NULL") == 0)
      #expect(try await site.post("\(staff)/reading", [], as: ben).status == 204)
      #expect(try await site.count("communication WHERE received IS NOT NULL") == 1)
      let long = String(repeating: "x", count: 5001)
      #expect(try await site.post("\(staff)/draft", [("text", long)], as: ben).status == 422)
      #expect(
        try await site.post("/messages/draft", [("topic", "T"), ("text", "x")], as: paul).status == 204)
      #expect(try await site.get("/messages/new", as: paul).body.contains("value=\"T\""))
      // A draft that comes after its message, on a slow network, is none.
      let key = UUID()
      _ = try await begin(site, to: team, as: paul, key: key)
      let overtaken = [("topic", "T"), ("text", "x"), ("key", key.uuidString.lowercased())]
      #expect(try await site.post("/messages/draft", overtaken, as: paul).status == 204)
      #expect(!(try await site.get("/messages/new", as: paul).body.contains("value=\"T\"")))
    }
  }

  @Test("hear at once what came, of their own conversations alone")
  func live() async throws {
    try await TestSite.using { site in
      let team = try await team(site)
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let own = try path(try await begin(site, to: team, as: paul))
      let page = try await site.get(own, as: paul)
      let version = String(try #require(page.body.firstMatch(of: /data-version="([^"]+)"/)?.output.1))
      let staff = own.replacing("/messages/", with: "/conversations/")
      let form = try await site.get(staff, as: ben)
      let versions = try await site.test.clinic.messageVersions(
        of: [try #require(site.test.riverside.accounts[DemoCast.paul])], at: site.test.riverside.host)
      // Ben has read it: that is news to Paul.
      #expect(versions.values.first != version)
      let before = try await site.test.clinic.messageVersions(
        of: Array(site.test.riverside.accounts.values), at: site.test.riverside.host)
      _ = try await site.post(
        "\(staff)/notes", [("note", "Ask Amira"), ("key", UUID().uuidString.lowercased())], as: ben)
      let noted = try await site.test.clinic.messageVersions(
        of: Array(site.test.riverside.accounts.values), at: site.test.riverside.host)
      let changed = noted.filter { $0.value != before[$0.key] }.keys
      #expect(Set(changed) == [try #require(site.test.riverside.accounts[DemoCast.ben])])
      _ = form
      for (path, token, status) in [("/messages/events", ben, 403), ("/conversations/events", paul, 403)] {
        #expect(try await site.get(path, as: token).status == status)
      }
      let events = try await site.open("/messages/events", as: paul)
      var heard = ""
      for try await piece in events.body {
        heard += String(buffer: piece)
        if heard.contains("data: ") { break }
      }
      #expect(heard.contains("id: ") && events.headers.first(name: "content-type") == "text/event-stream")
    }
  }
}
