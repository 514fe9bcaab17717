/// The texts of one language, out of `messages/en.txt`.
///
/// A line is `key = text`, where `{field}` stands for a value; `#` begins a comment line. A text is plain:
/// it is escaped like any other value, so it holds no markup.
public struct Catalogue: Sendable {
  public let language: Language
  /// How faults name the file.
  let path: String
  let messages: [String: Message]

  public var keys: Set<String> { Set(messages.keys) }

  /// - Parameter path: How faults name the file.
  public init(language: Language, path: String, bytes: [UInt8]) throws(TemplateFaults) {
    let source: TemplateSource
    do {
      source = try TemplateSource(path: path, bytes: bytes)
    } catch {
      throw TemplateFaults([error])
    }
    var messages: [String: Message] = [:]
    var faults: [TemplateFault] = []
    let lines = source.bytes.split(separator: .newline, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      do throws(TagProblem) {
        let entry = try Self.entry(String(decoding: line, as: UTF8.self), line: index + 1)
        guard let (key, message) = entry else { continue }
        if let first = messages[key] {
          throw TagProblem(what: "'\(key)' already stands in line \(first.line)")
        }
        messages[key] = message
      } catch {
        faults.append(source.fault(index + 1, error.what))
      }
    }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
    self.init(language: language, path: path, messages: messages)
  }

  init(language: Language, path: String, messages: [String: Message] = [:]) {
    self.language = language
    self.path = path
    self.messages = messages
  }

  private static func entry(_ text: String, line: Int) throws(TagProblem) -> (String, Message)? {
    let text = Substring(text).trimmingBlanks()
    if text.isEmpty || text.hasPrefix("#") { return nil }
    guard let equals = text.firstIndex(of: "=") else { throw TagProblem(what: "not 'key = text'") }
    let key = try String.messageKey(text[..<equals])
    let words = text[text.index(after: equals)...].trimmingBlanks()
    guard !words.isEmpty else { throw TagProblem(what: "'\(key)' has no text") }
    return (key, try Message(words, line: line))
  }

  /// What is wrong with a translation by comparison: keys and placeholders that the original lacks.
  func faults(against original: Catalogue) -> [TemplateFault] {
    messages.flatMap { key, message -> [TemplateFault] in
      guard let model = original.messages[key] else {
        let hint = NearMiss.hint(key, among: original.messages.keys)
        return [fault(message.line, "'\(key)' does not stand in \(original.path)\(hint)")]
      }
      return message.fields.subtracting(model.fields).map { name in
        let hint = NearMiss.hint(name, among: model.fields)
        return fault(message.line, "{\(name)} does not stand in \(original.path):\(model.line)\(hint)")
      }
    }
  }

  private func fault(_ line: Int, _ what: String) -> TemplateFault {
    TemplateFault(path: path, line: line, what: what)
  }
}
