extension CommonPasswords {
  /// Whether a password is common, or a common one in a disguise that those who guess know as well: capitals,
  /// accents, look-alikes (`p@55w0rd`), separators, digits and signs before or after it (`Password2024!`), a
  /// repetition (`abcabcabc`), keys in a row (`qwertyui`).
  ///
  /// A disguise is seen only when what is under it is more than half of the password: `kiwi-dragon-37` has a
  /// common word in it and is not refused for that.
  static func areOrigin(of password: String) -> Bool {
    areOrigin(of: PlainSpelling.letters(of: password))
  }

  private static func areOrigin(of letters: PlainSpelling.Letters) -> Bool {
    let joined = letters.filter { !PlainSpelling.isSeparator($0) }
    return [letters, joined, core(of: joined)].contains { form in
      guard form.count * 2 > letters.count else { return false }
      return PlainSpelling.readings(of: form).contains { reading in
        contains(reading[...]) || Runs.makeUp(reading) || repeatsLittle(reading)
      }
    }
  }

  /// Without digits and signs at both ends.
  private static func core(of letters: PlainSpelling.Letters) -> PlainSpelling.Letters {
    guard let first = letters.firstIndex(where: \.properties.isAlphabetic),
      let last = letters.lastIndex(where: \.properties.isAlphabetic)
    else { return [] }
    return Array(letters[first...last])
  }

  /// Whether the letters are one piece twice or more, the last perhaps cut short, and the piece would not do
  /// as a password itself.
  private static func repeatsLittle(_ letters: PlainSpelling.Letters) -> Bool {
    let lengths = 1..<max(1, letters.count / 2 + 1)
    guard let length = lengths.first(where: { letters.dropFirst($0).elementsEqual(letters.dropLast($0)) })
    else {
      return false
    }
    return length < PasswordPolicy.minimumLengths.lowerBound || areOrigin(of: Array(letters.prefix(length)))
  }
}
