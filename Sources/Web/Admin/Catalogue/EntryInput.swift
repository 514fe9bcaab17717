internal import Pages

/// One control of an entry's form: of a field, or of a part of one of its rows.
struct EntryInput: View {
  /// Its name in the form and its id on the page.
  let id: String
  let label: String
  let value: String
  let kind: Kind
  var choices: [Choice] = []
  /// The id of the list of what is there already.
  var suggestions: String?
  var limit = 0
  var isOptional = false
  /// Ids of what describes it: a hint, a problem.
  var describedBy: String?
  var isWrong = false

  enum Kind: Sendable {
    case line, lines, number, amount, day, time, box, select
  }

  var fields: Fields {
    [
      "id": .text(id), "label": .text(label), "value": .text(value), "choices": .list(choices),
      "suggestions": .text(suggestions), "limit": .number(limit), "isOptional": .flag(isOptional),
      "describedBy": .text(describedBy), "isWrong": .flag(isWrong), "isLine": .flag(kind == .line),
      "isLines": .flag(kind == .lines), "isNumber": .flag(kind == .number),
      "isAmount": .flag(kind == .amount),
      "isDay": .flag(kind == .day), "isTime": .flag(kind == .time), "isBox": .flag(kind == .box),
      "isTicked": .flag(value == "yes"), "isSelect": .flag(kind == .select),
    ]
  }

  static let samples = [
    EntryInput(id: "name", label: "Name", value: "First consultation", kind: .line, limit: 100),
    EntryInput(
      id: "description", label: "Description", value: "What it is.", kind: .lines, limit: 1000,
      isOptional: true, describedBy: "description-hint"),
    EntryInput(
      id: "duration", label: "Length in minutes", value: "twenty", kind: .number,
      describedBy: "duration-problem", isWrong: true),
    EntryInput(id: "price", label: "Price", value: "45.00", kind: .amount),
    EntryInput(id: "day", label: "Day", value: "2026-12-25", kind: .day),
    EntryInput(id: "from", label: "From", value: "09:00", kind: .time),
    EntryInput(id: "packed", label: "Packed", value: "yes", kind: .box),
    EntryInput(id: "specialty", label: "Specialty", value: "", kind: .select, choices: Choice.samples),
    EntryInput(
      id: "kind", label: "Kind", value: "laser", kind: .line, suggestions: "device-kind", limit: 50,
      isOptional: true),
  ]
}
