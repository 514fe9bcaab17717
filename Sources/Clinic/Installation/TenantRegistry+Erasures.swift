public import FoundationEssentials
internal import Postgres

/// What became of a list of erasures.
public struct ErasedAgain: Equatable, Sendable {
  /// Who was still there.
  public var erased = 0
  /// Of whom that was done here already.
  public var before = 0
  /// Of whom there is nothing.
  public var nobody = 0

  /// The number of the first line that is none of this clinic's lines: nothing is done then.
  public struct Fault: Error, Equatable { public let line: Int }
}

extension TenantRegistry {
  /// A line for each erasure that a clinic has carried out, without names: the list to be kept beside backups.
  ///
  /// - Throws: `TenantFault.unknown`, `.beingDeleted`.
  public func erasures(of slug: String) async throws -> [String] {
    try await within(slug) { database in
      try await database.query("SELECT erasures_done()").decode { row in try row.next(String.self) }
    }
  }

  /// Erases whom a list names, where rows came back that are older than it: all of them, or nobody. What is stored of them goes by a
  /// job, once the clinic works. Done twice it is done once.
  ///
  /// - Throws: `ErasedAgain.Fault`; `TenantFault.unknown`, `.beingDeleted`.
  public func eraseAgain(_ lines: [String], at slug: String, now: Date) async throws -> ErasedAgain {
    try await within(slug) { database in
      var done = ErasedAgain()
      for (place, line) in lines.enumerated() where !line.isEmpty {
        let outcome: [String]
        do {
          outcome = try await database.query("SELECT erase_again(\(line)::text::jsonb, \(now))").decode {
            row in
            try row.next()
          }
        } catch let error as PostgresError where Self.isOfLine(error.sqlState.rawValue) {
          throw ErasedAgain.Fault(line: place + 1)
        }
        switch outcome.first {
        case "erased": done.erased += 1
        case "before": done.before += 1
        default: done.nobody += 1
        }
      }
      return done
    }
  }

  /// No JSON, no id, a value that is missing, another clinic's.
  private static func isOfLine(_ state: String) -> Bool {
    state.hasPrefix("22") || ["23502", "PC005"].contains(state)
  }
}
