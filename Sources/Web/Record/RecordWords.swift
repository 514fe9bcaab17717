import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// The texts of the minimum record, by their keys.
enum RecordWords {
  static let hints: Set = [
    "record.allergies.text", "record.allergies.code", "record.conditions.code", "record.medications.code",
    "record.medications.dosage", "record.vitals.weight", "record.results.values", "record.results.title",
  ]

  static let keys: [String] = [
    EntryWords.keys(AllergyIntolerance.self), EntryWords.keys(Condition.self),
    EntryWords.keys(MedicationStatement.self), EntryWords.keys(VitalSigns.self),
    EntryWords.keys(ResultEntry.self), hints.map { "\($0).hint" },
    RecordPart.allCases.flatMap { ["record.\($0.rawValue)", "record.new.\($0.rawValue)"] },
    [RecordPart.allergies, .conditions, .medications, .results].map { "record.edit.\($0.rawValue)" },
    RecordPart.allCases.map { "record.lead.\($0.rawValue)" },
    [RecordPart.allergies, .conditions, .medications].map { "record.empty.\($0.rawValue)" },
    Vital.allCases.map { "vital.\($0.key)" },
    Interpretation.allCases.filter { $0 != .none }.flatMap {
      ["flag.\($0.rawValue.lowercased())", "health.flag.\($0.rawValue.lowercased())"]
    },
    DiagnosticReport.Status.allCases.map { "report.\($0.rawValue)" },
    Gravity.allCases.map { "gravity.\($0.rawValue)" },
    AllergyWarning.Reason.allCases.map { "record.against.\($0.rawValue)" },
    AdministrativeGender.allCases.map { "gender.\($0.rawValue)" },
    [
      "record.born", "record.by", "record.ended", "record.wrong", "record.high", "record.trend",
      "record.typed", "record.all-versions", "record.none-since", "record.at-sight", "record.onset",
      "record.abatement",
      "record.from", "record.until", "record.despite-said", "record.severity-of", "record.unseen",
      "record.shown-at", "record.shown-due", "record.shown-not", "record.shown-unfinal", "record.shown-back",
      "record.despite", "record.sure-ask", "health.correcting", "health.none-since", "health.empty",
      "health.entered", "problem.decimal", "problem.record-code", "problem.record-unit",
      "problem.record-days",
      "problem.record-abated", "problem.record-ahead", "problem.before-birth", "problem.vital-impossible",
      "problem.vital-pair",
      "problem.vital-order", "problem.vital-none", "problem.vital-unusual", "problem.vital-sure",
      "problem.allergy", "problem.allergies-known", "problem.result-registered", "problem.result-empty",
      "problem.result-range", "problem.result-final", "problem.list-long", "problem.title", "problem.number",
      "problem.day", "problem.time", "problem.entry-changed", "problem.record-retired", "problem.other-state",
      "kept.row", "kept.choose",
    ],
  ].flatMap(\.self)
}

/// How the record is said, for staff or in plain words.
struct RecordSaying {
  let formats: Formats
  /// Plain words, without codes and what is for the clinic alone.
  var isPlain = false

  var words: Words { formats.words }

  func day(_ instant: Date) -> String { formats.date(formats.day(instant)) }

  func head(_ head: PatientChart.Head, at now: Date) -> RecordHead {
    let today = formats.day(now)
    return RecordHead(
      name: head.name, number: head.number,
      born: words[
        "record.born",
        ["date": formats.date(head.birthDate), "age": formats.age(from: head.birthDate, on: today)]],
      gender: words["gender.\(head.gender.rawValue)"], needs: Badge.needs(head.needs, words),
      emergency: head.emergency, chart: Path.chart(head.id), record: Path.record(head.id))
  }

  func flag(_ interpretation: Interpretation) -> Badge? {
    guard interpretation != .none else { return nil }
    let key = "\(isPlain ? "health." : "")flag.\(interpretation.rawValue.lowercased())"
    return Badge(words[key], interpretation.gravity == .normal ? .quiet : .warn)
  }

