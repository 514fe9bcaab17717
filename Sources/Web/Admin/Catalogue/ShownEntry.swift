import Clinic
import Pages

/// The form of an entry as it is shown: what stands in its fields, what is wrong with them, and what somebody else made of
/// them meanwhile.
struct ShownEntry<E: Fielded> {
  let texts: [String: Texts]
  /// What the form is made of.
  let seen: String
  var problems: [Problem] = []
  var theirs: [String: TheirVersion] = [:]
  let surroundings: Surroundings
  let words: Words

  /// - Parameter stored: nil for a new one.
  init(_ stored: E?, _ surroundings: Surroundings, _ words: Words) {
    texts = stored?.texts(in: surroundings) ?? E.blankTexts(in: surroundings)
    seen = stored == nil ? "" : EntryForm<E>.seen(texts)
    self.surroundings = surroundings
    self.words = words
  }

  /// As it was typed. What was taken of another's version shows that.
  ///
  /// - Parameter isConflict: whether somebody else was quicker: their version stands beside what was typed, and takes its place
  ///   where nothing was.
  init(
    _ draft: EntryDraft<E>, over stored: E?, _ problems: [Problem], isConflict: Bool,
    _ surroundings: Surroundings, _ words: Words
  ) {
    var texts = draft.texts
    let now = stored?.texts(in: surroundings) ?? [:]
    for key in draft.takes { texts[key] = now[key] }
    var theirs: [String: TheirVersion] = [:]
    if isConflict, let stored {
      for (key, version) in draft.changedMeanwhile(stored, in: surroundings) {
        let canBeTaken = draft.isTouched(key, in: surroundings) && version != texts[key]
        if !canBeTaken { texts[key] = version }
        theirs[key] = TheirVersion(text: Self.shown(version, key, words), canBeTaken: canBeTaken)
      }
    }
    self.texts = texts
    self.theirs = theirs
    seen = isConflict ? EntryForm<E>.seen(now) : EntryForm<E>.seen(draft.seen)
    self.problems = problems
    self.surroundings = surroundings
    self.words = words
  }

  var groups: [EntryGroupView] {
    E.groups.map { group in
      EntryGroupView(
        heading: words["\(E.words).group.\(group.key)"], entryFields: group.fields.map(view))
    }
  }

  /// The lists of words that inputs of the page refer to.
  var suggestions: [Suggestions] {
    Set(E.fields.flatMap { $0.control.suggested }).sorted { $0.rawValue < $1.rawValue }.map { naming in
      Suggestions(
        id: "known-\(naming.rawValue)",
        words: (surroundings.names[naming] ?? []).filter(\.isActive).map { Choice($0.text, $0.text) })
    }
  }

  /// What concerns no single field.
  var notice: String? { problem(at: "") }

  private func view(_ field: EntryField<E>) -> EntryFieldView {
    let (key, label) = (field.key, words[EntryWords.label(E.self, field.key)])
    let texts = texts[key] ?? .one("")
    let hint = words.hint(E.self, key)
    let wrong = problem(at: key)
    var view = EntryFieldView(
      name: key, label: label, hint: hint, problem: wrong, isOptional: field.isOptional, theirs: theirs[key])
    switch field.control {
    case .names(let naming):
      guard case .several(let chosen) = texts else { break }
      view.boxes = EntryBoxes(
        choices: offered(naming, chosen).map { Choice($0, $0, chosen: chosen.contains($0)) })
    case .someOf(let codes, let prefix):
      guard case .several(let chosen) = texts else { break }
      view.boxes = EntryBoxes(
        choices: codes.map { Choice($0, words["\(prefix).\($0)"], chosen: chosen.contains($0)) })
    case .rows(let parts):
      let there = if case .rows(let rows) = texts { rows } else { [[String]]() }
      view.rows = rows(key, label, parts, there)
      let inRow = problems.first { $0.field.hasPrefix("\(key).") }
      if let inRow, let part = inRow.field.split(separator: ".").last.map(String.init) {
        view.problem = words[inRow.message, inRow.values]
        view.wrong = (inRow.field, words["\(EntryWords.label(E.self, key)).\(part)"])
      }
    default:
      let described = [hint.map { _ in "\(key)-hint" }, wrong.map { _ in "\(key)-problem" }].compactMap(
        \.self)
      let input = input(
        key, label, field.control, texts, isOptional: field.isOptional,
        describedBy: described.isEmpty ? nil : described.joined(separator: " "), isWrong: wrong != nil)
      if input.kind == .box { view.box = input } else { view.input = input }
    }
    return view
  }

