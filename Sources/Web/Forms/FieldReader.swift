import CivilTime
import Clinic
import FoundationEssentials
import Shell

/// Reads a form field by field and collects what is wrong with each, so that a person is told everything at once.
///
/// What was typed stays in the form: a page shows it again as it came.
struct FieldReader {
  let form: Form
  private(set) var problems: [Problem] = []

  init(_ form: Form) {
    self.form = form
    problems = form.faults.map(Problem.init)
  }

  mutating func refuse(_ field: String, _ message: String, _ values: [String: String] = [:]) {
    guard !problems.contains(where: { $0.field == field }) else { return }
    problems.append(Problem(field, message, values))
  }

  /// A text without surrounding space; control characters are refused, line breaks too unless `lines`. Its length
  /// is that of its Unicode scalars, as PostgreSQL counts, and a line break is one.
  mutating func text(_ field: String, atMost limit: Int, required: Bool = true, lines: Bool = false) -> String
  {
    let typed = form[field].trimmed
    let text = lines ? typed.replacing("\r\n", with: "\n") : typed
    if text.isEmpty {
      if required { refuse(field, "problem.required") }
    } else if text.unicodeScalars.count > limit {
      refuse(field, "problem.too-long", ["limit": String(limit)])
    } else if text.unicodeScalars.contains(where: {
      $0.isControl && !(lines && $0.isLineBreak) || $0.isHidden
    }) {
      refuse(field, "problem.characters")
    }
    return text
  }

  mutating func choice<Choice: RawRepresentable>(_ field: String, _: Choice.Type = Choice.self) -> Choice?
  where Choice.RawValue == String {
    guard let choice = Choice(rawValue: form[field]) else {
      refuse(field, "problem.choose")
      return nil
    }
    return choice
  }

  mutating func email(_ field: String) -> String {
    let email = text(field, atMost: 254).lowercased()
    if !email.isEmpty, !email.isAddress { refuse(field, "problem.email") }
    return email
  }

  /// ITU-T E.164 numbers have at most 15 digits; how people group them is theirs.
  mutating func phone(_ field: String) -> String {
    let phone = text(field, atMost: 30)
    let digits = phone.filter(\.isASCIIDigit).count
    if !phone.isEmpty,
      !(6...15).contains(digits) || !phone.allSatisfy({ $0.isASCIIDigit || "+-()./ ".contains($0) })
    {
      refuse(field, "problem.phone")
    }
    return phone
  }

  /// FHIR R4 Address, in the fields of `parts/postal-address`.
  mutating func postalAddress() -> Address {
    Address(
      line: [text("line", atMost: 200)], city: text("city", atMost: 100),
      postalCode: text("postalCode", atMost: 20), country: text("country", atMost: 100))
  }

  /// A day typed as three numbers.
  mutating func day(_ field: String, in range: ClosedRange<Day>) -> Day? {
    let parts = ["Day", "Month", "Year"].map { form[field + $0].trimmed }
    if parts.allSatisfy(\.isEmpty) {
      refuse(field, "problem.required")
      return nil
    }
    let numbers = parts.map { $0.allSatisfy(\.isASCIIDigit) && $0.count <= 4 ? Int($0) : nil }
    guard let day = numbers[0], let month = numbers[1], let year = numbers[2],
      let date = Day(year: year, month: month, day: day)
    else {
      refuse(field, "problem.date")
      return nil
    }
    if date > range.upperBound { refuse(field, "problem.date-future") }
    if date < range.lowerBound { refuse(field, "problem.date-past") }
    return date
  }

  /// A whole number of at most nine digits; zero when it is none.
  mutating func number(_ field: String) -> Int {
    let typed = form[field].trimmed
    guard !typed.isEmpty else {
      refuse(field, "problem.required")
      return 0
    }
    guard typed.count <= 9, typed.allSatisfy(\.isASCIIDigit), let number = Int(typed) else {
      refuse(field, "problem.number")
      return 0
    }
    return number
  }

  /// Digits of a code, however they were grouped.
  mutating func code(_ field: String) -> String {
    let code = form[field].filter { !$0.isWhitespace && $0 != "-" }
    if code.isEmpty {
      refuse(field, "problem.required")
    } else if code.count != 6 || !code.allSatisfy(\.isASCIIDigit) {
      refuse(field, "problem.code")
    }
    return code
  }

  /// - Throws: `Refusal.invalid` with every problem found.
  func finish() throws(Refusal) {
    if !problems.isEmpty { throw .invalid(problems) }
  }
}

extension Character {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    properties.generalCategory == .control
  }

  /// What is not seen and deceives who reads: spaces without width, and overrides of the direction (UAX 9). The joiners
  /// that Persian and Indic scripts need are not among them.
  fileprivate var isHidden: Bool {
    switch value {
    case 0x200B, 0x2060, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  fileprivate var isLineBreak: Bool { self == "\n" || self == "\r" || self == "\t" }
}

extension String {
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension String {
  /// RFC 5321 section 4.1.2 in ASCII and lower case, without quoted local parts and address literals: what our letters can
  /// be sent to. Section 4.5.3.1 limits the parts to 64 and the whole to 254 octets.
  ///
  /// By hand: a regular expression is parsed anew each time, which took longer than all the rest of a refused sign-in.
  fileprivate var isAddress: Bool {
    let parts = utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard utf8.count <= 254, parts.count == 2, parts[0].count <= 64 else { return false }
    let (atoms, labels) = (parts[0].betweenDots, parts[1].betweenDots)
    return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isOfAtom) }
      && labels.count > 1 && labels.allSatisfy(\.isLabel)
  }
}

extension Substring.UTF8View {
  fileprivate var betweenDots: [Substring.UTF8View] {
    split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  }

  /// RFC 1123 section 2.1.
  fileprivate var isLabel: Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(count) && first != hyphen && last != hyphen
      && allSatisfy { $0.isLetterOrDigit || $0 == hyphen }
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }

  /// `atext` of RFC 5322 section 3.2.3.
  fileprivate var isOfAtom: Bool { isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }
}

extension Problem {
  /// What is wrong with a field before anybody looks at its meaning; with the form as a whole, at no field.
  init(_ fault: FormFault) {
    switch fault {
    case .repeated(let field): self.init(field, "problem.repeated")
    case .notUTF8(let field?), .containsNUL(let field?): self.init(field, "problem.encoding")
    default: self.init("", "problem.cut-short")
    }
  }
}
