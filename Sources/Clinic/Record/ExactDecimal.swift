/// A decimal number as it was measured: no digit is lost or made up, and `5.0` stays `5.0` (FHIR R4 decimal,
/// http://hl7.org/fhir/R4/datatypes.html#decimal).
public struct ExactDecimal: Sendable {
  /// In units of the last decimal.
  public let units: Int64
  /// How many decimals there are, at most ``mostDecimals``.
  public let scale: Int

  public static let mostDecimals = 6
  public static let mostDigits = 9

  public init(_ units: Int64, scale: Int = 0) {
    self.units = units
    self.scale = scale
  }

  /// Reads what people write, `36.8` or `36,8`, with a sign before it where it is below zero: at most nine digits before the point, and
  /// six behind it. Nil for anything else.
  public init?(_ typed: some StringProtocol) {
    var text = Substring(String(typed).trimmed.withWesternDigits)
    let isNegative = text.first == "-" || text.first == "−"
    if isNegative { text.removeFirst() }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    let decimals = parts.count > 1 ? parts[1] : ""
    guard (1...2).contains(parts.count), (1...Self.mostDigits).contains(parts[0].count),
      decimals.count <= Self.mostDecimals, parts.count == 1 || !decimals.isEmpty,
      parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }), let units = Int64(parts[0] + decimals)
    else { return nil }
    self.init(isNegative ? -units : units, scale: decimals.count)
  }

  /// `36.8`, as PostgreSQL's numeric writes it.
  public var description: String {
    var digits = String(units.magnitude)
    while digits.count <= scale { digits = "0" + digits }
    let sign = units < 0 ? "-" : ""
    return sign + (scale == 0 ? digits : "\(digits.dropLast(scale)).\(digits.suffix(scale))")
  }

  /// For drawing alone.
  public var approximately: Double {
    (0..<scale).reduce(Double(units)) { value, _ in value / 10 }
  }

  /// This number times a fraction, plus a number before that, rounded once: half away from zero.
  ///
  /// - Parameters:
  ///   - offset: in the units of a number without decimals.
  ///   - decimals: of the outcome.
  func converted(plus offset: Int64 = 0, times numerator: Int64, over denominator: Int64, to decimals: Int)
    -> ExactDecimal
  {
    let exact =
      (Int128(units) + Int128(offset) * Self.power(scale)) * Int128(numerator) * Self.power(decimals)
    let below = Int128(denominator) * Self.power(scale)
    let (half, sign): (Int128, Int128) = (below / 2, exact < 0 ? -1 : 1)
    return ExactDecimal(Int64(sign * ((exact * sign + half) / below)), scale: decimals)
  }

  fileprivate static func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}

extension ExactDecimal: Comparable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  public init(integerLiteral value: Int64) { self.init(value) }

  /// Of this program's own source.
  public init(stringLiteral text: String) { self = ExactDecimal(text) ?? 0 }

  private var inSmallest: Int128 { Int128(units) * Self.power(Self.mostDecimals - scale) }

  public static func == (one: Self, other: Self) -> Bool { one.inSmallest == other.inSmallest }
  public static func < (one: Self, other: Self) -> Bool { one.inSmallest < other.inSmallest }
  public func hash(into hasher: inout Hasher) { hasher.combine(inSmallest) }
}

extension ExactDecimal: CustomStringConvertible {}

extension Codec<ExactDecimal> {
  static var decimal: Self {
    Codec(.amount) { value, _ in
      value.description
    } value: { typed, _ throws(TextFault) in
      guard let value = ExactDecimal(typed) else { throw TextFault("problem.decimal") }
      return value
    }
  }
}
