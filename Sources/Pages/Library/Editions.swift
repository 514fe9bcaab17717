/// One template in each language it was written in.
struct Editions: Sendable {
  private let programs: [(language: Language, program: Program)]
  private let size = SizeHint()

  init(_ programs: [(Language, Program)]) {
    self.programs = programs.map { (language: $0.0, program: $0.1) }
  }

  /// The language itself, else English, else the first there is.
  func nearest(_ language: Language) -> Language {
    edition(language)?.language ?? language
  }

  func render(_ scopes: [Fields], _ language: Language) -> [UInt8] {
    guard let edition = edition(language) else { return [] }
    var renderer = Renderer(edition.program, scopes: scopes, capacity: size.estimate)
    renderer.run()
    size.note(renderer.output.count)
    return renderer.output
  }

  private func edition(_ language: Language) -> (language: Language, program: Program)? {
    programs.first { $0.language == language }
      ?? programs.first { $0.language == .english }
      ?? programs.first
  }
}
