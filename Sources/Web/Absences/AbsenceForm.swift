import CivilTime
import Clinic
import Shell

/// An absence as it was typed.
struct AbsenceForm {
  let form: Form

  /// - Parameter today: in UTC, which is within one of the clinic's day.
  /// - Throws: `Refusal.invalid`.
  func parsed(today: Day) throws(Refusal) -> NewAbsence {
    var fields = FieldReader(form)
    let who = ID<Absentee>(form["who"])
    if who == nil { fields.refuse("who", "problem.choose") }
    let absence = time(&fields)
    if let absence {
      let last = form["last"].isEmpty ? "first" : "last"
      if absence.days.upperBound < today.adding(days: -1) { fields.refuse(last, "problem.day-past") }
      if absence.days.upperBound > today.adding(days: NewAbsence.furthest) {
        fields.refuse(last, "problem.day-far", ["days": String(NewAbsence.furthest)])
      }
    }
    try fields.finish()
    guard let who, let absence else { throw .invalid(fields.problems) }
    return NewAbsence(who, absence)
  }

  /// The time alone.
  ///
  /// - Throws: `Refusal.invalid`.
  func part() throws(Refusal) -> Absence {
    var fields = FieldReader(form)
    let absence = time(&fields)
    try fields.finish()
    guard let absence else { throw .invalid(fields.problems) }
    return absence
  }

  private func time(_ fields: inout FieldReader) -> Absence? {
    let first = Day(iso: form["first"])
    if first == nil { fields.refuse("first", "problem.day") }
    let last = form["last"].isEmpty ? first : Day(iso: form["last"])
    if last == nil, !form["last"].isEmpty { fields.refuse("last", "problem.day") }
    if let first, let last {
      if last < first { fields.refuse("last", "problem.day-order") }
      if first.days(until: last) >= NewAbsence.longest {
        fields.refuse("last", "problem.absence-long", ["days": String(NewAbsence.longest)])
      }
    }
    let starts = form["starts"].isEmpty ? TimeOfDay.midnight : TimeOfDay(iso: form["starts"])
    let ends = form["ends"].isEmpty ? TimeOfDay.endOfDay : TimeOfDay(iso: form["ends"])
    if starts == nil { fields.refuse("starts", "problem.time") }
    if ends == nil { fields.refuse("ends", "problem.time") }
    if let starts, let ends, ends <= starts { fields.refuse("ends", "problem.time-order") }
    guard fields.problems.isEmpty, let first, let last, let starts, let ends else { return nil }
    return Absence(days: first...last, starts: starts, ends: ends)
  }

  /// - Throws: `Refusal.unknown` when it is none of ours.
  func key() throws(Refusal) -> ID<Absence> {
    guard let key = ID<Absence>(form["key"]) else { throw .unknown }
    return key
  }

  func note() throws(Refusal) -> String {
    var fields = FieldReader(form)
    let note = fields.text("note", atMost: 200, required: false)
    try fields.finish()
    return note
  }
}
