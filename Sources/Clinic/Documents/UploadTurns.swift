internal import Synchronization

/// How many files a server takes in at a time, so that what is in memory of them has an end: of each a part and what is sealed of
/// it. A clinic has half of them at most, and somebody a few, so that nobody keeps the others waiting.
final class UploadTurns: Sendable {
  static let most = 24
  static let mostOfTenant = 12
  static let mostOfAccount = 3

  private let taken = Mutex<[String: Int]>([:])

  /// - Returns: false where all are taken.
  func take(of tenant: String, by account: String) -> Bool {
    taken.withLock { taken in
      guard taken["", default: 0] < Self.most, taken[tenant, default: 0] < Self.mostOfTenant,
        taken[account, default: 0] < Self.mostOfAccount
      else { return false }
      for name in ["", tenant, account] { taken[name, default: 0] += 1 }
      return true
    }
  }

  func giveBack(of tenant: String, by account: String) {
    taken.withLock { taken in
      for name in ["", tenant, account] {
        taken[name, default: 1] -= 1
        if taken[name] == 0 { taken[name] = nil }
      }
    }
  }
}

extension Clinic {
  /// Takes something in when there is room for it.
  ///
  /// - Throws: `Refusal.limited` when too much is under way, `.unauthenticated`, and what the work throws.
  public func takingIn<Value>(
    for visitor: Visitor, _ work: () async throws -> Value
  ) async throws -> Value {
    guard let token = visitor.tokenHash else { throw Refusal.unauthenticated }
    let (tenant, account) = (visitor.host, "\(visitor.host) \(token)")
    guard uploads.take(of: tenant, by: account) else { throw Refusal.limited(seconds: 2) }
    defer { uploads.giveBack(of: tenant, by: account) }
    return try await work()
  }
}
