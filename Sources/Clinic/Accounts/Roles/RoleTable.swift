/// The table of roles and permissions, for an operator's terminal and for reviews.
public enum RoleTable {
  public static var text: String {
    let first = Permission.allCases.map(\.rawValue.count).max() ?? 0
    let head = [padded("", first)] + Role.allCases.map(\.rawValue)
    let rows = Permission.allCases.map { permission in
      [padded(permission.rawValue, first)]
        + Role.allCases.map { padded($0.may(permission) ? "yes" : "-", $0.rawValue.count) }
    }
    return ([head] + rows).map { trimmed($0.joined(separator: "  ")) }.joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
