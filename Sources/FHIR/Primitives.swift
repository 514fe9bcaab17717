public import CivilTime
public import FoundationEssentials

/// FHIR R4 decimal (http://hl7.org/fhir/R4/datatypes.html#decimal): its digits say how exact it is, so they are kept.
public struct Decimal: Representable, Hashable {
  public let digits: String

  /// - Returns: nil for what is no number of JSON: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
  public init?(_ digits: some StringProtocol) {
    let unsigned = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
    let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }),
      parts[0] == "0" || !parts[0].hasPrefix("0")
    else { return nil }
    self.digits = String(digits)
  }

  /// An amount in minor units of a currency with so many decimals: 4500 and 2 are `45.00`.
  public init(minorUnits: Int64, decimals: Int) {
    var text = String(minorUnits.magnitude)
    while text.count <= decimals { text = "0" + text }
    let whole = decimals == 0 ? text : "\(text.dropLast(decimals)).\(text.suffix(decimals))"
    digits = (minorUnits < 0 ? "-" : "") + whole
  }

  public var json: JSON { .number(digits) }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

/// FHIR R4 instant and dateTime, to the second and with the offset of a place's clocks: `2026-11-24T09:20:00+01:00`.
public struct Instant: Representable, Hashable {
  public let text: String

  public init(_ instant: Date, in zone: TimeZoneRules) {
    // FHIR's offsets have no seconds, those before 1900 had: whole minutes of the offset, and the time that goes with them.
    let minutes = zone.offset(at: instant).seconds / 60
    let seconds = Int(instant.timeIntervalSince1970.rounded(.down)) + minutes * 60
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    let day = Day(daysSinceEpoch: days) ?? (days < 0 ? .first : .last)
    let time = [rest / 3600, rest % 3600 / 60, rest % 60].map(Self.two).joined(separator: ":")
    let offset = [abs(minutes) / 60, abs(minutes) % 60].map(Self.two).joined(separator: ":")
    text = "\(day)T\(time)\(minutes < 0 ? "-" : "+")\(offset)"
  }

  public var json: JSON { .string(text) }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// FHIR R4 date: a day, on whatever clocks.
extension Day: Representable {
  public var json: JSON { .string(description) }
}

/// What may be a day or an instant (FHIR R4 dateTime).
public enum DateTime: Representable, Hashable {
  case day(Day)
  case instant(Instant)

  public var json: JSON {
    switch self {
    case .day(let day): day.json
    case .instant(let instant): instant.json
    }
  }
}
