public import Credentials
internal import Postgres

/// How much of a clinic lies under one key.
public struct KeyUse: Hashable, Sendable {
  public let slug: String
  /// In words, such as `passwords`.
  public let what: String
  /// The key's id; nil for passwords that were stored without a pepper.
  public let key: String?
  public let count: Int
}

extension TenantRegistry {
  /// Under which keys what is stored lies.
  public func keyUses(_ keys: InstallationKeys) async throws -> [KeyUse] {
    try await eachColumn { slug, _, column in
      try await within(slug) { database in
        let counted = try await database.query(column.countingCurrent(keys)).decode { try $0.next(Int.self) }
        let current = counted[0]
        var counts: [String?: Int] = current > 0 ? [keys.current: current] : [:]
        for value in try await database.query(column.listingOthers(keys)).decode(KeyedValue.init) {
          counts[try keys.id(of: value.value, column), default: 0] += 1
        }
        return counts.map { KeyUse(slug: slug, what: column.rawValue, key: $0.key, count: $0.value) }
          .sorted { ($0.key ?? "") < ($1.key ?? "") }
      }
    }
  }

  /// Puts everything under the current key, a few rows at a time, while servers run. Safe to repeat, and to be killed.
  ///
  /// What a server that does not know the new key changes meanwhile stays under its own: so servers get the key first.
  ///
  /// - Returns: what was put under it.
  /// - Throws: `SecretFault` or `PasswordFault` where a key is missing: what came before is done then.
  public func rotateKeys(_ keys: InstallationKeys) async throws -> [KeyUse] {
    try await eachColumn { slug, tenant, column in
      let found = try await within(slug) { database in
        try await database.query(column.listingOthers(keys)).decode(KeyedValue.init)
      }
      var done = 0
      for start in stride(from: 0, to: found.count, by: Self.rotatedAtOnce) {
        let statements = try found[start..<min(start + Self.rotatedAtOnce, found.count)].map { value in
          let context = column.context(tenant, owner: value.owner)
          return column.replacing(
            value.value, in: value.row, by: try keys.resealed(value.value, column, context: context))
        }
        done += try await within(slug) { database in
          try await database.pipeline(statements).reduce(0) { $0 + $1.affected }
        }
      }
      return done > 0 ? [KeyUse(slug: slug, what: column.rawValue, key: keys.current, count: done)] : []
    }
  }

  /// In one transaction, so that nobody who signs in waits for long.
  private static let rotatedAtOnce = 200

  private func eachColumn(
    _ work: (String, ID<Tenant>, KeyedColumn) async throws -> [KeyUse]
  ) async throws -> [KeyUse] {
    let tenants = try await withDatabase { database in
      try await database.query("SELECT slug, id FROM tenant ORDER BY slug").decode { row in
        (try row.next(String.self), try row.next(ID<Tenant>.self))
      }
    }
    var uses: [KeyUse] = []
    for (slug, id) in tenants {
      for column in KeyedColumn.allCases { uses += try await work(slug, id, column) }
    }
    return uses
  }
}

private struct KeyedValue {
  let row: String
  let owner: String
  let value: [UInt8]

  init(_ columns: inout Row) throws {
    row = try columns.next()
    owner = try columns.next()
    value = try columns.next()
  }
}
