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

  /// As a `PlainText`.
  mutating func text(_ field: String, atMost limit: Int, required: Bool = true, lines: Bool = false) -> String
  {
    let plain = PlainText(form[field], atMost: limit, required: required, lines: lines)
    if let fault = plain.fault { refuse(field, fault.message, fault.values) }
    return plain.text
  }

  /// Why something out of the ordinary is done, in so many characters that it can be understood later.
  mutating func reason(_ field: String, atLeast least: Int, atMost most: Int) -> String {
    let reason = text(field, atMost: most, lines: true)
    if !reason.isEmpty, reason.unicodeScalars.count < least {
      refuse(field, "problem.reason-short", ["least": String(least)])
    }
    return reason
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

  mutating func phone(_ field: String) -> String {
    let phone = text(field, atMost: 30).withWesternDigits
    if !phone.isEmpty, !phone.isTelephoneNumber { refuse(field, "problem.phone") }
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
    let parts = ["Day", "Month", "Year"].map { form[field + $0].trimmed.withWesternDigits }
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
    let typed = form[field].trimmed.withWesternDigits
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
    let code = form[field].withWesternDigits.filter { !$0.isWhitespace && $0 != "-" }
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
