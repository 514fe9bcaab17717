internal import Clinic
internal import Pages

extension Words {
  /// `Profile changed: preferred name, gender`
  func act(_ act: Act, _ changed: [Detail]) -> String {
    let text = self["act.\(act.rawValue)"]
    if changed.isEmpty { return text }
    let details = changed.map { self["detail.\($0.rawValue)"] }.joined(separator: ", ")
    return self["act.changed", ["act": text, "details": details]]
  }
}
