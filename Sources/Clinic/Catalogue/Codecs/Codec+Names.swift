extension Codec where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// - Parameter words: where the message catalogues have the text of each.
  static func oneOf(words: String) -> Self {
    Codec(.oneOf(Value.allCases.map(\.rawValue), words: words)) { value, _ in
      value.rawValue
    } value: {
      typed, _ throws(TextFault) in
      guard let value = Value(rawValue: typed.lowercased()) else { throw TextFault("problem.choose") }
      return value
    }
  }
}

extension Codec {
  /// Several of what there is, in that order.
  static func someOf<One: RawRepresentable & CaseIterable & Sendable>(words: String) -> Self
  where Value == [One], One.RawValue == String {
    Codec(.someOf(One.allCases.map(\.rawValue), words: words), isOptional: true) { chosen, _ in
      let codes = chosen.map(\.rawValue)
      return .several(One.allCases.map(\.rawValue).filter(codes.contains))
    } values: {
      texts, _ throws(TextFaults) in
      let codes = texts.all
      guard codes.allSatisfy({ One(rawValue: $0) != nil }) else { throw TextFaults("problem.choose") }
      return One.allCases.filter { codes.contains($0.rawValue) }
    }
  }

  /// The same, of what is `usual` when nothing is said.
  func or(_ usual: Value) -> Self {
    let this = self
    return Codec(control, isOptional: true, texts: texts) { texts, surroundings throws(TextFaults) in
      if case .one(let text) = texts, text.trimmed.isEmpty { return usual }
      return try this.value(texts, surroundings)
    }
  }
}

extension Codec<String> {
  /// What another entry is called.
  static func name(of naming: Naming) -> Self {
    Codec(.name(of: naming)) { name, _ in
      name
    } value: { typed, surroundings throws(TextFault) in
      try surroundings.known(typed, of: naming)
    }
  }
}

extension Codec<[String]> {
  /// What several other entries are called, in order of the name.
  static func names(of naming: Naming) -> Self {
    Codec(.names(of: naming), isOptional: true) { names, _ in
      .several(names.sorted())
    } values: {
      texts, surroundings throws(TextFaults) in
      do throws(TextFault) {
        var names: Set<String> = []
        for text in texts.all { names.insert(try surroundings.known(text, of: naming)) }
        return names.sorted()
      } catch {
        throw TextFaults([error])
      }
    }
  }

  /// The same, typed into one line.
  static func typedNames(of naming: Naming) -> Self {
    let names = names(of: naming)
    return Codec(.line(atMost: 1000, suggesting: naming), isOptional: true) { value, surroundings in
      .one(names.texts(value, surroundings).line)
    } values: { texts, surroundings throws(TextFaults) in
      try names.value(texts, surroundings)
    }
  }

  /// Several texts of any words, each once, in order.
  static func list(atMost limit: Int, count: Int) -> Self {
    Codec(.list(atMost: (limit + 1) * count), isOptional: true) { words, _ in
      .several(words.sorted())
    } values: {
      texts, _ throws(TextFaults) in
      let plain = texts.all.map { PlainText($0, atMost: limit) }
      if let fault = plain.lazy.compactMap(\.fault).first { throw TextFaults([fault]) }
      if plain.contains(where: { $0.text.contains(";") }) { throw TextFaults("problem.title") }
      guard plain.count <= count else { throw TextFaults("problem.list-long", ["most": String(count)]) }
      return Set(plain.map(\.text)).sorted()
    }
  }

  /// Names or codes of languages, with commas between, also Arabic ones; kept as ISO 639-1 codes.
  static var languages: Self {
    Codec(.line(atMost: 200), isOptional: true) { codes, _ in
      codes.map(LanguageNames.name).joined(separator: ", ")
    } value: { typed, _ throws(TextFault) in
      let plain = PlainText(typed, atMost: 200, required: false)
      if let fault = plain.fault { throw fault }
      var codes: [String] = []
      for word in plain.text.split(whereSeparator: { $0 == "," || $0 == "،" }).map({
        String($0).trimmed.lowercased()
      })
      where !word.isEmpty {
        guard let code = LanguageNames.code(of: word) else { throw TextFault("problem.languages") }
        if !codes.contains(code) { codes.append(code) }
      }
      return codes
    }
  }
}

extension Texts {
  /// Each that is not empty; what stands in one text is taken apart.
  var all: [String] {
    let texts: [String] =
      switch self {
      case .one(let text): text.split(separator: ";").map(String.init)
      case .several(let texts): texts
      case .rows: []
      }
    return texts.map(\.trimmed).filter { !$0.isEmpty }
  }
}

extension Surroundings {
  fileprivate func known(_ typed: String, of naming: Naming) throws(TextFault) -> String {
    guard let name = name(typed, of: naming) else {
      throw TextFault("problem.no-such-name", ["name": String(typed.prefix(100))])
    }
    return name
  }
}
