import Clinic
import FoundationEssentials
import Pages

extension ChartPage {
  init(_ chart: PatientChart, _ say: RecordSaying, at now: Date, key: String) {
    let (id, words) = (chart.head.id, say.words)
    let real = chart.allergies.filter { !$0.entry.isNoneKnown }
    let none = chart.allergies.first { $0.entry.isNoneKnown }
    let hasNone = real.allSatisfy { !$0.entry.isPresent }
    self.init(
      head: say.head(chart.head, at: now),
      warnings: chart.warnings.flatMap { medication, warnings in
        warnings.map {
          Line(
            words[
              "record.against.\($0.reason.rawValue)", ["medication": medication.text, "allergy": $0.allergy]])
        }
      },
      allergies: say.section(real, of: id),
      noAllergies: hasNone
        ? none.map { words["record.none-since", ["day": say.day($0.recorded), "name": $0.author]] } : nil,
      isUnasked: real.isEmpty && none == nil,
      noneAction: hasNone ? "\(Path.record(id, .allergies))/none" : "",
      key: key, conditions: say.section(chart.conditions, of: id),
      medications: say.section(chart.medications, of: id), vitals: say.vitals(chart.vitals, of: id),
      addVitals: Path.record(id, .vitals),
      results: chart.results.prefix(PatientChart.mostResults).map { say.result($0, of: id) },
      addResult: Path.record(id, .results),
      moreResults: chart.results.count > PatientChart.mostResults ? Path.recordHistory(id, .results) : nil,
      visits: chart.visits.map { visit in
        RecordVisitRow(
          when: say.formats.longInstant(visit.start), service: visit.service, doctor: visit.practitioner,
          status: Badge(visit.status, words), reason: visit.reason)
      }, notesHref: Path.notes(of: id))
  }
}

extension RecordSaying {
  /// A part of the chart, where it is entered and changed.
  func section<E: RecordEntry>(_ versions: [Version<E>], of id: ID<Patient>) -> RecordSection {
    let part = E.part.rawValue
    return RecordSection(
      id: part, heading: words["record.\(part)"],
      rows: versions.prefix(PatientChart.most).map { row($0, of: id, isEditable: true) },
      empty: words["record.empty.\(part)"],
      add: Link(text: words["record.new.\(part)"], href: Path.record(id, E.part)),
      history: Link(text: words["record.all-versions"], href: Path.recordHistory(id, E.part)),
      isMore: versions.count > PatientChart.most)
  }

  /// The same for the patient, who only reads it.
  func ownSection<E: RecordEntry>(_ versions: [Version<E>], of id: ID<Patient>) -> RecordSection {
    let part = E.part.rawValue
    return RecordSection(
      id: part, heading: words["record.\(part)"], rows: versions.map { row($0, of: id, isEditable: false) },
      empty: words["health.empty"], add: nil, history: nil)
  }
}
