internal import Pages

/// One way to narrow a list, as a control of its form.
struct FilterField: View {
  let name: String
  let label: String
  /// Empty where a day is typed.
  let choices: [Choice]
  let isDay: Bool
  let value: String
  var problem: String?

  /// Not where there is nothing to choose but any.
  var offersAnything: Bool { isDay || choices.count > 1 }

  var control: Control { Control(id: name, label: label, problem: problem) }

  var fields: Fields {
    [
      "name": .text(name), "label": .text(label), "choices": .list(choices), "isDay": .flag(isDay),
      "value": .text(value),
      "problem": .text(problem),
    ]
  }

  static let samples = [
    FilterField(
      name: "state", label: "State", choices: [Choice("", "Any"), Choice("booked", "Booked", chosen: true)],
      isDay: false, value: "booked"),
    FilterField(name: "from", label: "From", choices: [], isDay: true, value: "2026-11-24"),
    FilterField(
      name: "until", label: "Until", choices: [], isDay: true, value: "2026-02-31",
      problem: "This can’t be chosen here"),
  ]
}
