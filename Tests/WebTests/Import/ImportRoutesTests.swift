import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The pages of a file of entries")
struct ImportRoutesTests {
  private func bring(
    _ text: String, _ site: TestSite, _ fields: [(String, String)] = []
  ) async throws -> TestAnswer {
    let dana = try await site.test.session(of: DemoCast.dana)
    return try await site.postMultipart(
      "/admin/devices/import", [("key", UUID().uuidString.lowercased())] + fields, file: text, as: dana)
  }

  @Test("tell at the field what is no file of rows, with its line")
  func faults() async throws {
    let faults = [
      ("name,kind", "nothing below the first row"), ("\r\n\r\n", "nothing below the first row"),
      ("", "fill this in"),
      ("name,kind\na\"b,c", "On line 2 a quote stands"),
      ("name,kind\n\"a\"b,c", "On line 2 something stands"),
      ("name,kind\na,b\nc", "Line 3 has 1 column, and the first row 2"),
      ("name,kind\n\"cut", "A quote opens on line 2 and is never closed"),
      ("name,kind\na\0,c", "Line 2 has a byte that no text has"),
      ("name,kind\n" + String(repeating: "a", count: 20_001) + ",b", "A cell on line 2 is longer"),
      (String(repeating: ",", count: 100) + "\n", "Line 1 has more than 100 columns"),
    ]
    try await TestSite.using { site in
      for (text, told) in faults {
        let answer = try await bring(text, site)
        #expect(answer.status == 422 && answer.body.contains(told), "\(text.prefix(50))")
      }
      #expect(try await site.count("import_file") == 0)
      let cell = String(repeating: "a", count: 20_000)
      #expect(try await bring("name,kind\n\(cell),b", site).status == 303)
      #expect(
        try await bring(
          "name\(String(repeating: ",", count: 99))\na\(String(repeating: ",", count: 99))", site
        ).status == 303)
    }
  }

  @Test("take 2,000 rows and 2 MB, and no more")
  func limits() async throws {
    try await TestSite.using { site in
      func file(_ rows: Int) -> String {
        "name,kind\n" + (1...rows).map { "Laser \($0),laser" }.joined(separator: "\n")
      }
      let answer = try await bring(file(2_000), site)
      #expect(answer.status == 303)
      #expect(try await bring(file(2_001), site).body.contains("more than 2001 rows"))
      let row = "\n" + String(repeating: "a", count: 19_999) + ",b"
      let long = String(repeating: row, count: 110)
      let tooLong = try await bring("name,kind" + long, site)
      #expect(tooLong.status == 422 && tooLong.body.contains("longer than 2097152 bytes"))
      // All of it is carried out at once.
      let dana = try await site.test.session(of: DemoCast.dana)
      let address = try #require(answer.location)
      let page = try await site.get(address, as: dana)
      #expect(page.body.contains("New: 2000") && page.body.contains("And 1700 lines more"))
      let done = try await site.post("\(address)/application", page.body.carried, as: dana)
      #expect(done.status == 303)
      #expect(try await site.count("device") == 2_000)
      #expect(try await site.get(address, as: dana).body.contains("New: 2000. Changed: 0. The same: 0."))
    }
  }

  @Test("show the same columns and the new state when somebody changed something meanwhile")
  func changedMeanwhile() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let address = try #require(try await bring("Sort;Device\r\nlaser;Laser 1", site).location)
      // Nothing is matched by these names, and nothing is done unseen.
      let unmatched = try await site.get(address, as: dana)
      #expect(unmatched.body.contains("Choose for each column") && unmatched.body.carried.isEmpty)
      let chosen = "\(address)?column.0=kind&column.1=name"
      let page = try await site.get(chosen, as: dana)
      #expect(page.body.contains("New: 1"))
      try await site.own(
        "INSERT INTO device (id, name, kind) VALUES (gen_random_uuid(), 'Laser 1', 'x')")
      let refused = try await site.post("\(address)/application", page.body.carried, as: dana)
      #expect(refused.status == 409 && refused.body.contains("Somebody else saved changes meanwhile"))
      #expect(refused.body.contains("Changed: 1") && refused.body.contains("<del dir=\"auto\">x</del>"))
      let done = try await site.post("\(address)/application", refused.body.carried, as: dana)
      #expect(done.status == 303)
      #expect(try await site.count("device WHERE kind = 'laser'") == 1)
      // Twice the same column, and none at all.
      for query in ["column.0=name&column.1=name", "column.0=&column.1="] {
        let again = try #require(try await bring("a,b\n1,2", site).location)
        let page = try await site.get("\(again)?\(query)", as: dana)
        #expect(page.status == 200 && page.body.contains("Choose for each column"))
        #expect(try await site.post("\(again)/application", [("seen", "x")], as: dana).status == 403)
      }
    }
  }

  @Test("read what older spreadsheets save, when they are told")
  func windows() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      // Written in UTF-8, read as Windows-1252: each of two bytes is a character.
      let address = try #require(
        try await bring("name;kind\nÉ;laser", site, [("encoding", "windows-1252")]).location)
      #expect(try await site.get(address, as: dana).body.contains("Ã‰"))
    }
  }
}

extension String {
  /// The hidden fields of the form that carries a file out.
  fileprivate var carried: [(String, String)] {
    guard let form = firstMatch(of: /<form method="post" action="[^"]*\/application"[\s\S]*?<\/form>/) else {
      return []
    }
    return form.output.matches(of: /name="(seen|column\.[0-9]+)" value="([^"]*)"/).map {
      (String($0.output.1), String($0.output.2))
    }
  }
}
