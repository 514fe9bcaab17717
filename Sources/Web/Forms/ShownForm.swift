import Clinic
import Pages
import Shell

/// A form as it is shown again: what was typed, and what is wrong with it in the person's words.
struct ShownForm {
  let form: Form
  let problems: [Problem]
  let words: Words

  init(_ form: Form, _ problems: [Problem] = [], _ words: Words) {
    self.form = form
    self.problems = problems
    self.words = words
  }

  private func label(_ name: String) -> String { words["label.\(name)"] }

  func problem(_ name: String) -> String? {
    problems.first { $0.field == name }.map { words[$0.message, $0.values] }
  }

  /// A field with what was typed into it.
  ///
  /// - Parameter key: of its label, where that is another than the field's own.
  func field(_ name: String, label key: String? = nil) -> Field {
    Field(name, form[name], label: key.map { words[$0] } ?? label(name), problem: problem(name))
  }

  /// A field that is never shown again: a password, a code, a file.
  ///
  /// - Parameter key: of its label, where that is another than the field's own.
  func secret(_ name: String, label key: String? = nil) -> Field {
    Field(name, "", label: key.map { words[$0] } ?? label(name), problem: problem(name))
  }

  func date(_ name: String) -> DateField {
    let parts = ["Day", "Month", "Year"].map { name + $0 }
    return DateField(
      name, day: form[parts[0]], month: form[parts[1]], year: form[parts[2]], label: label(name),
      problem: problem(name) ?? parts.lazy.compactMap { problem($0) }.first)
  }

  func gender() -> GenderField {
    GenderField(form["gender"], label: label("gender"), problem: problem("gender"))
  }

  /// - Parameter key: of its label, where that is another than the field's own.
  func choices(_ name: String, _ choices: [(id: String, name: String)], label key: String? = nil)
    -> ChoiceField
  {
    let chosen = Set(form.all(name))
    return ChoiceField(
      name, choices.map { Choice($0.id, $0.name, chosen: chosen.contains($0.id)) },
      label: key.map { words[$0] } ?? label(name), problem: problem(name))
  }
}
