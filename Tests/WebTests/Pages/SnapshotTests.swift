import ClinicTesting
import FoundationEssentials
import Pages
import Testing

@testable import Web

/// Every page in every state of its samples, as HTML that was looked at and committed.
///
/// `POLYCLINIC_RECORD=1 swift test --filter SnapshotTests` writes them anew; review the difference.
@Suite("The pages")
struct SnapshotTests {
  static let names = EveryPage.pages.map { $0.template.replacing("/", with: "-") }

  static func library() throws -> TemplateLibrary { try read.get() }

  // Read once for all pages.
  private static let read = Result {
    // Fingerprints change with every style; what a page says does not.
    let names = ["css/site.css", "js/site.js"]
    let found = try assetNames()
    return try TemplateLibrary(
      folder: TestPaths.root + "/Templates", languages: Site.languages, frame: Site.frame,
      assets: Dictionary((names + found).map { ($0, "/assets/\($0)") }) { first, _ in first })
  }

  private static let gallery = Result { try Gallery(library: try library()) }

  private static func assetNames() throws -> [String] {
    let root = TestPaths.root + "/Public"
    return try FileManager.default.subpathsOfDirectory(atPath: root)
  }

  @Test("look as they did when they were last looked at", arguments: names)
  func snapshot(name: String) throws { try compare(name, in: .english, with: name) }

  @Test("run from right to left in Arabic", arguments: ["appointments-appointment", "print-invoice"])
  func rightToLeft(name: String) throws { try compare(name, in: .arabic, with: "\(name)-ar") }

  private func compare(_ name: String, in language: Language, with file: String) throws {
    let gallery = try Self.gallery.get()
    let page = try #require(gallery.pages.first { $0.name == name })
    let shown = try (0..<page.samples).map { sample in
      String(decoding: try #require(gallery.render(name, sample, language: language)), as: UTF8.self)
    }.joined(separator: "\n<!-- next sample -->\n")
    let path = TestPaths.root + "/Tests/WebTests/Snapshots/\(file).html"
    if ProcessInfo.processInfo.environment["POLYCLINIC_RECORD"] == "1" {
      try Data(shown.utf8).write(to: URL(filePath: path))
    }
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    #expect(shown == expected, "\(file) changed: look at it, then record it")
  }

  @Test("use every text of the catalogues and every template")
  func nothingUnused() throws {
    try Site.checkTexts(of: try Self.library())
  }
}