  func input(
    _ id: String, _ label: String, _ control: EntryControl, _ texts: Texts, isOptional: Bool,
    describedBy: String?,
    isWrong: Bool
  ) -> EntryInput {
    let text = texts.line
    func input(
      _ kind: EntryInput.Kind, _ value: String = text, _ choices: [Choice] = [], suggestions: Naming? = nil,
      limit: Int = 0
    ) -> EntryInput {
      EntryInput(
        id: id, label: label, value: value, kind: kind, choices: choices,
        suggestions: suggestions.map { "known-\($0.rawValue)" },
        limit: limit, isOptional: isOptional, describedBy: describedBy, isWrong: isWrong)
    }
    switch control {
    case .line(let limit, let suggesting): return input(.line, suggestions: suggesting, limit: limit)
    case .lines(let limit): return input(.lines, limit: limit)
    case .list(let limit):
      guard case .several(let texts) = texts else { return input(.lines, limit: limit) }
      return input(.lines, texts.joined(separator: "\n"), limit: limit)
    case .number: return input(.number)
    case .amount: return input(.amount)
    case .day: return input(.day)
    case .time: return input(.time)
    case .yesNo: return input(.box)
    case .oneOf(let options, let words):
      return input(
        .select, text,
        empty(isOptional, text) + options.map { Choice($0, self.words["\(words).\($0)"], chosen: $0 == text) }
      )
    case .name(let naming):
      return input(
        .select, text,
        empty(isOptional, text) + offered(naming, [text]).map { Choice($0, $0, chosen: $0 == text) })
    case .names, .someOf, .rows: return input(.line)
    }
  }

  private func empty(_ isOptional: Bool, _ text: String) -> [Choice] {
    isOptional || text.isEmpty ? [Choice("", words["kept.choose"], chosen: text.isEmpty)] : []
  }

  /// What is in use, and what was chosen before it was retired.
  private func offered(_ naming: Naming, _ chosen: [String]) -> [String] {
    (surroundings.names[naming] ?? []).filter { $0.isActive || chosen.contains($0.text) }.map(\.text)
  }

  func problem(at field: String) -> String? {
    problems.first { $0.field == field }.map { words[$0.message, $0.values] }
  }

  private static func shown(_ texts: Texts, _ key: String, _ words: Words) -> String {
    guard let field = E.fields.first(where: { $0.key == key }) else { return texts.line }
    return words.said(texts, field.control)
  }
}

extension EntryControl {
  fileprivate var suggested: [Naming] {
    switch self {
    case .line(_, let naming?): [naming]
    case .rows(let parts): parts.flatMap { $0.control.suggested }
    default: []
    }
  }
}

extension Words {
  /// What a field says, to be read: codes in words.
  func said(_ texts: Texts, _ control: EntryControl) -> String {
    switch (control, texts) {
    case (.oneOf(_, let prefix), .one(let code)): code.isEmpty ? "" : self["\(prefix).\(code)"]
    case (.someOf(_, let prefix), .several(let codes)):
      codes.map { self["\(prefix).\($0)"] }.joined(separator: Texts.separator)
    case (.yesNo, .one(let text)): self[text == "yes" ? "person.yes" : "person.no"]
    case (.rows(let parts), .rows(let rows)):
      rows.map { row in
        list(zip(parts, row).map { said(.one($1), $0.control) }.filter { !$0.isEmpty })
      }.joined(separator: Texts.separator)
    default: texts.line
    }
  }
}

extension Texts {
  fileprivate static let separator = "; "
}
