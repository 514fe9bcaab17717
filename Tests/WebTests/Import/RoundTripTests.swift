import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

/// What goes away as a file and comes back as it was says that nothing would change: of every noun, with texts that files,
/// spreadsheets and our own spelling could take for something else.
@Suite("A list that goes away as a file and comes back")
struct RoundTripTests {
  /// Each in the place of a name.
  private static let awkward = [
    "=1+1", "+44 20", "-5", "@here", "'=quoted", "''-", "\"said\" she", "comma, here",
    "Ünïcode ελληνικά 漢字 🩺",
    "العربية", "sep=", "＝full width", "0012", "1e5", "TRUE", "2026-01-02", "a'b", "#", "%00",
    "<b>&amp",
  ]
  private static let lines = "=first\n\n\"second\"; third, =4\n@fifth\n-\n'+sixth"

  private func keep<E: Entry>(_: E.Type, _ texts: [String: Texts], _ site: TestSite, _ dana: Visitor)
    async throws
  {
    try await site.test.clinic.add(EntryDraft<E>(ID(UUID()), texts: texts), by: dana)
  }

  private func fill(_ site: TestSite) async throws {
    let dana = try await site.test.visitor(
      DemoCast.dana, to: .administration, access: .may(.manageStaff))
    for (index, name) in Self.awkward.enumerated() {
      try await keep(
        SpecialtyEntry.self, ["name": .one(name), "synonyms": .several([name, "\(name) too", "=\(index)"])],
        site, dana)
      try await keep(DeviceEntry.self, ["name": .one(name), "kind": .one("=kind \(index)")], site, dana)
      try await keep(
        HolidayEntry.self, ["day": .one("\(2030 + index)-02-28"), "name": .one("\(name); \(name)")], site,
        dana)
      try await keep(
        PlaceEntry.self,
        [
          "name": .one(name), "kind": .one("'room"), "address": .one("12; \(name) | \"x\""),
          "openings": .rows([["Monday", "00:00", "00:00"], ["Sunday", "08:30", "12:15"]]),
        ], site, dana)
    }
    try await keep(
      PlaceEntry.self, ["name": .one("-Room"), "site": .one("=1+1")], site, dana)
    for name in Self.awkward {
      var texts = ServiceEntry.blankTexts(in: Surroundings(currency: "GBP", today: .first))
      texts.merge([
        "name": .one(name), "specialty": .one(name), "description": .one(Self.lines), "price": .one("1234,5"),
        "preparation": .one("\(name)\n=\(name)"), "notice": .one("90"), "online": .one("yes"),
        "most": .one("7"),
        "papers": .rows([["document", name], ["consent", "\(name) 2"]]),
        "requirements": .rows([["device", "=kind 0", "5", "15"], ["practitioner", "", "0", ""]]),
      ]) { $1 }
      try await keep(ServiceEntry.self, texts, site, dana)
    }
    for (index, name) in Self.awkward.enumerated() {
      try await keep(
        PractitionerEntry.self,
        [
          "prefix": .one("=Dr"), "given": .one(name), "family": .one("@Family; \(name)"),
          "gender": .one("other"),
          "qualification": .one("MD, \"PhD\"; \(name)"), "languages": .one("sv, French"),
          "bio": .one(Self.lines),
          "specialties": .several([name, "=1+1"]), "services": .several(Self.awkward),
          "hours": .rows([
            ["Monday", "09:00", "00:00", "-Room", "2026-01-01", "2031-12-31", "=1+1; \(name)"],
            ["Friday", "09:00", "12:00", "@here", "2026-01-01", "", ""],
          ]),
          "days": .rows([["2031-0\(index % 9 + 1)-01", "08:00", "09:30", "-Room", "yes"]]),
        ], site, dana)
    }
  }

  @Test("would change nothing, of any noun, nor with other separators, line ends and marks")
  func same() async throws {
    try await TestSite.using { site in
      try await fill(site)
      let dana = try await site.test.session(of: DemoCast.dana)
      for noun in Noun.listed {
        let file = try await site.get("/admin/\(noun.rawValue)/table.csv", as: dana)
        #expect(file.status == 200 && file.body.hasPrefix("\u{FEFF}id,"), "\(noun)")
        for text in [file.body, file.body.replacing("\r\n", with: "\n"), String(file.body.dropFirst())] {
          let brought = try await site.postMultipart(
            "/admin/\(noun.rawValue)/import", [("key", UUID().uuidString.lowercased())], file: text, as: dana)
          let page = try await site.get(try #require(brought.location), as: dana)
          let counts = page.body.matches(of: /<span class="tag">([^<]*)<\/span>/).map { String($0.output.1) }
          #expect(counts.count == 4 && !counts[2].hasSuffix(": 0"), "\(noun) \(counts)")
          #expect(
            [counts[0], counts[1], counts[3]].allSatisfy { $0.hasSuffix(": 0") },
            "\(noun) \(counts) \(page.body.split(separator: "<ul class=\"rows\">").last?.prefix(1500) ?? "")")
          #expect(page.body.contains("every line is the same") && !page.body.contains("/application\""))
        }
      }
    }
  }

  @Test("goes away as its address shows it, and only that")
  func narrowed() async throws {
    try await TestSite.using { site in
      try await fill(site)
      try await site.own("UPDATE device SET active = false WHERE name = '=1+1'")
      let dana = try await site.test.session(of: DemoCast.dana)
      let retired = try await site.get("/admin/devices/table.csv?use=retired", as: dana)
      #expect(retired.body.split(separator: "\r\n").count == 2 && retired.body.contains(",'=1+1,'=kind 0"))
      let found = try await site.get("/admin/devices/table.csv?q=said&sort=-name", as: dana)
      #expect(found.body.split(separator: "\r\n").count == 2)
    }
  }
}

extension TestSite {
  /// What somebody else does at Riverside meanwhile.
  func own(_ statement: SQL) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
  }
}
