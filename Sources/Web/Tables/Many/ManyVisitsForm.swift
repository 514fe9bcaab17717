import CivilTime
import Clinic
import FoundationEssentials
import Shell

/// Visits that were chosen out of a list, and what is to be done with them, out of a form or an address.
struct ManyVisitsForm {
  let form: Form

  static let repeating: Set = ["id", "seen"]

  var ids: [ID<Appointment>] { form.chosen() }

  /// The query of the list, to go back to it.
  var back: String {
    (try? form.view).map {
      Table.address(Path.visits, TableView($0, of: .appointments).query(of: .appointments))
    } ?? Path.visits
  }

  /// As the preview showed them: `id.sequence`.
  ///
  /// - Throws: `Refusal.invalid` when none was chosen.
  var seen: [SeenVisit] {
    get throws {
      let visits = form.all("seen").compactMap(SeenVisit.init(text:))
      guard !visits.isEmpty else { throw Refusal.invalid([Problem("", "problem.none-chosen")]) }
      return Array(visits.prefix(SeenVisit.most))
    }
  }

  var isWhole: Bool { form["scope"] != "possible" }

  /// Nil before anything was typed; what is wrong with it otherwise.
  func target() -> (target: MoveTarget?, problems: [Problem]) {
    let names = ["days", "minutes", "day", "doctor"]
    guard names.contains(where: { !form[$0].isEmpty }) else { return (nil, []) }
    var fields = FieldReader(form)
    let days = fields.shift("days", most: MoveTarget.mostDays)
    let minutes = fields.shift("minutes", most: MoveTarget.mostMinutes)
    let day = Day(iso: form["day"])
    if !form["day"].isEmpty, day == nil { fields.refuse("day", "problem.day") }
    if !form["day"].isEmpty, days != 0 { fields.refuse("day", "problem.day-or-days") }
    let doctor = ID<Practitioner>(form["doctor"])
    if !form["doctor"].isEmpty, doctor == nil { fields.refuse("doctor", "problem.choose") }
    guard fields.problems.isEmpty else { return (nil, fields.problems) }
    return (MoveTarget(days: days, minutes: minutes, day: day, practitioner: doctor), [])
  }
}

extension SeenVisit {
  fileprivate init?(text: String) {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let id = ID<Appointment>(parts[0]), let sequence = Int(parts[1]) else {
      return nil
    }
    self.init(id, sequence: sequence)
  }

  var text: String { "\(id).\(sequence)" }
}

extension FieldReader {
  /// A whole number with or without a sign, and none for nothing.
  fileprivate mutating func shift(_ field: String, most: Int) -> Int {
    let typed = form[field].trimmed.replacing("−", with: "-")
    if typed.isEmpty { return 0 }
    guard typed.count <= 5, let number = Int(typed), number.magnitude <= most else {
      refuse(field, "problem.number-range", ["least": "−\(most)", "most": String(most)])
      return 0
    }
    return number
  }
}
