import Clinic
import FoundationEssentials

extension Formats {
  /// In threes, with narrow no-break spaces between them: no language reads that as a fraction. `12 408`
  func count(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    let grouped = digits.indices.reduce(into: "") { text, index in
      if index > 0, (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
      text.append(digits[index])
    }
    return (count < 0 ? "−" : "") + grouped
  }

  /// With one decimal: `12.5`.
  func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(count(tenths / 10)).\(tenths.magnitude % 10)"
  }

  /// `12.5%`
  func percent(_ share: Double) -> String { decimal(share * 100) + "%" }
}
