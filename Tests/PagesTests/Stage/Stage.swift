import FoundationEssentials
import Pages

/// A folder of templates that lives as long as the test, and the library read from it.
final class Stage {
  let folder: String
  /// English, and whatever else there is a catalogue of.
  private let languages: [Language]

  /// - Parameter files: Contents by path below the folder; `messages/en.txt` may be among them.
  init(_ files: [String: String]) throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("pages-\(UUID().uuidString)")
    folder = root.appendingPathComponent("Templates").path
    let others = [Language.french, .spanish, .arabic].filter { files["messages/\($0.code).txt"] != nil }
    languages = [.english] + others
    for (path, text) in files { try write(Array(text.utf8), to: path) }
  }

  deinit {
    let root = URL(filePath: folder).deletingLastPathComponent()
    try? FileManager.default.removeItem(at: root)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let file = URL(filePath: folder).appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func library(frame: any View.Type = Chrome.self) throws(TemplateFaults) -> TemplateLibrary {
    try TemplateLibrary(
      folder: folder, languages: languages, frame: frame,
      assets: ["css/site.css": "/assets/css/site.3f2a.css"])
  }

  /// What `sheet.html` shows.
  func show(_ sheet: Sheet = Sheet(), in language: Language = .english) throws -> String {
    let html = try library().template(Sheet.self).render(sheet, in: Chrome(), language: language)
    return String(decoding: html, as: UTF8.self)
  }

  /// What is wrong with `sheet.html`, or with any file it is made of.
  func faults() -> [String] {
    faults { () throws(TemplateFaults) in _ = try library().template(Sheet.self) }
  }

  func faults(_ work: () throws(TemplateFaults) -> Void) -> [String] {
    do {
      try work()
      return []
    } catch {
      return error.faults.map(\.description)
    }
  }
}

/// What a sheet with this template shows.
func show(_ template: String, _ sheet: Sheet = Sheet(), _ others: [String: String] = [:]) throws -> String {
  try Stage(others.merging(["sheet.html": template]) { $1 }).show(sheet)
}

/// What is wrong with a sheet of this template.
func faults(_ template: String, _ others: [String: String] = [:]) throws -> [String] {
  try Stage(others.merging(["sheet.html": template]) { $1 }).faults()
}
