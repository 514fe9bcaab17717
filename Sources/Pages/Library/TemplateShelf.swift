/// All parsed templates of a folder, by path, and the assets they can name.
struct TemplateShelf: Sendable {
  /// The folder's name, which faults put before a path.
  let folder: String
  /// By path below the folder, ending included: `parts/field.html`.
  let files: [String: ParsedTemplate]
  /// `css/site.css` to `/assets/css/site.3f2a.css`.
  let assets: [String: String]

  /// HTML templates see HTML files, letters see text files.
  func path(_ template: String, isHTML: Bool) -> String {
    template + (isHTML ? ".html" : ".txt")
  }

  func missing(_ path: String) -> TemplateFault {
    TemplateFault(
      path: "\(folder)/\(path)", line: 1, what: "no such file" + NearMiss.hint(path, among: files.keys))
  }

  /// Layouts and partials that do not exist, cannot be used as such, or include themselves.
  func faultsInReferences() -> [TemplateFault] {
    files.flatMap { path, file in
      let isHTML = path.hasSuffix(".html")
      return file.partials.flatMap { faults(of: $0, in: file, from: path, isHTML, asPartial: true) }
        + (file.layout.map { faults(of: $0, in: file, from: path, isHTML, asPartial: false) } ?? [])
    }
  }

  private func faults(
    of reference: ParsedTemplate.Reference, in file: ParsedTemplate, from path: String, _ isHTML: Bool,
    asPartial: Bool
  ) -> [TemplateFault] {
    let target = self.path(reference.path, isHTML: isHTML)
    guard let other = files[target] else {
      let candidates = files.keys.filter { $0.hasSuffix(isHTML ? ".html" : ".txt") }
      return [file.fault(reference.line, "no file '\(target)'" + NearMiss.hint(target, among: candidates))]
    }
    if asPartial, other.layout != nil {
      return [file.fault(reference.line, "'\(target)' has a layout, so it is a page and not a part")]
    }
    if reaches(path, from: target) {
      return [file.fault(reference.line, "'\(target)' includes this file again")]
    }
    return []
  }

  private func reaches(_ goal: String, from start: String) -> Bool {
    var seen: Set<String> = []
    var ahead = [start]
    while let path = ahead.popLast() {
      if path == goal { return true }
      guard seen.insert(path).inserted, let file = files[path] else { continue }
      let references = file.partials + (file.layout.map { [$0] } ?? [])
      ahead += references.map { self.path($0.path, isHTML: path.hasSuffix(".html")) }
    }
    return false
  }
}
