/// The measurements that the clinic takes, by their LOINC codes, as FHIR R4 has them (http://hl7.org/fhir/R4/observation-vitalsigns.html);
/// pain is LOINC's own scale from 0 to 10.
public enum Vital: String, Sendable, CaseIterable {
  case bloodPressure = "85354-9"
  case heartRate = "8867-4"
  case respiratoryRate = "9279-1"
  case temperature = "8310-5"
  case oxygenSaturation = "59408-5"
  case weight = "29463-7"
  case height = "8302-2"
  /// Made of height and weight, never typed.
  case bodyMassIndex = "39156-5"
  case pain = "72514-3"

  /// Of blood pressure.
  public static let (systolic, diastolic) = ("8480-6", "8462-4")

  /// UCUM (https://ucum.org/ucum), in which it is kept whatever it was measured in.
  public var unit: String {
    switch self {
    case .bloodPressure: "mm[Hg]"
    case .heartRate, .respiratoryRate: "/min"
    case .temperature: "Cel"
    case .oxygenSaturation: "%"
    case .weight: "kg"
    case .height: "cm"
    case .bodyMassIndex: "kg/m2"
    case .pain: "{score}"
    }
  }

  /// In a form and in the catalogues.
  public var key: String {
    switch self {
    case .bloodPressure: "pressure"
    case .heartRate: "heart"
    case .respiratoryRate: "breathing"
    case .temperature: "temperature"
    case .oxygenSaturation: "saturation"
    case .weight: "weight"
    case .height: "height"
    case .bodyMassIndex: "bmi"
    case .pain: "pain"
    }
  }
}

/// Between which values a measurement lies.
public struct VitalRange: Sendable {
  /// Outside of it nobody lives: it was mistyped.
  public let possible: ClosedRange<ExactDecimal>
  /// Outside of it somebody is asked whether it is so: of all ages.
  public let usual: ClosedRange<ExactDecimal>
  /// Of adults at rest; nil where there is none.
  let reference: ClosedRange<ExactDecimal>?
  /// Of adults: outside of it somebody has to act.
  let alarming: ClosedRange<ExactDecimal>?

  /// - Parameter code: LOINC's, of a measurement or of a component of blood pressure; nil for what is not typed.
  public static func of(_ code: String) -> VitalRange? { all[code] }

  private static let all: [String: VitalRange] = [
    Vital.systolic: VitalRange(possible: 30...350, usual: 70...200, reference: 90...139, alarming: 70...179),
    Vital.diastolic: VitalRange(possible: 10...250, usual: 40...120, reference: 60...89, alarming: 40...119),
    Vital.heartRate.rawValue: VitalRange(
      possible: 10...350, usual: 40...180, reference: 50...100, alarming: 40...130),
    Vital.respiratoryRate.rawValue: VitalRange(
      possible: 2...120, usual: 8...60, reference: 12...20, alarming: 8...24),
    Vital.temperature.rawValue: VitalRange(
      possible: 20...46, usual: 35...41, reference: "36.0"..."37.9", alarming: "35.0"..."39.9"),
    Vital.oxygenSaturation.rawValue: VitalRange(
      possible: 30...100, usual: 85...100, reference: 94...100, alarming: 90...100),
    Vital.weight.rawValue: VitalRange(
      possible: "0.2"...650, usual: "1.5"...200, reference: nil, alarming: nil),
    Vital.height.rawValue: VitalRange(possible: 20...270, usual: 40...210, reference: nil, alarming: nil),
    Vital.bodyMassIndex.rawValue: VitalRange(
      possible: 3...200, usual: 10...60, reference: "18.5"..."24.9", alarming: nil),
    Vital.pain.rawValue: VitalRange(possible: 0...10, usual: 0...10, reference: nil, alarming: nil),
  ]
}

/// In which people measure; each becomes the unit that is kept. The raw values stand in forms and in the message catalogues.
public enum MeasuredIn: Sendable {
  public enum Temperature: String, Sendable, CaseIterable {
    case celsius, fahrenheit

    var unit: String { self == .celsius ? "Cel" : "[degF]" }
  }

  public enum Length: String, Sendable, CaseIterable {
    case centimetres, inches

    var unit: String { self == .centimetres ? "cm" : "[in_i]" }
  }

  public enum Mass: String, Sendable, CaseIterable {
    case kilograms, pounds

    var unit: String { self == .kilograms ? "kg" : "[lb_av]" }
  }

  /// Exact by definition: 1 [in_i] is 2.54 cm, 1 [lb_av] is 0.45359237 kg, and x [degF] is (x − 32) · 5/9 Cel; rounded once, to two
  /// decimals. What was typed is kept beside it.
  static func kept(_ value: ExactDecimal, _ unit: String) -> ExactDecimal {
    switch unit {
    case Temperature.fahrenheit.unit: value.converted(plus: -32, times: 5, over: 9, to: 2)
    case Length.inches.unit: value.converted(times: 254, over: 100, to: 2)
    case Mass.pounds.unit: value.converted(times: 45_359_237, over: 100_000_000, to: 2)
    default: value
    }
  }
}
