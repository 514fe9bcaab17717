import Clinic
import Shell

/// The form of an entry, as it was sent.
///
/// A field has its key as name, the parts of its rows `hours.2.from`; beside it stand what the form was made of (`seen`), and
/// the fields in which another person's version is to stay (`take.hours`).
struct EntryForm<E: Fielded> {
  /// Fields that come once for each box that is ticked.
  static var repeating: Set<String> {
    Set(
      E.fields.compactMap { field in
        switch field.control {
        case .names, .someOf: field.key
        default: nil
        }
      })
  }

  /// Hours of many rows are many fields.
  static var limits: FormLimits {
    var limits = FormLimits()
    limits.fields = 2_000
    limits.bytes = 512 * 1024
    return limits
  }

  let form: Form

  func draft(_ id: ID<E.Of>) -> EntryDraft<E> {
    EntryDraft(
      id, texts: Dictionary(uniqueKeysWithValues: E.fields.map { ($0.key, texts($0.key, $0.control)) }),
      seen: Self.fingerprints(form["seen"]),
      takes: Set(E.fields.map(\.key).filter { form["take.\($0)"] == "yes" }))
  }

  /// What is wrong before anybody looks at the meaning.
  var faults: [Problem] { form.faults.map(Problem.init) }

  private func texts(_ key: String, _ control: EntryControl) -> Texts {
    switch control {
    case .yesNo: .one(form[key] == "yes" ? "yes" : "no")
    case .names: .several(form.all(key).sorted())
    case .someOf: .several(form.all(key))
    case .list:
      .several(form[key].split(whereSeparator: \.isNewline).map(String.init).filter { !$0.trimmed.isEmpty })
    case .rows(let parts): .rows(rows(key, parts))
    default: .one(form[key].replacing("\r\n", with: "\n"))
    }
  }

  /// Without those that are to go, and those in which nothing was filled in.
  private func rows(_ key: String, _ parts: [EntryControl.RowPart]) -> [[String]] {
    let count = min(Int(form["\(key).count"]) ?? 0, Self.mostRows)
    return (0..<max(0, count)).compactMap { index in
      let row = "\(key).\(index)"
      if form["\(row).remove"] == "yes" { return nil }
      let texts = parts.map { form["\(row).\($0.key)"] }
      let isThere = zip(parts, texts).contains { !$0.isPreset && !$1.trimmed.isEmpty }
      return isThere ? zip(parts, texts).map { $0.control == .yesNo && $1 != "yes" ? "no" : $1 } : nil
    }
  }

  private static var mostRows: Int { 200 }

  /// `name:1a2b hours:3c4d`
  private static func fingerprints(_ text: String) -> [String: String] {
    let pairs = text.split(separator: " ").map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
    return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
  }

  static func seen(_ texts: [String: Texts]) -> String { seen(texts.mapValues(\.fingerprint)) }

  static func seen(_ fingerprints: [String: String]) -> String {
    fingerprints.sorted { $0.key < $1.key }.map { "\($0):\($1)" }.joined(separator: " ")
  }
}
