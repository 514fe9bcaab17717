/// How one kind of value becomes text and is made of text again, and how a form asks for it. Pure.
struct Codec<Value: Sendable>: Sendable {
  let control: EntryControl
  /// Whether it may stay empty.
  let isOptional: Bool
  let texts: @Sendable (Value, Surroundings) -> Texts
  let value: @Sendable (Texts, Surroundings) throws(TextFaults) -> Value

  init(
    _ control: EntryControl, isOptional: Bool,
    texts: @escaping @Sendable (Value, Surroundings) -> Texts,
    values: @escaping @Sendable (Texts, Surroundings) throws(TextFaults) -> Value
  ) {
    self.control = control
    self.isOptional = isOptional
    self.texts = texts
    self.value = values
  }

  /// Of one text; the space around it does not count.
  init(
    _ control: EntryControl, isOptional: Bool = false,
    text: @escaping @Sendable (Value, Surroundings) -> String,
    value: @escaping @Sendable (String, Surroundings) throws(TextFault) -> Value
  ) {
    self.init(control, isOptional: isOptional) {
      .one(text($0, $1))
    } values: {
      texts, surroundings throws(TextFaults) in
      let typed = if case .one(let text) = texts { text.trimmed } else { "" }
      do throws(TextFault) {
        guard isOptional || !typed.isEmpty else { throw TextFault("problem.required") }
        return try value(typed, surroundings)
      } catch {
        throw TextFaults([error])
      }
    }
  }

  /// Of what may be left out.
  static func optional<Wrapped>(_ codec: Codec<Wrapped>) -> Self where Value == Wrapped? {
    Codec(codec.control, isOptional: true) { value, surroundings in
      value.map { codec.texts($0, surroundings) } ?? .one("")
    } values: { texts, surroundings throws(TextFaults) in
      if case .one(let text) = texts, text.trimmed.isEmpty { return nil }
      return try codec.value(texts, surroundings)
    }
  }
}

extension Codec<String> {
  static func line(
    atMost limit: Int, required: Bool = true, suggesting: Naming? = nil
  ) -> Self {
    text(.line(atMost: limit, suggesting: suggesting), atMost: limit, required: required, lines: false)
  }

  static func lines(atMost limit: Int) -> Self {
    text(.lines(atMost: limit), atMost: limit, required: false, lines: true)
  }

  /// What others name an entry by: without the signs that stand between several names.
  static func title(atMost limit: Int = 100, required: Bool = true, suggesting: Naming? = nil) -> Self {
    let line = line(atMost: limit, required: required, suggesting: suggesting)
    return Codec(line.control, isOptional: line.isOptional, texts: line.texts) {
      texts, surroundings throws(TextFaults) in
      let title = try line.value(texts, surroundings)
      if title.contains(where: { ";|".contains($0) }) { throw TextFaults("problem.title") }
      return title
    }
  }

  private static func text(
    _ control: EntryControl, atMost limit: Int, required: Bool, lines: Bool
  ) -> Self {
    Codec(control, isOptional: !required) { text, _ in
      text
    } value: { typed, _ throws(TextFault) in
      let plain = PlainText(typed, atMost: limit, required: required, lines: lines)
      if let fault = plain.fault { throw fault }
      return plain.text
    }
  }
}

extension Codec<Bool> {
  static var yesNo: Self {
    Codec(.yesNo, isOptional: true) { isSo, _ in
      isSo ? "yes" : "no"
    } value: { typed, _ throws(TextFault) in
      switch typed.lowercased() {
      case "yes": true
      case "no", "": false
      default: throw TextFault("problem.yes-no")
      }
    }
  }
}
