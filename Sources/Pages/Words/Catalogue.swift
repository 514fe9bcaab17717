/// The texts of one language, out of `messages/en.txt`.
///
/// A line is `key = text`, where `{field}` stands for a value; `#` begins a comment line. A text is plain:
/// it is escaped like any other value, so it holds no markup.
///
/// Where the wording depends on a number, the key itself has the form of CLDR's category `other`, and `key[one] = text` that of
/// another one. The number is the first placeholder of the original's text, or the one that is named: `key[total=one]`. A number
/// that the text does not show can decide where the original names it.
public struct Catalogue: Sendable {
  public let language: Language
  /// How faults name the file.
  let path: String
  private(set) var messages: [String: Message]

  public var keys: Set<String> { Set(messages.keys) }

  /// - Parameter path: How faults name the file.
  public init(language: Language, path: String, bytes: [UInt8]) throws(TemplateFaults) {
    let source: TemplateSource
    do {
      source = try TemplateSource(path: path, bytes: bytes, atMost: TemplateSource.largestCatalogue)
    } catch {
      throw TemplateFaults([error])
    }
    self.init(language: language, path: path)
    var variants: [Entry] = []
    var faults: [TemplateFault] = []
    let lines = source.bytes.split(separator: .newline, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      do throws(TagProblem) {
        guard let entry = try Entry(String(decoding: line, as: UTF8.self), line: index + 1) else { continue }
        if entry.category == nil { try add(entry) } else { variants.append(entry) }
      } catch {
        faults.append(source.fault(index + 1, error.what))
      }
    }
    for variant in variants {
      do throws(TagProblem) {
        try add(variant: variant)
      } catch {
        faults.append(source.fault(variant.line, error.what))
      }
    }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
  }

  init(language: Language, path: String, messages: [String: Message] = [:]) {
    self.language = language
    self.path = path
    self.messages = messages
  }

  private mutating func add(_ entry: Entry) throws(TagProblem) {
    if let first = messages[entry.key] {
      throw TagProblem(what: "'\(entry.key)' already stands in line \(first.line)")
    }
    messages[entry.key] = try Message(entry.words, line: entry.line)
  }

  private mutating func add(variant entry: Entry) throws(TagProblem) {
    guard var message = messages[entry.key], let category = entry.category else {
      throw TagProblem(what: "'\(entry.key)' itself is missing")
    }
    guard category != .other, language.pluralCategories.contains(category) else {
      throw TagProblem(what: "'\(language.code)' has no form '\(category.rawValue)' beside the usual one")
    }
    if let first = message.variants.first(where: { $0.category == category }) {
      throw TagProblem(what: "'\(entry.key)[\(category.rawValue)]' already stands in line \(first.line)")
    }
    if !message.variants.isEmpty, message.decider != entry.decider {
      throw TagProblem(what: "another number than in line \(message.variants[0].line) decides")
    }
    message.decider = entry.decider
    message.variants.append(
      Message.Variant(category: category, line: entry.line, parts: try Message.parts(of: entry.words)))
    messages[entry.key] = message
  }

  /// Compares with the original, and lets the number decide that comes first there.
  ///
  /// - Returns: what is wrong: keys that either of them lacks, and placeholders that the original lacks or that decide nothing.
  mutating func settle(against original: Catalogue) -> [TemplateFault] {
    var faults = original.messages.filter { messages[$0.key] == nil }.map { key, model in
      fault(1, "no text '\(key)', which stands in \(original.path):\(model.line)")
    }
    for (key, message) in messages {
      guard let model = original.messages[key] else {
        let hint = NearMiss.hint(key, among: original.messages.keys)
        faults.append(fault(message.line, "'\(key)' does not stand in \(original.path)\(hint)"))
        continue
      }
      let known = model.places.map(\.field)
      let deciders = known + [model.decider].compactMap(\.self)
      for place in message.places where !known.contains(place.field) {
        let hint = NearMiss.hint(place.field, among: known)
        faults.append(
          fault(place.line, "{\(place.field)} does not stand in \(original.path):\(model.line)\(hint)"))
      }
      guard let first = message.variants.first else { continue }
      let decider = message.decider ?? model.decider ?? model.firstField
      guard let decider, self.language == original.language || deciders.contains(decider) else {
        faults.append(fault(first.line, "no number decides about '\(key)' in \(original.path):\(model.line)"))
        continue
      }
      messages[key]?.decider = decider
    }
    return faults
  }

  private func fault(_ line: Int, _ what: String) -> TemplateFault {
    TemplateFault(path: path, line: line, what: what)
  }
}

extension Catalogue {
  /// A line of the file.
  private struct Entry {
    let key: String
    let category: PluralCategory?
    let decider: String?
    let words: Substring
    let line: Int

    /// Nil for an empty line and for a comment.
    init?(_ text: String, line: Int) throws(TagProblem) {
      let text = Substring(text).trimmingBlanks()
      if text.isEmpty || text.hasPrefix("#") { return nil }
      let bracket = text.prefix { $0 != "=" && $0 != "[" }.endIndex
      var rest = text[bracket...]
      (category, decider) = rest.hasPrefix("[") ? try Self.condition(&rest) : (nil, nil)
      guard rest.first == "=" else { throw TagProblem(what: "not 'key = text'") }
      key = try String.messageKey(text[..<bracket])
      words = rest.dropFirst().trimmingBlanks()
      guard !words.isEmpty else { throw TagProblem(what: "'\(key)' has no text") }
      self.line = line
    }

    /// `[one]` or `[total=one]`.
    private static func condition(
      _ rest: inout Substring
    ) throws(TagProblem) -> (PluralCategory?, String?) {
      guard let end = rest.firstIndex(of: "]") else { throw TagProblem(what: "'[' without ']'") }
      let inner = rest[rest.startIndex..<end].dropFirst()
      rest = rest[end...].dropFirst().trimmingBlanks()
      let equals = inner.firstIndex(of: "=")
      let name = equals.map { inner[inner.index(after: $0)...] } ?? inner
      guard let category = PluralCategory(rawValue: String(name.trimmingBlanks())) else {
        throw TagProblem(what: "'\(name)' is no form of a text")
      }
      let decider: String? = if let equals { try .fieldName(inner[..<equals]) } else { nil }
      return (category, decider)
    }
  }
}
