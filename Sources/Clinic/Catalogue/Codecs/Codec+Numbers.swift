extension Codec<Int> {
  /// A whole number. Units stand in the label: minutes, days, people.
  static func number(in range: ClosedRange<Int>) -> Self {
    Codec(.number) { number, _ in
      String(number)
    } value: { written, _ throws(TextFault) in
      let typed = written.withWesternDigits
      guard typed.count <= 9, typed.allSatisfy(\.isASCIIDigit), let number = Int(typed) else {
        throw TextFault("problem.number")
      }
      guard range.contains(number) else {
        throw TextFault(
          "problem.number-range", ["least": String(range.lowerBound), "most": String(range.upperBound)])
      }
      return number
    }
  }

  /// The same, of what is zero when it is left out.
  var orZero: Self {
    let this = self
    return Codec(control, isOptional: true, texts: texts) { texts, surroundings throws(TextFaults) in
      if case .one(let text) = texts, text.trimmed.isEmpty { return 0 }
      return try this.value(texts, surroundings)
    }
  }

  /// Minutes, written in the largest unit that they are whole in: `2 days`, `90 minutes`. A bare number is minutes.
  static func span(upTo most: Int) -> Self {
    Codec(.line(atMost: 20)) { minutes, _ in
      Span.text(minutes)
    } value: { typed, _ throws(TextFault) in
      guard let minutes = Span.minutes(typed) else { throw TextFault("problem.span") }
      guard minutes <= most else { throw TextFault("problem.span-long", ["most": Span.text(most)]) }
      return minutes
    }
  }
}

/// A span of time in words.
private enum Span {
  /// The first two of each are how it is spelled; then what else is understood, in English, French, Spanish and Arabic.
  static let units: [(minutes: Int, words: [String])] = [
    (
      1440,
      ["days", "day", "d", "jours", "jour", "j", "días", "día", "dias", "dia", "أيام", "يوم", "يومًا", "يوما"]
    ),
    (60, ["hours", "hour", "h", "heures", "heure", "horas", "hora", "ساعات", "ساعة"]),
    (1, ["minutes", "minute", "min", "m", "", "mn", "minutos", "minuto", "دقائق", "دقيقة"]),
  ]

  static func text(_ minutes: Int) -> String {
    let unit = units.first { minutes >= $0.minutes && minutes.isMultiple(of: $0.minutes) } ?? units[2]
    let count = minutes / unit.minutes
    return "\(count) \(unit.words[count == 1 ? 1 : 0])"
  }

  static func minutes(_ text: String) -> Int? {
    let digits = text.prefix(while: \.isASCIIDigit)
    let word = String(text.dropFirst(digits.count)).trimmed.lowercased()
    guard digits.count <= 6, let count = Int(digits),
      let unit = units.first(where: { $0.words.contains(word) })
    else { return nil }
    return count * unit.minutes
  }
}

extension Codec<Int64> {
  /// Minor units of the clinic's currency: `45.00`. The sign before the minor units may be a point or a comma; thousands
  /// are not grouped, for that could be either.
  static var money: Self {
    Codec(.amount) { amount, surroundings in
      Money(minorUnits: amount, currency: surroundings.currency).amount
    } value: { typed, surroundings throws(TextFault) in
      guard let money = Money(typed: typed, in: surroundings.currency) else {
        throw TextFault("problem.money")
      }
      return money.minorUnits
    }
  }
}

extension Money {
  /// An amount as people write it, `45`, `45.00` or `45,00`: at most seven digits before the sign, and no more behind it than the
  /// currency has. Nil for anything else.
  public init?(typed: String, in currency: String) {
    let exponent = Self.exponent(of: currency)
    let parts = typed.withWesternDigits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    let minor = parts.count > 1 ? parts[1] : ""
    guard (1...2).contains(parts.count), (1...7).contains(parts[0].count), minor.count <= exponent,
      parts.count == 1 || !minor.isEmpty, parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
      let amount = Int64(parts[0] + minor + String(repeating: "0", count: exponent - minor.count))
    else { return nil }
    self.init(minorUnits: amount, currency: currency)
  }

  /// Without the currency: `45.00`.
  public var amount: String {
    let exponent = Self.exponent(of: currency)
    var digits = String(minorUnits.magnitude)
    while digits.count <= exponent { digits = "0" + digits }
    return exponent == 0 ? digits : "\(digits.dropLast(exponent)).\(digits.suffix(exponent))"
  }

  /// How many digits the minor unit has.
  public static func exponent(of currency: String) -> Int { exponents[currency] ?? 2 }

  /// Currencies whose minor unit is not a hundredth (ISO 4217, list one).
  private static let exponents = [
    "BHD": 3, "CLP": 0, "ISK": 0, "IQD": 3, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3,
    "PYG": 0,
    "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
  ]
}
