import Clinic
import Pages
import Testing

@testable import Web

@Suite("Names of languages")
struct LanguageNamesTests {
  @Test("are understood as the catalogues have them, in each language")
  func catalogues() throws {
    for language in Site.languages {
      let words = try SnapshotTests.library().words(language)
      for code in LanguageNames.english.keys {
        let name = words["language.\(code)"].lowercased()
        #expect(LanguageNames.code(of: name) == code, "\(language.code) \(name)")
      }
    }
    #expect(LanguageNames.code(of: "klingon") == nil)
  }
}
