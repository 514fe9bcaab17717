internal import CivilTime

/// What a patient is asked before a visit (FHIR R4 Questionnaire), one version of it: without groups.
public struct Questionnaire: Sendable {
  public let id: ID<Questionnaire>
  /// From 1, of its service.
  public let version: Int
  /// In order of their `linkId`.
  public let items: [Item]

  public static let mostItems = 40

  /// FHIR R4 Questionnaire.item.
  public struct Item: Hashable, Sendable {
    public let linkID: Int
    public let text: String
    public let kind: Kind
    public let isRequired: Bool
    /// A UCUM code, of a quantity; empty otherwise.
    public let unit: String
    /// Of a choice.
    public let options: [String]
    public let condition: Condition?

    /// FHIR R4 item-type (http://hl7.org/fhir/R4/valueset-item-type.html), as far as it is used.
    public enum Kind: String, Sendable, CaseIterable {
      case string, text, choice, quantity, integer, decimal, date, boolean
    }

    /// The name of its control in forms.
    public var field: String { "q\(linkID)" }
  }

  /// FHIR R4 Questionnaire.item.enableWhen, with the operator `=`.
  public struct Condition: Hashable, Sendable {
    public let question: Int
    public let answer: String
  }
}

extension Questionnaire.Item {
  /// So many characters can be typed.
  public var longest: Int {
    switch kind {
    case .text: 2000
    case .string: 200
    case .choice: 400
    case .quantity, .integer, .decimal, .date, .boolean: 30
    }
  }

  /// An answer as it is kept and compared; nil for what is none. A decimal keeps its digits as they were typed, for how many
  /// there are says how exact it is (FHIR R4 decimal); a comma in it becomes a point.
  public func canonical(_ typed: String) -> String? {
    let text = typed.trimmed
    guard !text.isEmpty, text.unicodeScalars.count <= longest else { return nil }
    switch kind {
    case .string: return PlainText(text, atMost: longest).fault == nil ? text : nil
    case .text:
      let plain = PlainText(text, atMost: longest, lines: true)
      return plain.fault == nil ? plain.text : nil
    case .choice: return options.first { $0.lowercased() == text.lowercased() }
    case .boolean: return ["yes", "no"].first { $0 == text.lowercased() }
    case .date:
      guard let day = Day(iso: text.withWesternDigits), (1850...2199).contains(day.year) else { return nil }
      return day.description
    case .integer: return Self.number(text, decimals: 0)
    case .decimal, .quantity: return Self.number(text, decimals: 6)
    }
  }

  /// At most nine digits before the point, and so many behind it.
  private static func number(_ typed: String, decimals: Int) -> String? {
    let text = typed.withWesternDigits
    let isNegative = text.hasPrefix("-") || text.hasPrefix("−")
    let parts = text.dropFirst(isNegative ? 1 : 0)
      .split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard (1...(decimals > 0 ? 2 : 1)).contains(parts.count),
      parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
      (1...9).contains(parts[0].count), parts.count == 1 || (1...decimals).contains(parts[1].count)
    else { return nil }
    let whole = parts[0].drop { $0 == "0" }
    let number = (whole.isEmpty ? "0" : String(whole)) + (parts.count == 2 ? "." + parts[1] : "")
    return isNegative && number.contains { ("1"..."9").contains($0) } ? "-" + number : number
  }
}
