import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension AbsenceRow {
  init(_ absence: EnteredAbsence, _ formats: Formats) {
    self.init(
      absentee: absence.absentee, time: formats.absence(absence.absence), note: absence.note,
      open: absence.open, tasks: absence.tasks, settled: absence.settled, href: Path.absence(absence.id))
  }
}

extension Formats {
  /// `Monday 23 November 2026 to Friday 27 November 2026, Monday, Tuesday, 13:00 to 17:00`; without weekdays for all, and
  /// without times for whole days.
  func absence(_ absence: Absence) -> String {
    let (first, last) = (longDay(absence.days.lowerBound), longDay(absence.days.upperBound))
    let range = words["format.day-range", ["from": first, "until": last]]
    let weekdays = absence.weekdays.sorted().map(weekday)
    let day = words.list([first == last ? first : range] + weekdays)
    if absence.starts == .midnight, absence.ends == .endOfDay { return day }
    let span = words["format.day-range", ["from": time(absence.starts), "until": time(absence.ends)]]
    return words["format.day-and-time", ["day": day, "time": span]]
  }
}

extension RebookingRow {
  /// Of a visit about which nobody was asked yet.
  init(
    _ visit: AffectedVisit, _ proposal: RebookingPlan.Proposal?, _ otherDoctor: String?, standIn: String?,
    _ formats: Formats
  ) {
    self.init(
      was: formats.longInstant(visit.during.lowerBound), patient: visit.patientName,
      service: visit.serviceName,
      proposed: proposal.map { formats.longInstant($0.slot.during.lowerBound) }, otherDoctor: otherDoctor,
      standIn: standIn)
  }

  init(_ rebooking: Rebooking, _ formats: Formats, isSettledHere: Bool = false) {
    let words = formats.words
    let tone: Badge.Tone =
      switch rebooking.state {
      case .open, .cancelled, .withdrawn: .quiet
      case .task: .warn
      case .accepted, .swapped: .good
      }
    self.init(
      was: formats.longInstant(rebooking.was.lowerBound), patient: rebooking.visit.patientName,
      birthDate: formats.date(rebooking.visit.birthDate), service: rebooking.visit.serviceName,
      proposed: rebooking.isSettled
        ? nil : rebooking.proposal.map { formats.longInstant($0.during.lowerBound) },
      otherDoctor: rebooking.proposal.flatMap { $0.isOtherDoctor ? $0.practitionerName : nil },
      standIn: rebooking.standIn, state: Badge(words["rebooking.\(rebooking.state.rawValue)"], tone),
      now: rebooking.state == .accepted ? formats.longInstant(rebooking.visit.during.lowerBound) : nil,
      until: rebooking.state == .open ? formats.longInstant(rebooking.answerUntil) : nil,
      why: rebooking.state == .task ? rebooking.why.map { words["rebooking.why.\($0.rawValue)"] } : nil,
      todo: rebooking.state == .task ? rebooking.why.map { words["rebooking.todo.\($0.rawValue)"] } : nil,
      phone: rebooking.visit.phone, email: rebooking.visit.email,
      href: rebooking.isSettled || isSettledHere ? nil : Path.task(rebooking.id))
  }

  /// What this file asks of the catalogues.
  static let keys =
    Rebooking.State.allCases.map { "rebooking.\($0.rawValue)" }
    + Rebooking.Why.allCases.flatMap { ["rebooking.why.\($0.rawValue)", "rebooking.todo.\($0.rawValue)"] }
}

extension ChoiceGroup {
  /// Whom and what there is to choose from; the only one is chosen beforehand.
  static func all(_ absentees: [Absentee], chosen: String, _ words: Words) -> [ChoiceGroup] {
    Absentee.Sort.allCases.compactMap { sort in
      let some = absentees.filter { $0.sort == sort }
      guard !some.isEmpty else { return nil }
      return ChoiceGroup(
        label: words["absences.sort.\(sort.rawValue)"],
        choices: some.map { one in
          Choice("\(one.id)", one.name, chosen: "\(one.id)" == chosen || absentees.count == 1)
        })
    }
  }

  /// What this file asks of the catalogues.
  static let keys = Absentee.Sort.allCases.map { "absences.sort.\($0.rawValue)" }
}
