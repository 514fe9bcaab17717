/// A page's template, checked and ready to render.
public struct Template<P: Page>: Sendable {
  let editions: Editions
  private let frame: any View.Type
  private let frameNames: [String]

  init(editions: Editions, frame: any View.Type) {
    self.editions = editions
    self.frame = frame
    frameNames = Self.names(frame)
  }

  /// The page as UTF-8.
  ///
  /// - Parameters:
  ///   - frame: Usually of the type the library was made with; of another, only equally named fields count.
  ///   - language: One that the library lacks gives the page in the library's first.
  public func render(_ page: P, in frame: some View, language: Language) -> [UInt8] {
    editions.render([fields(of: frame), page.fields], language)
  }

  private func fields(of frame: some View) -> Fields {
    let fields = frame.fields
    if type(of: frame) == self.frame { return fields }
    return Fields(
      entries: frameNames.map { name in
        fields.entries.first { $0.0.description == name } ?? ("", .text(""))
      })
  }

  private static func names(_ frame: (some View).Type) -> [String] {
    frame.samples.first.map { FieldSchema($0).names } ?? []
  }
}
