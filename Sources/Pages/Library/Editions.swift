/// One template in each language of the library.
struct Editions: Sendable {
  private let programs: [(language: Language, program: Program)]
  private let size = SizeHint()

  init(_ programs: [(Language, Program)]) {
    self.programs = programs.map { (language: $0.0, program: $0.1) }
  }

  /// In the language, or the library's first where it has no such one.
  func render(_ scopes: [Fields], _ language: Language) -> [UInt8] {
    let edition = programs.first { $0.language == language } ?? programs.first
    guard let edition else { return [] }
    var renderer = Renderer(edition.program, scopes: scopes, capacity: size.estimate)
    renderer.run()
    size.note(renderer.output.count)
    return renderer.output
  }
}
