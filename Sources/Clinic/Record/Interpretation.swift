/// What a value says against its range: HL7 v3 ObservationInterpretation
/// (http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation), as far as it is used.
public enum Interpretation: String, Sendable, CaseIterable {
  case none = ""
  case normal = "N"
  case low = "L"
  case high = "H"
  case criticallyLow = "LL"
  case criticallyHigh = "HH"
  /// Of what is no number.
  case abnormal = "A"
  case criticallyAbnormal = "AA"

  public var gravity: Gravity {
    switch self {
    case .none, .normal: .normal
    case .low, .high, .abnormal: .abnormal
    case .criticallyLow, .criticallyHigh, .criticallyAbnormal: .critical
    }
  }

  /// - Parameters:
  ///   - low, high: of the reference range, each nil for open.
  ///   - alarming: outside of it the value is critical.
  init(
    of value: ExactDecimal, low: ExactDecimal?, high: ExactDecimal?,
    alarming: ClosedRange<ExactDecimal>? = nil
  ) {
    if let alarming, value < alarming.lowerBound {
      self = .criticallyLow
    } else if let alarming, value > alarming.upperBound {
      self = .criticallyHigh
    } else if let low, value < low {
      self = .low
    } else if let high, value > high {
      self = .high
    } else {
      self = low == nil && high == nil ? .none : .normal
    }
  }

  /// The same value, and somebody says that it is critical.
  var critical: Interpretation {
    switch self {
    case .low: .criticallyLow
    case .high: .criticallyHigh
    case .criticallyLow, .criticallyHigh: self
    case .none, .normal, .abnormal, .criticallyAbnormal: .criticallyAbnormal
    }
  }
}

/// How grave a result is.
public enum Gravity: String, Sendable, CaseIterable, Comparable {
  case normal, abnormal, critical

  public static func < (one: Self, other: Self) -> Bool {
    (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
  }
}
