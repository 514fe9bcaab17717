import Clinic
import FoundationEssentials
import Pages

extension Formats {
  /// In threes, with narrow no-break spaces between them: no language reads that as a fraction. `12 408`
  func count(_ count: Int) -> String {
    (count < 0 ? "−" : "") + grouped(String(count.magnitude))
  }

  /// With one decimal: `12.5`, and `12,5` in French and Spanish.
  func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "−" : ""
    return sign + grouped(String(tenths.magnitude / 10)) + mark + String(tenths.magnitude % 10)
  }

  /// `12.5%`, and `12,5 %` in French and Spanish.
  func percent(_ share: Double) -> String { words["format.percent", ["number": decimal(share * 100)]] }

  /// `£45.00`, and `45,00 £` in French, Spanish and Arabic; where the currency's sign could be another's, its ISO 4217 code:
  /// `CHF 45.00`.
  func money(_ money: Money) -> String {
    let parts = money.amount.split(separator: ".", maxSplits: 1)
    let amount = ([grouped(String(parts[0]))] + parts.dropFirst().map(String.init)).joined(separator: mark)
    let sign = money.minorUnits < 0 ? "−" : ""
    // Beside its number, whichever way the line runs.
    let isInside = words.language.direction == .rightToLeft
    let text = self.money(isInside ? sign + amount : amount, in: money.currency)
    return isInside ? text : sign + text
  }

  /// - Parameter amount: as it is written.
  func money(_ amount: String, in currency: String) -> String {
    guard let sign = Self.signs[currency] else {
      return words["format.money-code", ["code": currency, "amount": amount]]
    }
    return words["format.money", ["sign": sign, "amount": amount]]
  }

  private static let signs = ["GBP": "£", "EUR": "€"]

  /// What stands before decimals.
  var mark: String { words["format.decimal-mark"] }

  private func grouped(_ digits: String) -> String {
    digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text.append("\u{202F}") }
      text.append(digit.element)
    }
  }

  /// What this file asks of the catalogues.
  static let numberKeys = ["format.decimal-mark", "format.percent", "format.money", "format.money-code"]
}
