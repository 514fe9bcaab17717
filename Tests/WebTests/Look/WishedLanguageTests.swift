import Clinic
import ClinicTesting
import Pages
import Postgres
import Testing

@testable import Web

@Suite("The language of a page")
struct WishedLanguageTests {
  @Test("is what was chosen, then what the browser asks for, the dearest first")
  func wished() {
    func codes(_ chosen: String?, _ accepted: String?) -> [String] {
      Site.wished(chosen: chosen, accepted: accepted).map(\.code)
    }
    #expect(codes("es", "fr;q=0.5, ar-EG, de") == ["es", "ar", "fr"])
    #expect(codes(nil, "fr-CA;q=0.8, ar;q=0, en;q=0.9") == ["en", "fr"])
    #expect(codes("de", nil) == [] && codes(nil, "*") == [] && codes(nil, "") == [])
    #expect(codes(nil, String(repeating: "de,", count: 19) + "ar") == ["ar"])
    #expect(codes(nil, String(repeating: "de,", count: 20) + "ar") == [])
  }

  @Test("all have a name of their own, and a direction")
  func known() {
    #expect(Site.languages.map(\.code) == ["en", "fr", "es", "ar"])
    #expect(Site.languages.map(LanguageLink.ownName(of:)) == ["English", "Français", "Español", "العربية"])
    #expect(Site.languages.map(\.direction.rawValue) == ["ltr", "ltr", "ltr", "rtl"])
  }

  @Test("is the clinic's own where it offers none of those, and has its direction")
  func offered() async throws {
    try await TestSite.using { site in
      func begins(_ accepted: String) async throws -> String {
        let page = try await site.get("/", headers: ["Accept-Language": accepted]).body
        return page.firstMatch(of: /<html lang="(\w+)" dir="(\w+)">/).map { "\($0.output.1) \($0.output.2)" }
          ?? ""
      }
      #expect(try await begins("ar") == "ar rtl")
      #expect(try await begins("es-MX, ar") == "es ltr")
      #expect(try await begins("de") == "en ltr")
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        ["UPDATE tenant SET languages = '{fr,ar}', language = 'ar' WHERE slug = 'riverside'"])
      #expect(try await begins("es, fr;q=0.5") == "fr ltr")
      #expect(try await begins("es") == "ar rtl")
    }
  }
}
