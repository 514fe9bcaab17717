import FoundationEssentials

/// Reads a folder of templates and catalogues, and collects what is wrong with its files.
struct TemplateFolder {
  let name: String
  private(set) var files: [String: ParsedTemplate] = [:]
  private(set) var catalogues: [Language: Catalogue] = [:]
  private(set) var faults: [TemplateFault] = []

  /// - Parameter languages: the first is the original.
  init(_ folder: String, languages: [Language]) {
    name = folder.split(separator: "/").last.map(String.init) ?? folder
    let paths: [String]
    do {
      paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
    } catch {
      faults.append(TemplateFault(path: folder, line: 1, what: "the folder cannot be read"))
      return
    }
    for path in paths.sorted() where Self.isTemplate(path) {
      do throws(TemplateFaults) {
        try read(path, in: folder)
      } catch {
        faults += error.faults
      }
    }
    settleTranslations(languages)
  }

  /// Editors leave hidden files and copies behind, which are none of ours.
  private static func isTemplate(_ path: String) -> Bool {
    let file = path.split(separator: "/").last ?? ""
    return !file.hasPrefix(".") && (file.hasSuffix(".html") || file.hasSuffix(".txt"))
  }

  private mutating func read(_ path: String, in folder: String) throws(TemplateFaults) {
    let shown = "\(name)/\(path)"
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else {
      throw TemplateFaults([TemplateFault(path: shown, line: 1, what: "the file cannot be read")])
    }
    if path.hasPrefix("messages/") {
      let code = path.dropFirst("messages/".count).prefix { $0 != "." }
      let language = Language(code: String(code))
      catalogues[language] = try Catalogue(language: language, path: shown, bytes: Array(data))
    } else {
      try parse(path, shown, Array(data))
    }
  }

  private mutating func parse(_ path: String, _ shown: String, _ bytes: [UInt8]) throws(TemplateFaults) {
    do throws(TemplateFault) {
      let parsed = TemplateParser.parse(try TemplateSource(path: shown, bytes: bytes))
      files[path] = parsed.template
      faults += parsed.faults
    } catch {
      throw TemplateFaults([error])
    }
  }

  /// A language without a catalogue has no text at all: that is told by whatever needs one.
  private mutating func settleTranslations(_ languages: [Language]) {
    guard let first = languages.first, let original = catalogues[first] else { return }
    for language in languages { faults += catalogues[language]?.settle(against: original) ?? [] }
  }
}
