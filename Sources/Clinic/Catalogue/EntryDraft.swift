/// What somebody typed into the form of an entry, and what they saw when they began.
public struct EntryDraft<E: Fielded>: Sendable {
  public let id: ID<E.Of>
  /// By field.
  public let texts: [String: Texts]
  /// By field: the fingerprint of what stood there when the form was made.
  public let seen: [String: String]
  /// Fields in which what is stored by now is to stay.
  public let takes: Set<String>

  public init(_ id: ID<E.Of>, texts: [String: Texts], seen: [String: String] = [:], takes: Set<String> = []) {
    self.id = id
    self.texts = texts
    self.seen = seen
    self.takes = takes
  }

  /// What another person changed after this form was made, and what it says by now.
  public func changedMeanwhile(_ stored: E, in surroundings: Surroundings) -> [String: Texts] {
    stored.texts(in: surroundings).filter { key, theirs in seen[key] != theirs.fingerprint }
  }

  /// Whether the person has changed this field, as far as it can be read.
  public func isTouched(_ key: String, in surroundings: Surroundings) -> Bool {
    seen[key] != readable(key, in: surroundings).fingerprint
  }

  /// The entry as it is to be. Who saves second is told first, unless both want the same: nothing of the other's is written
  /// over that was not seen.
  ///
  /// - Throws: `Refusal.conflict(.entryChanged)`; `Refusal.invalid` with everything that is wrong.
  func revised(_ stored: E, in surroundings: Surroundings) throws(Refusal) -> E {
    let theirs = changedMeanwhile(stored, in: surroundings)
    if theirs.contains(where: { $1 != readable($0, in: surroundings) }) {
      throw .conflict(.entryChanged)
    }
    return try written(over: stored, in: surroundings)
  }

  /// - Throws: `Refusal.invalid`.
  func written(over base: E, in surroundings: Surroundings) throws(Refusal) -> E {
    var (entry, problems) = (base, [Problem]())
    for field in E.fields where !takes.contains(field.key) {
      do throws(TextFaults) {
        try field.write(texts[field.key] ?? .one(""), &entry, surroundings)
      } catch {
        problems += error.all.map { $0.problem(at: field.key) }
      }
    }
    if problems.isEmpty, let missing = entry.missing { problems = [missing] }
    problems += entry.problems.filter { one in !problems.contains { $0.field == one.field } }
    if !problems.isEmpty { throw .invalid(problems) }
    return entry
  }

  /// What was typed, in the spelling in which it would be stored; as it was typed, where it can't be.
  private func readable(_ key: String, in surroundings: Surroundings) -> Texts {
    let typed = texts[key] ?? .one("")
    guard let field = E.fields.first(where: { $0.key == key }) else { return typed }
    var entry = E.blank
    guard (try? field.write(typed, &entry, surroundings)) != nil else { return typed }
    return field.texts(entry, surroundings)
  }
}

/// What two versions of an entry differ in.
struct EntryChanges: Sendable {
  let fields: [(key: String, before: Texts, after: Texts)]

  init<E: Fielded>(from old: E, to new: E, in surroundings: Surroundings) {
    let (before, after) = (old.texts(in: surroundings), new.texts(in: surroundings))
    fields = E.fields.compactMap { field in
      guard let was = before[field.key], let isNow = after[field.key], was != isNow else { return nil }
      return (field.key, was, isNow)
    }
  }

  /// For the audit log, which holds 500 characters: `ECG: price 45.00 → 50.00; duration 20 → 30`.
  func detail(of title: String) -> String {
    let parts = fields.map { "\($0.key) \(Self.short($0.before.line)) → \(Self.short($0.after.line))" }
    return Self.cut(([title] + parts).joined(separator: "; "), to: 500)
  }

  private static func short(_ text: String) -> String { text.isEmpty ? "–" : cut(text, to: 80) }

  private static func cut(_ text: String, to most: Int) -> String {
    guard text.unicodeScalars.count > most else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(most - 1))) + "…"
  }
}
