@testable import ObjectStore

/// Two tenants of which neither may see the other, and one of its own for each test.
enum TestTenant {
  static let riverside = "0190b5a1-7c1e-7c3a-9d2f-5a6b7c8d9e0f"
  static let hilltop = "0190b5a1-7c1e-7c3a-9d2f-5a6b7c8d9e10"

  static func fresh() -> String {
    let hex = (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
    var rest = hex[...]
    return [8, 4, 4, 4, 12].map { length in
      defer { rest = rest.dropFirst(length) }
      return String(rest.prefix(length))
    }.joined(separator: "-")
  }
}
