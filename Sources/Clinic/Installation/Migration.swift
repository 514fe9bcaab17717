internal import Crypto
internal import FoundationEssentials

/// One numbered file of `Migrations/`: plain SQL, applied once, never changed afterwards.
public struct Migration: Sendable {
  /// `0001_tenants`: the number and what it is about.
  public let name: String
  let sql: String

  var number: Int { Int(name.prefix(4)) ?? 0 }

  /// SHA-256 of the text, hexadecimal: a migration that was edited after it ran is refused.
  var checksum: String {
    SHA256.hash(data: Data(sql.utf8)).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }

  /// All migrations of a folder, in order.
  ///
  /// - Throws: `MigrationFault.gap` when a number is missing or comes twice.
  public static func all(in folder: String) throws -> [Migration] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".sql") && $0.prefix(4).allSatisfy(\.isNumber) }
      .sorted()
    let migrations = try names.map { file in
      Migration(
        name: String(file.dropLast(4)),
        sql: String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(file)")), as: UTF8.self))
    }
    for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
      throw MigrationFault.gap(migration.name)
    }
    return migrations
  }
}

public enum MigrationFault: Error, Hashable, CustomStringConvertible {
  case gap(String)
  case edited(String)
  case unknown(String)
  case openDoor(String)
  case failed(String, sqlState: String)

  public var description: String {
    switch self {
    case .gap(let name): "migration \(name) is out of order: numbers run from 0001 without gaps"
    case .edited(let name): "migration \(name) was changed after it ran on this database"
    case .unknown(let name): "this database has run migration \(name), which this version does not know"
    case .openDoor(let what): "\(what): run Migrations/roles.sql on this database as a superuser first"
    case .failed(let name, let sqlState): "migration \(name) failed with SQLSTATE \(sqlState)"
    }
  }
}
