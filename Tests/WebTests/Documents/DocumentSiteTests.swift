import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

extension TestSite {
  private static let proof = KeyedHash(TestClinic.keys, purpose: "csrf")

  static func pdf(_ size: Int) -> String {
    "%PDF-1.4\n" + String(repeating: "0123456789", count: size / 10 + 1).prefix(size - 16) + "\n%%EOF\n"
  }

  /// A form of documents, with files by name.
  func sendDocuments(
    _ files: [(name: String, content: String)], to path: String = "/documents", as token: Token,
    key: UUID = UUID(),
    _ changed: [String: String] = [:], csrf: String? = nil
  ) async throws -> TestAnswer {
    var fields = [
      ("csrf", csrf ?? Self.proof.tag(for: token.text)), ("key", key.uuidString), ("appointment", ""),
      ("patient", "\(test.riverside.patient)"), ("category", "result"), ("visibility", "shared"),
    ]
    for (index, field) in fields.enumerated() { fields[index].1 = changed[field.0] ?? field.1 }
    let parts =
      fields.map { "--cut\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n" }
      + files.map {
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\($0.name)\"\r\n\r\n\($0.content)\r\n"
      }
    return try await send(
      "POST", path, as: token, at: "riverside.localhost",
      headers: ["Content-Type": "multipart/form-data; boundary=cut", "Origin": "http://riverside.localhost"],
      body: parts.joined() + "--cut--\r\n")
  }

  func sendPart(_ path: String, _ bytes: String, as token: Token, csrf: String? = nil) async throws
    -> TestAnswer
  {
    try await send(
      "POST", path, as: token, at: "riverside.localhost",
      headers: [
        "Content-Type": "application/octet-stream", "Origin": "http://riverside.localhost",
        "X-CSRF": csrf ?? Self.proof.tag(for: token.text),
      ], body: bytes)
  }

