/// Tests that clinics ask for most, by their LOINC codes: what a value lacks is filled in from here. Ranges are of adults, and those of
/// a laboratory go before them.
public struct LabTest: Sendable {
  /// LOINC
  public let code: String
  /// UCUM
  public let unit: String
  let low: ExactDecimal?
  let high: ExactDecimal?
  /// Outside of it somebody has to act.
  let alarming: ClosedRange<ExactDecimal>?

  private init(
    _ code: String, _ unit: String, _ low: ExactDecimal?, _ high: ExactDecimal?,
    _ alarming: ClosedRange<ExactDecimal>? = nil
  ) {
    (self.code, self.unit, self.low, self.high, self.alarming) = (code, unit, low, high, alarming)
  }

  public static let all = [
    LabTest("718-7", "g/L", 120, 175, 70...200),
    LabTest("6690-2", "10*9/L", "4.0", "11.0", "1.0"..."50.0"),
    LabTest("777-3", "10*9/L", 150, 400, 20...1000),
    LabTest("2951-2", "mmol/L", 135, 145, 120...160),
    LabTest("2823-3", "mmol/L", "3.5", "5.1", "2.8"..."6.2"),
    LabTest("14682-9", "umol/L", 45, 110, nil),
    LabTest("14749-6", "mmol/L", "3.9", "5.6", "2.5"..."25.0"),
    LabTest("4548-4", "%", nil, "5.7", nil),
    LabTest("1988-5", "mg/L", nil, 5, nil),
    LabTest("1742-6", "U/L", nil, 45, nil),
    LabTest("14647-2", "mmol/L", nil, "5.0", nil),
    LabTest("22748-8", "mmol/L", nil, "3.0", nil),
    LabTest("11580-8", "m[IU]/L", "0.4", "4.0", nil),
    LabTest("20567-4", "ug/L", 30, 300, nil),
    LabTest("62292-8", "nmol/L", 50, nil, nil),
  ]

  public static func coded(_ code: String) -> LabTest? { all.first { $0.code == code } }
}
