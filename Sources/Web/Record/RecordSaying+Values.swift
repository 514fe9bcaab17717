import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension Badge {
  /// That somebody has allergies, for whoever receives them: not which.
  static func allergies(_ count: Int, _ words: Words) -> [Badge] {
    count > 0 ? [Badge(words["record.at-sight", ["count": String(count)]], .warn)] : []
  }
}

extension RecordSaying {
  /// `148/92 mmHg`
  func measured(_ observation: Observation) -> String {
    observation.unit.isEmpty ? observation.shown : "\(observation.shown) \(UCUM.printed(observation.unit))"
  }

  /// - Parameter isEditable: whether one can be withdrawn where it is shown.
  func row(_ vital: Observation, isEditable: Bool = false) -> VitalRow {
    let typed = vital.typed.split(separator: " ").map(String.init)
    let notes = [
      typed.count == 2
        ? words["record.typed", ["typed": "\(typed[0]) \(UCUM.printed(typed[1]))"]] : "",
      isPlain ? "" : vital.note, vital.isWrong ? words["record.wrong"] : "",
    ]
    return VitalRow(
      when: words[
        "format.day-and-time",
        [
          "day": "\(formats.shortDay(formats.day(vital.effective))) \(formats.day(vital.effective).year)",
          "time": formats.timeLabel(vital.effective),
        ]],
      value: measured(vital), flag: vital.isWrong ? nil : flag(vital.interpretation),
      note: notes.filter { !$0.isEmpty }.joined(separator: " "),
      entered: words["record.by", ["day": day(vital.recorded), "name": vital.author]],
      withdrawn: isEditable && vital.superseded == nil ? vital.id.description : nil)
  }

  /// - Parameters:
  ///   - all: of one kind, the latest first; one at least.
  ///   - patient: where earlier ones are; nil for not.
  func vital(_ vital: Vital, _ all: [Observation], of patient: ID<Patient>?) -> VitalView? {
    guard let latest = all.first, let earliest = all.last else { return nil }
    let name = words["vital.\(vital.key)"]
    let described = words[
      "record.trend",
      [
        "first": measured(earliest), "day": day(earliest.effective), "last": measured(latest),
        "until": day(latest.effective),
      ]]
    let chart =
      all.count > 1
      ? Trend(id: vital.key, title: name, description: described, lines: Self.lines(all.reversed())).svg : nil
    return VitalView(
      id: vital.key, name: name, latest: measured(latest), flag: flag(latest.interpretation),
      when: day(latest.effective), chart: chart, rows: all.map { row($0) },
      href: patient.map { "\(Path.recordHistory($0, .vitals))&vital=\(vital.key)" })
  }

  /// - Parameter all: of all kinds, by kind.
  func vitals(_ all: [Observation], of patient: ID<Patient>?) -> [VitalView] {
    let byKind = Dictionary(grouping: all, by: \.code)
    return Vital.allCases.compactMap { vital($0, byKind[$0.rawValue] ?? [], of: patient) }
  }

  private static func lines(_ all: [Observation]) -> [[Trend.Point]] {
    if all.contains(where: { !$0.components.isEmpty }) {
      return [Vital.systolic, Vital.diastolic].map { code in
        all.compactMap { one in
          one.components.first { $0.code == code }.map { point($0.value, one) }
        }
      }
    }
    return [all.compactMap { one in one.value.map { point($0, one) } }]
  }

  private static func point(_ value: ExactDecimal, _ observation: Observation) -> Trend.Point {
    Trend.Point(
      at: observation.effective.timeIntervalSince1970, value: value.approximately, text: value.description)
  }

  func value(_ observation: Observation) -> ResultValueRow {
    let range =
      switch (observation.low, observation.high) {
      case (let low?, let high?): "\(low) – \(high)"
      case (let low?, nil): "≥ \(low)"
      case (nil, let high?): "≤ \(high)"
      case (nil, nil): ""
      }
    return ResultValueRow(
      name: LabTest.coded(observation.code) == nil ? observation.name : words["lab.\(observation.code)"],
      value: measured(observation), range: range, flag: flag(observation.interpretation))
  }

  /// For whoever treats the patient.
  func result(_ report: DiagnosticReport, of patient: ID<Patient>) -> ResultRowView {
    var badges = [
      Badge(words["report.\(report.status.rawValue)"], report.status.isFinal ? .good : .quiet)
    ]
    if report.gravity != .normal {
      badges.insert(Badge(words["gravity.\(report.gravity.rawValue)"], .warn), at: 0)
    }
    if report.seen == nil, report.superseded == nil, report.status.isFinal {
      badges.append(Badge(words["record.unseen"], .warn))
    }
    return ResultRowView(
      title: report.title, about: about(report), badges: badges, values: report.values.map(value),
      conclusion: report.conclusion, href: Path.result(report.thread, of: patient),
      entered: words["record.by", ["day": day(report.recorded), "name": report.author]])
  }

  /// For the patient. One that was wrong says so, and nothing else.
  func ownResult(_ report: DiagnosticReport) -> ResultRowView {
    let isWrong = report.status == .wrong || report.status == .cancelled
    let isChanged = [.amended, .corrected].contains(report.status)
    return ResultRowView(
      title: report.title, about: about(report),
      badges: isChanged ? [Badge(words["report.\(report.status.rawValue)"], .quiet)] : [],
      values: isWrong ? [] : report.values.map(value), conclusion: isWrong ? "" : report.conclusion,
      notice: isWrong ? words["health.correcting"] : nil, href: nil,
      entered: words["health.entered", ["day": day(report.recorded), "name": report.author]])
  }

  private func about(_ report: DiagnosticReport) -> String {
    words.list([day(report.effective), report.laboratory].filter { !$0.isEmpty })
  }

  /// Whether, when and why a patient sees it.
  func release(_ report: DiagnosticReport) -> String {
    if report.status == .wrong { return words["record.shown-back"] }
    if let released = report.released {
      return words["record.shown-at", ["day": formats.longInstant(released)]]
    }
    if !report.status.isFinal { return words["record.shown-unfinal"] }
    return report.due.map { words["record.shown-due", ["day": formats.longInstant($0)]] }
      ?? words["record.shown-not"]
  }
}