  /// Who entered it and when, and what became of it.
  func entered<Entry>(_ version: Version<Entry>) -> String {
    let key = isPlain ? "health.entered" : "record.by"
    let said = words[key, ["day": day(version.recorded), "name": version.author]]
    guard !isPlain, let ended = version.superseded else { return said }
    return said + ". "
      + words["record.ended", ["day": formats.longInstant(ended), "name": version.supersededBy ?? ""]]
  }

  func row<E: RecordEntry>(_ version: Version<E>, of patient: ID<Patient>, isEditable: Bool) -> RecordRow {
    let entry = version.entry
    var row = RecordRow(title: entry.title, entered: entered(version))
    if let allergy = entry as? AllergyIntolerance { fill(&row, allergy) }
    if let condition = entry as? Condition { fill(&row, condition) }
    if let medication = entry as? MedicationStatement { fill(&row, medication) }
    if version.isWrong { row.badges.insert(Badge(words["record.wrong"], .quiet), at: 0) }
    if isPlain { row.code = "" }
    let isCurrent = version.superseded == nil
    row.href =
      isEditable && isCurrent ? "\(Path.record(patient, E.part))?entry=\(entry.id)" : nil
    row.withdrawn = isEditable && isCurrent ? version.id.description : nil
    return row
  }

  private func fill(_ row: inout RecordRow, _ allergy: AllergyIntolerance) {
    row.code = allergy.isNoneKnown ? "" : allergy.code
    let title = allergy.isNoneKnown ? words["record.none-known"] : allergy.text
    var badges: [Badge] = []
    if allergy.criticality == .high { badges.append(Badge(words["record.high"], .warn)) }
    if let category = allergy.category {
      badges.append(Badge(words["record.category.\(category.rawValue)"], .quiet))
    }
    if let kind = allergy.type, !isPlain {
      badges.append(Badge(words["record.type.\(kind.rawValue)"], .quiet))
    }
    if allergy.clinicalStatus != .active {
      badges.append(Badge(words["record.clinical.\(allergy.clinicalStatus.rawValue)"], .quiet))
    }
    if allergy.verificationStatus != .confirmed {
      badges.append(Badge(words["record.verification.\(allergy.verificationStatus.rawValue)"], .quiet))
    }
    let reaction =
      allergy.severity.map {
        words[
          "record.severity-of",
          ["reaction": allergy.manifestation, "severity": words["record.severity.\($0.rawValue)"]]
        ].trimmed
      } ?? allergy.manifestation
    row = RecordRow(
      title: title, code: row.code, badges: badges, details: lines(reaction, isPlain ? "" : allergy.note),
      entered: row.entered)
  }

  private func fill(_ row: inout RecordRow, _ condition: Condition) {
    row.code = condition.code
    row.badges = [
      Badge(
        words["record.condition.\(condition.clinicalStatus.rawValue)"], condition.isPresent ? .good : .quiet)
    ]
    if condition.verificationStatus != .confirmed {
      row.badges.append(Badge(words["record.verification.\(condition.verificationStatus.rawValue)"], .quiet))
    }
    row.details = lines(
      condition.onset.map { words["record.onset", ["day": formats.date($0)]] } ?? "",
      condition.abatement.map { words["record.abatement", ["day": formats.date($0)]] } ?? "",
      isPlain ? "" : condition.note)
  }

  private func fill(_ row: inout RecordRow, _ medication: MedicationStatement) {
    row.code = medication.code
    row.badges = [
      Badge(words["record.medication.\(medication.status.rawValue)"], medication.isPresent ? .good : .quiet)
    ]
    row.details = lines(
      medication.dosage, medication.from.map { words["record.from", ["day": formats.date($0)]] } ?? "",
      medication.until.map { words["record.until", ["day": formats.date($0)]] } ?? "",
      isPlain ? "" : words["record.source.\(medication.source.rawValue)"], isPlain ? "" : medication.note,
      isPlain || medication.despite.isEmpty
        ? "" : words["record.despite-said", ["reason": medication.despite]])
  }

  private func lines(_ texts: String...) -> [Line] { texts.filter { !$0.isEmpty }.map { Line($0) } }
}
