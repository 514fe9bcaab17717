public import CivilTime
public import FoundationEssentials

/// A result as its form has it: several values at once.
public struct ResultEntry: Fielded {
  public let id: ID<ResultEntry>
  var name = ""
  var laboratory = ""
  var day = Day.first
  var time = TimeOfDay.midnight
  public internal(set) var status = Status.final
  var values: [ResultRow] = []
  var conclusion = ""

  /// As far as somebody chooses it: the others follow from what is done.
  public enum Status: String, Sendable, CaseIterable { case registered, preliminary, final }

  public typealias Of = ResultEntry
  public static let words = "record.results"
  public static let openRows = 6
  public static let blank = ResultEntry(id: .unstored)
  public var title: String { name }

  public static let groups: [FieldGroup<ResultEntry>] = [
    FieldGroup(
      "what",
      [
        EntryField("title", \.name, .line(atMost: 150)),
        EntryField("laboratory", \.laboratory, .line(atMost: 150, required: false)),
        EntryField("day", \.day, .dayUntilToday), EntryField("time", \.time, .time),
        EntryField("status", \.status, .oneOf(words: "record.report")),
      ]),
    FieldGroup("values", [EntryField("values", \.values, .rows(atMost: DiagnosticReport.mostValues))]),
    FieldGroup("conclusion", [EntryField("conclusion", \.conclusion, .lines(atMost: 2000))]),
  ]

  /// What is asked for has no values yet; what is not, has some.
  public var problems: [Problem] {
    status == .registered && !values.isEmpty ? [Problem("status", "problem.result-registered")] : []
  }

  public var missing: Problem? {
    guard status != .registered, values.isEmpty, conclusion.isEmpty else { return nil }
    return Problem("values", "problem.result-empty")
  }

  /// The form as it is shown at first.
  public static func blankTexts(at local: LocalDateTime) -> [String: Texts] {
    var entry = blank
    (entry.day, entry.time) = (
      local.day, TimeOfDay(hour: local.time.hour, minute: local.time.minute) ?? .midnight
    )
    return entry.texts(in: Surroundings(currency: "", today: local.day))
  }

  /// As a version says it.
  public init(_ report: DiagnosticReport, _ local: LocalDateTime) {
    self.init(
      id: ID(report.thread.uuid), name: report.title, laboratory: report.laboratory, day: local.day,
      time: TimeOfDay(hour: local.time.hour, minute: local.time.minute) ?? .midnight,
      status: report.status.isFinal ? .final : Status(rawValue: report.status.rawValue) ?? .final,
      values: report.values.map(ResultRow.init), conclusion: report.conclusion)
  }

  private init(
    id: ID<ResultEntry>, name: String = "", laboratory: String = "", day: Day = .first,
    time: TimeOfDay = .midnight, status: Status = .final, values: [ResultRow] = [], conclusion: String = ""
  ) {
    self.id = id
    (self.name, self.laboratory, self.day, self.time) = (name, laboratory, day, time)
    (self.status, self.values, self.conclusion) = (status, values, conclusion)
  }

  var gravity: Gravity { values.map { $0.observation.interpretation.gravity }.max() ?? .normal }
}

/// One value of a result, as it is typed.
struct ResultRow: EntryRow {
  var stored: UUID?
  /// A test that is known.
  var test: Test?
  /// Of another.
  var name = ""
  var value = ""
  var unit = ""
  var low: ExactDecimal?
  var high: ExactDecimal?
  var flag: Flag?

  /// LOINC's codes of ``LabTest/all``.
  struct Test: RawRepresentable, CaseIterable, Sendable {
    let rawValue: String
    static var allCases: [Test] { LabTest.all.map { Test(known: $0.code) } }

    init?(rawValue: String) {
      guard LabTest.coded(rawValue) != nil else { return nil }
      self.rawValue = rawValue
    }

    private init(known code: String) { rawValue = code }
  }

  /// What somebody says of a value beyond its range, or where it has none.
  enum Flag: String, Sendable, CaseIterable { case normal, abnormal, critical }

  static let blank = ResultRow()
  var order: String { "" }

  static let fields: [EntryField<ResultRow>] = [
    EntryField("test", \.test, .optional(.oneOf(words: "lab"))),
    EntryField("name", \.name, .title(atMost: 100, required: false)),
    EntryField("value", \.value, .title(atMost: 100)),
    EntryField("unit", \.unit, .ucum),
    EntryField("low", \.low, .optional(.decimal)),
    EntryField("high", \.high, .optional(.decimal)),
    EntryField("flag", \.flag, .optional(.oneOf(words: "record.flag"))),
  ]

  var faults: [(part: String, fault: TextFault)] {
    if test == nil, name.isEmpty { return [("name", TextFault("problem.required"))] }
    if let low, let high, high < low { return [("high", TextFault("problem.result-range"))] }
    return []
  }

  /// What it lacks is the test's, where that is known.
  var observation: NewObservation {
    let known = test.flatMap { LabTest.coded($0.rawValue) }
    let number = ExactDecimal(value)
    let unit = unit.isEmpty ? known?.unit ?? "" : unit
    // In another unit, the test's own range says nothing.
    let isOwn = known?.unit == unit && low == nil && high == nil
    let (low, high) = (isOwn ? known?.low : low, isOwn ? known?.high : high)
    var said =
      number.map {
        Interpretation(of: $0, low: low, high: high, alarming: known?.unit == unit ? known?.alarming : nil)
      } ?? .none
    switch flag {
    case .normal: said = .normal
    case .abnormal: said = said.gravity == .normal ? .abnormal : said
    case .critical: said = said.critical
    case nil: break
    }
    return NewObservation(
      code: known?.code ?? "", name: known == nil ? name : "", value: number, unit: unit,
      said: number == nil ? value : "", low: low, high: high, interpretation: said)
  }
}

extension ResultRow {
  init(_ observation: Observation) {
    let known = Test(rawValue: observation.code)
    self.init(
      stored: observation.id.uuid, test: known, name: observation.name,
      value: observation.value?.description ?? observation.said, unit: observation.unit, low: observation.low,
      high: observation.high)
    // As the range says it, or as somebody did.
    let byRange = self.observation.interpretation
    if observation.interpretation != byRange {
      flag =
        switch observation.interpretation.gravity {
        case .normal: .normal
        case .abnormal: .abnormal
        case .critical: .critical
        }
    }
  }
}

extension Codec<String> {
  static var ucum: Self {
    Codec(.line(atMost: 30), isOptional: true) { unit, _ in
      unit
    } value: { typed, _ throws(TextFault) in
      guard UCUM.isUnit(typed) else { throw TextFault("problem.record-unit") }
      return typed
    }
  }
}
