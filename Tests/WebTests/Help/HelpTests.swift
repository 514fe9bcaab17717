import ClinicTesting
import FoundationEssentials
import HTTPTypes
import Pages
import Shell
import Testing

@testable import Web

/// Help says what is there: pages, labels and pictures.
@Suite("Help")
struct HelpTests {
  private static let topics = HelpRole.allCases.flatMap { role in role.topics.map { (role, $0) } }

  @Test("names pages that exist")
  func pages() async throws {
    try await TestSite.using { site in
      let patterns = Set(site.routes.filter { $0.method == .get }.map(\.pattern))
      for (role, topic) in Self.topics {
        #expect(patterns.contains(topic.page), "\(role) \(topic.id): \(topic.page)")
        if let href = topic.href { #expect(patterns.contains(href), "\(role) \(topic.id): \(href)") }
      }
    }
  }

  @Test("quotes labels that stand on a page, by their keys")
  func labels() throws {
    let library = try SnapshotTests.library()
    let templates = try Self.templates()
    for (role, topic) in Self.topics {
      for language in Site.languages {
        let words = library.words(language)
        for key in topic.keys(role) {
          for match in words[key].matches(of: /\[([a-z0-9.-]+)\]/) {
            let label = String(match.output.1)
            #expect(words[label] != label, "\(key): there is no text \(label)")
            // Those that Swift looks up are told by `nothingUnused`.
            let isThere =
              templates.contains("{{t:\(label)}}") || (Site.staffWords + Site.accountWords).contains(label)
            #expect(isThere, "\(key): no page shows \(label)")
          }
          #expect(!words.quoting(words[key]).contains("["), "\(key)")
        }
      }
    }
  }

  /// All templates but those of help.
  private static func templates() throws -> String {
    let root = TestPaths.root + "/Templates"
    return try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix(".html") && !$0.hasPrefix("help/") }
      .map { try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8) }.joined()
  }

  @Test("has a picture of each page, none of them large, and none that nothing shows")
  func pictures() throws {
    let root = TestPaths.root + "/Public/"
    let wanted = Self.topics.flatMap { role, topic in
      [topic.picture(role)] + (topic.hasPhone ? [topic.picture(role, phone: true)] : [])
    }
    var total = 0
    for name in wanted {
      let bytes = FileManager.default.contents(atPath: root + name)?.count ?? 0
      #expect((1...250_000).contains(bytes), "\(name): \(bytes) bytes; bin/help-pictures makes it")
      total += bytes
    }
    #expect(total < 3_000_000)
    let found = try FileManager.default.contentsOfDirectory(atPath: root + "help").map { "help/\($0)" }
    #expect(Set(found) == Set(wanted))
  }

  @Test("leads with one's own, and is open to everybody")
  func lead() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let (mine, anybody) = (try await site.get("/help", as: dana), try await site.get("/help"))
      func first(_ body: String) -> String? {
        body.firstMatch(of: /\/help\/[a-z-]+"/).map { String($0.output) }
      }
      #expect(first(String(mine.body.drop { $0 != "c" })) != nil)
      #expect(mine.status == 200 && anybody.status == 200)
      for role in HelpRole.allCases {
        #expect(try await site.get("/help/\(role.rawValue)").status == 200)
      }
      #expect(try await site.get("/help/nobody").status == 404)
    }
  }
}
