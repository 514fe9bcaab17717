public import Pages

/// Every page in every state of its samples.
public struct Gallery: Sendable {
  private let renderers: [(name: String, samples: Int, render: @Sendable (Int, Language) -> [UInt8])]

  /// - Throws: `TemplateFaults` when a page does not fit its template.
  public init(library: TemplateLibrary) throws {
    renderers = try EveryPage.pages.map { try Self.renderer($0, library) }
  }

  private static func renderer<P: Page>(
    _ page: P.Type, _ library: TemplateLibrary
  ) throws -> (name: String, samples: Int, render: @Sendable (Int, Language) -> [UInt8]) {
    let template = try library.template(page)
    let name = P.template.split(separator: "/").joined(separator: "-")
    return (
      name, P.samples.count,
      { sample, wanted in
        var frame = Frame.samples[0]
        frame.language = wanted
        frame.otherLanguages = Site.languages.filter { $0 != frame.language }.map(LanguageLink.init)
        return template.render(P.samples[sample], in: frame, language: wanted)
      }
    )
  }

  var entries: [GalleryEntry] {
    renderers.map { page in
      GalleryEntry(
        name: page.name,
        samples: (0..<page.samples).map {
          Link(text: "Sample \($0 + 1)", href: "/dev/gallery/\(page.name)/\($0)")
        })
    }
  }

  /// - Returns: `nil` for a page or a sample that is not there.
  public func render(_ name: String, _ sample: Int, language: Language) -> [UInt8]? {
    guard let page = renderers.first(where: { $0.name == name }), (0..<page.samples).contains(sample) else {
      return nil
    }
    return page.render(sample, language)
  }

  /// Name and number of samples of every page.
  public var pages: [(name: String, samples: Int)] { renderers.map { ($0.name, $0.samples) } }
}