  /// The address of the first document on a list.
  func firstDocument(_ list: String = "/documents", as token: Token) async throws -> String {
    let page = try await get(list, as: token).body
    return String(
      try #require(page.firstMatch(of: /href="(\/(?:patient-)?documents\/[0-9a-f-]{36})"/)?.output.1))
  }

  /// The address of its bytes, as its page has it.
  func content(_ document: String, as token: Token) async throws -> String {
    let page = try await get(document, as: token).body
    let href = try #require(page.firstMatch(of: /href="([^"]+\/content\?[^"]+)"/)?.output.1)
    return String(href).replacing("&amp;", with: "&")
  }
}

@Suite("Documents in a browser")
struct DocumentSiteTests {
  @Test(
    "are sent with a form, given out as files to be saved, in ranges, and by a link of this session for ten minutes"
  )
  func roundTrip() async throws {
    try await TestSite.using { site in
      let (paul, file) = (try await site.test.session(of: DemoCast.paul), TestSite.pdf(3_000_000))
      let sent = try await site.sendDocuments([("..\\Blood count.pdf", file)], as: paul)
      #expect(sent.status == 303 && sent.location == "/documents?added=1")
      let document = try await site.firstDocument(as: paul)
      let link = try await site.content(document, as: paul)
      let whole = try await site.get(link, as: paul)
      #expect(whole.status == 200 && whole.body == file)
      #expect(
        whole.headers["content-disposition"]
          == "attachment; filename=\"Blood count.pdf\"; filename*=UTF-8''Blood%20count.pdf")
      #expect(
        whole.headers["content-type"] == "application/pdf"
          && whole.headers["x-content-type-options"] == "nosniff")
      #expect(whole.headers["content-security-policy"]?.hasPrefix("sandbox; default-src 'none'") == true)
      #expect(whole.headers["cache-control"] == "no-store" && whole.headers["accept-ranges"] == "bytes")
      let range = try await site.get(link, as: paul, headers: ["Range": "bytes=2097150-2097153"])
      #expect(range.status == 206 && range.headers["content-range"] == "bytes 2097150-2097153/3000000")
      #expect(range.body == String(file.dropFirst(2_097_150).prefix(4)))
      #expect(try await site.get(link, as: paul, headers: ["Range": "bytes=3000000-"]).status == 416)
      // Another session of the same person, and an address that was changed.
      let again = try await site.test.session(of: DemoCast.paul)
      for (path, token) in [
        (link, again), (link.replacing("until=", with: "until=9"), paul), ("\(document)/content", paul),
      ] {
        #expect(try await site.get(path, as: token).location == document)
      }
      #expect(try await site.get(link.replacing("/content?", with: "/preview?"), as: again).status == 404)
      // Another document of the same person's, with what was behind the address of the first.
      #expect(try await site.sendDocuments([("b.pdf", TestSite.pdf(400))], as: paul).status == 303)
      let second = try await site.firstDocument(as: paul)
      #expect(second != document)
      let query = link.drop { $0 != "?" }
      #expect(try await site.get("\(second)/content\(query)", as: paul).location == second)
      site.test.clock.advance(by: DocumentLinks.lifetime - 1)
      #expect(try await site.get(link, as: paul).status == 200)
      site.test.clock.advance(by: 1)
      #expect(try await site.get(link, as: paul).location == document)
    }
  }

  @Test("are refused in the person's words, with what was typed kept, and nothing of them stays")
  func corpus() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let files: [(name: String, content: String, words: String)] = [
        ("page.pdf", "<!doctype html><script>alert(1)</script>", "page.pdf is neither a PDF nor a picture"),
        ("run.pdf", "MZ\u{1}\u{2}\u{3}", "run.pdf is neither"),
        ("image.png", "%!PS-Adobe-3.0\n", "image.png is neither"),
        ("two.pdf", "GIF89a%PDF-1.4\n%%EOF\n", "two.pdf is neither"), ("empty.pdf", "", "empty.pdf is empty"),
        ("cut.pdf", String(TestSite.pdf(5000).dropLast(8)), "cut.pdf is damaged or was cut off"),
        ("late.pdf", " " + TestSite.pdf(500), "late.pdf is"),
        ("svg.pdf", "<svg xmlns='http://www.w3.org/2000/svg'/>", "svg.pdf is neither"),
        ("zip.pdf", "PK\u{3}\u{4}%PDF-1.4\n%%EOF", "zip.pdf is neither"),
      ]
      for file in files {
        let answer = try await site.sendDocuments([(file.name, file.content)], as: paul)
        #expect(answer.status == 422, "\(file.name)")
        #expect(answer.body.contains(file.words), "\(file.name)")
        #expect(answer.body.contains("<option value=\"result\" selected>"))
      }
      let many = (0..<11).map { ("\($0).pdf", TestSite.pdf(300)) }
      let answer = try await site.sendDocuments(many, as: paul)
      #expect(
        answer.status == 422 && answer.body.contains("Up to 10 files") && answer.body.contains("Added: 10"))
      #expect(try await site.count("document_reference") == 10)
      #expect(try await site.sendDocuments([], as: paul).body.contains("Please choose a file"))
      let missing = try await site.sendDocuments([("a.pdf", TestSite.pdf(300))], as: paul, ["category": ""])
      #expect(missing.status == 422 && missing.body.contains("id=\"category-problem\""))
      #expect(try await site.count("document_reference") == 10)
    }
  }

  @Test("of a form that was not made for this browser, or for somebody else's record, are not kept")
  func forged() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let file = [("a.pdf", TestSite.pdf(300))]
      #expect(try await site.sendDocuments(file, as: paul, csrf: "test.AAAA").status == 403)
      let other = "\(site.test.hilltop.patient)"
      #expect(try await site.sendDocuments(file, as: paul, ["patient": other]).status == 404)
      #expect(try await site.sendDocuments(file, as: paul, ["visibility": "clinic"]).status == 422)
      #expect(
        try await site.sendPart("/uploads/\(UUID().uuidString.lowercased())/parts?at=0", "x", as: paul).status
          == 404)
      #expect(try await site.count("document_reference") == 0)
      #expect(try await site.count("document_upload WHERE expires_at > now()") == 0)
      // Twice the same form is one document.
      let key = UUID()
      for _ in 0..<2 { #expect(try await site.sendDocuments(file, as: paul, key: key).status == 303) }
      #expect(try await site.count("document_reference") == 1)
    }
  }

  @Test("are sent part by part by a script, from where the server says, and of 50 MB at most")
  func parts() async throws {
    try await TestSite.using { site in
      let (paul, size) = (try await site.test.session(of: DemoCast.paul), DocumentUpload.partLength + 1000)
      let file = TestSite.pdf(size)
      func begin(_ size: Int) async throws -> TestAnswer {
        try await site.post(
          "/documents/uploads",
          [
            ("key", UUID().uuidString), ("patient", "\(site.test.riverside.patient)"), ("category", "result"),
            ("visibility", "shared"), ("appointment", ""), ("part", "0"), ("name", "big.pdf"),
            ("size", "\(size)"),
            ("mark", "big.pdf \(size)"),
          ], as: paul)
      }
      #expect(try await begin(DocumentReference.mostBytes + 1).body.contains("larger than 50 MB"))
      #expect(try await begin(DocumentReference.mostBytes).status == 200)
      let began = try await begin(size).body
      let id = try #require(began.firstMatch(of: /"id":"([0-9a-f-]+)"/)?.output.1)
      let path = "/uploads/\(id)/parts?at="
      let first = String(file.prefix(DocumentUpload.partLength))
      #expect(try await site.sendPart("\(path)5", first, as: paul).body.contains("\"offset\":0"))
      #expect(try await site.sendPart("\(path)0", String(first.dropLast()), as: paul).status == 400)
      #expect(try await site.sendPart("\(path)0", first + "x", as: paul).status == 413)
      #expect(try await site.sendPart("\(path)0", first, as: paul, csrf: "x").status == 403)
      let ben = try await site.test.session(of: DemoCast.ben)
      #expect(try await site.sendPart("\(path)0", first, as: ben).status == 404)
      let stored = try await site.sendPart("\(path)0", first, as: paul)
      #expect(stored.body.contains("\"offset\":\(DocumentUpload.partLength)"))
      #expect(
        try await site.post("/uploads/\(id)/completion", [], as: paul).body.contains("\"isDone\":false"))
      #expect(try await begin(size).body.contains("\"offset\":\(DocumentUpload.partLength)"))
      _ = try await site.sendPart("\(path)\(DocumentUpload.partLength)", String(file.suffix(1000)), as: paul)
      #expect(try await site.post("/uploads/\(id)/completion", [], as: paul).body.contains("\"isDone\":true"))
      let link = try await site.content(try await site.firstDocument(as: paul), as: paul)
      #expect(try await site.get(link, as: paul).body == file)
    }
  }

  @Test("at the clinic are the patient's, of whom the page says so, and are deleted by a form")
  func clinic() async throws {
    try await TestSite.using { site in
      let (ben, paul) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.paul)
      )
      let list = "/patients/\(site.test.riverside.patient)/documents"
      let sent = try await site.sendDocuments([("letter.pdf", TestSite.pdf(400))], to: list, as: ben)
      #expect(sent.location == "\(list)?added=1")
      let document = try await site.firstDocument(list, as: ben)
      #expect(try await site.get(document, as: ben).body.contains("letter.pdf"))
      let own = try await site.firstDocument(as: paul)
      #expect(try await site.post("\(own)/deletion", [], as: paul).status == 403)
      #expect(try await site.post("\(document)/deletion", [], as: ben).location == "\(list)?deleted=1")
      #expect(try await site.get(own, as: paul).status == 404)
      for path in [list, document] { #expect(try await site.get(path, as: paul).status == 403) }
    }
  }
}
