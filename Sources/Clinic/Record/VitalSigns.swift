public import CivilTime
public import FoundationEssentials

/// What is measured at one time, as its form has it. What is left empty was not measured.
public struct VitalSigns: Fielded {
  public let id: ID<VitalSigns>
  var day = Day.first
  var time = TimeOfDay.midnight
  var systolic: ExactDecimal?
  var diastolic: ExactDecimal?
  var heart: ExactDecimal?
  var breathing: ExactDecimal?
  var temperature: ExactDecimal?
  var temperatureIn = MeasuredIn.Temperature.celsius
  var saturation: ExactDecimal?
  var weight: ExactDecimal?
  var weightIn = MeasuredIn.Mass.kilograms
  var height: ExactDecimal?
  var heightIn = MeasuredIn.Length.centimetres
  var pain: ExactDecimal?
  var note = ""

  public typealias Of = VitalSigns
  public static let words = "record.vitals"
  public static let blank = VitalSigns(id: .unstored)
  public var title: String { "" }

  public static let groups: [FieldGroup<VitalSigns>] = [
    FieldGroup("when", [EntryField("day", \.day, .dayUntilToday), EntryField("time", \.time, .time)]),
    FieldGroup(
      "circulation",
      [
        EntryField("systolic", \.systolic, .optional(.decimal)),
        EntryField("diastolic", \.diastolic, .optional(.decimal)),
        EntryField("heart", \.heart, .optional(.decimal)),
        EntryField("breathing", \.breathing, .optional(.decimal)),
        EntryField("saturation", \.saturation, .optional(.decimal)),
        EntryField("temperature", \.temperature, .optional(.decimal)),
        EntryField("temperature-in", \.temperatureIn, .oneOf(words: "record.unit")),
      ]),
    FieldGroup(
      "body",
      [
        EntryField("weight", \.weight, .optional(.decimal)),
        EntryField("weight-in", \.weightIn, .oneOf(words: "record.unit")),
        EntryField("height", \.height, .optional(.decimal)),
        EntryField("height-in", \.heightIn, .oneOf(words: "record.unit")),
        EntryField("pain", \.pain, .optional(.decimal)),
        EntryField("note", \.note, .lines(atMost: 500)),
      ]),
  ]

  /// The form as it is shown at first.
  public static func blankTexts(at local: LocalDateTime) -> [String: Texts] {
    var signs = blank
    (signs.day, signs.time) = (
      local.day, TimeOfDay(hour: local.time.hour, minute: local.time.minute) ?? .midnight
    )
    return signs.texts(in: Surroundings(currency: "", today: local.day))
  }

  /// Each value as it is kept, where there is one.
  var measured: [Measured] {
    [
      Measured("systolic", Vital.systolic, systolic, "mm[Hg]", "mm[Hg]"),
      Measured("diastolic", Vital.diastolic, diastolic, "mm[Hg]", "mm[Hg]"),
      Measured(.heartRate, heart), Measured(.respiratoryRate, breathing),
      Measured(.oxygenSaturation, saturation), Measured(.temperature, temperature, in: temperatureIn.unit),
      Measured(.weight, weight, in: weightIn.unit), Measured(.height, height, in: heightIn.unit),
      Measured(.pain, pain),
    ].compactMap(\.self)
  }

  /// A value that was measured.
  struct Measured: Sendable {
    /// Of the form.
    let field: String
    let code: String
    let value: ExactDecimal
    let unit: String
    /// What was typed, where it was in another unit.
    let typed: String

    init?(_ field: String, _ code: String, _ typed: ExactDecimal?, _ unit: String, _ typedIn: String) {
      guard let typed else { return nil }
      (self.field, self.code, self.unit) = (field, code, unit)
      value = MeasuredIn.kept(typed, typedIn)
      self.typed = typedIn == unit ? "" : "\(typed) \(typedIn)"
    }

    init?(_ vital: Vital, _ typed: ExactDecimal?, in unit: String? = nil) {
      self.init(vital.key, vital.rawValue, typed, vital.unit, unit ?? vital.unit)
    }

    var range: VitalRange? { VitalRange.of(code) }
  }

  /// What can't be: each is refused at its field, with the range.
  public var problems: [Problem] {
    var problems: [Problem] = []
    for one in measured {
      guard let range = one.range?.possible, !range.contains(one.value) else { continue }
      problems.append(
        Problem(
          one.field, "problem.vital-impossible",
          [
            "least": range.lowerBound.description, "most": range.upperBound.description,
            "unit": UCUM.printed(one.unit),
          ]))
    }
    switch (systolic, diastolic) {
    case (nil, _?): problems.append(Problem("systolic", "problem.vital-pair"))
    case (_?, nil): problems.append(Problem("diastolic", "problem.vital-pair"))
    case (let above?, let below?) where below >= above:
      problems.append(Problem("diastolic", "problem.vital-order"))
    default: break
    }
    if let pain, pain.units % ExactDecimal.unit(pain.scale) != 0 {
      problems.append(Problem("pain", "problem.number"))
    }
    return problems
  }

  public var missing: Problem? { measured.isEmpty ? Problem("systolic", "problem.vital-none") : nil }

  /// What is hardly ever measured: somebody is asked once whether it is so. `sure` in the form says which values were.
  func unusual(sure: String) -> [Problem] {
    let found = measured.filter { one in one.range.map { !$0.usual.contains(one.value) } ?? false }
    guard !found.isEmpty, Self.mark(found) != sure else { return [] }
    return found.map {
      Problem($0.field, "problem.vital-unusual", ["value": "\($0.value) \(UCUM.printed($0.unit))"])
    }
  }

  /// What is to stand in `sure` for these values: `heart=250`. Empty where nothing is unusual.
  public static func mark(of texts: [String: Texts], in surroundings: Surroundings) -> String {
    let draft = EntryDraft<VitalSigns>(.unstored, texts: texts)
    guard let signs = try? draft.written(over: blank, in: surroundings) else { return "" }
    return mark(signs.measured.filter { one in one.range.map { !$0.usual.contains(one.value) } ?? false })
  }

  private static func mark(_ values: [Measured]) -> String {
    values.map { "\($0.field)=\($0.value)" }.joined(separator: " ")
  }
}

extension ExactDecimal {
  /// Units in a whole.
  static func unit(_ scale: Int) -> Int64 { (0..<scale).reduce(1) { power, _ in power * 10 } }
}
