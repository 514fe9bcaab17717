internal import Clinic
internal import Pages

extension Words {
  /// `Profile changed: preferred name, gender`
  func act(_ act: Act, _ changed: [Detail]) -> String {
    let text = self["act.\(act.rawValue)"]
    if changed.isEmpty { return text }
    let details = list(changed.map { self["detail.\($0.rawValue)"] })
    return self["act.changed", ["act": text, "details": details]]
  }
}
