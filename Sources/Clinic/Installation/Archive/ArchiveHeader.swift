internal import FoundationEssentials

/// What an archive says first.
struct ArchiveHeader: Codable, Sendable {
  /// Raised when what follows is written in another way.
  static let currentFormat = 1

  var format = Self.currentFormat
  let tenant: UUID
  let slug: String
  let name: String
  let takenAt: Date
  /// The last migration, and the hash of all of them: rows fit into the same tables only.
  let migration: String
  let schema: String
  /// Hosts that lead to the clinic, but for the one that every installation gives.
  let hosts: [String]
  /// Public halves of the keys that signed the audit log, as the settings take them.
  let auditKeys: [String]
  /// The highest value of each column that counts by itself, by table.
  let counters: [String: Int64]
}

/// What is said of a table before its rows.
struct ArchiveTable: Codable, Hashable, Sendable {
  let name: String
  let columns: [String]
  /// Columns whose values lay under the installation's keys; here they are open.
  let sealed: [String]
}

/// What is said of a table after its rows.
struct TableDigest: Codable, Hashable, Sendable {
  let name: String
  let rows: Int
  /// SHA-256 of the rows in the order of their keys, hexadecimal.
  let sha256: String
}

struct ArchiveObject: Codable, Hashable, Sendable {
  let key: String
  let contentType: String
  let length: Int
}

/// The last that an archive says.
struct ArchiveTotals: Codable, Hashable, Sendable {
  var tables = 0
  var rows = 0
  var objects = 0
  var bytes = 0
}
