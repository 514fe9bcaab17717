internal import Pages

/// An option, a radio button or a checkbox.
struct Choice: View {
  let value: String
  let text: String
  let chosen: Bool

  init(_ value: String, _ text: String, chosen: Bool = false) {
    self.value = value
    self.text = text
    self.chosen = chosen
  }

  var fields: Fields {
    ["value": .text(value), "text": .text(text), "chosen": .flag(chosen)]
  }

  static let samples = [
    Choice("cardiology", "Cardiology"), Choice("paediatrics", "Paediatrics", chosen: true),
  ]
}
