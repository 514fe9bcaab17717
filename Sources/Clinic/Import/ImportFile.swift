public import FoundationEssentials
internal import Postgres

/// A file that somebody brought, to look at what it would do, and to carry it out.
public struct ImportFile: Sendable {
  public let id: ID<ImportFile>
  public let noun: Noun
  /// As it was called where it came from.
  public let name: String
  /// As it came; empty once it is carried out.
  public let contents: [UInt8]
  /// By what name whoever reads the contents knows how they are written.
  public let encoding: String
  /// What it has done; nil for nothing yet.
  public let report: ImportReport?

  /// For how long a file is kept, in seconds.
  static let lifetime: TimeInterval = 86_400

  public init(
    id: ID<ImportFile>, noun: Noun, name: String, contents: [UInt8], encoding: String,
    report: ImportReport? = nil
  ) {
    self.id = id
    self.noun = noun
    self.name = name
    self.contents = contents
    self.encoding = encoding
    self.report = report
  }
}

/// Of how many entries a file was.
public struct ImportReport: Hashable, Sendable {
  public let added: Int
  public let changed: Int
  public let same: Int
}

extension Query<ImportFile?> {
  /// None that is older than a day, whether it has been removed by now or not.
  public static func importFile(_ id: ID<ImportFile>, of noun: Noun, at now: Date) -> Self {
    importFile(id, of: noun, at: now, locked: "")
  }

  static func importFile(_ id: ID<ImportFile>, of noun: Noun, at now: Date, locked: SQL) -> Self {
    Query(
      """
      SELECT id, noun, name, contents, encoding, added, changed, same FROM import_file
       WHERE id = \(id) AND noun = \(noun.rawValue) AND made_at > \(now - ImportFile.lifetime) \(locked)
      """, first: ImportFile.init(row:))
  }
}

extension ImportFile {
  fileprivate init(row: inout Row) throws {
    id = try row.next()
    guard let noun = Noun(rawValue: try row.next()) else {
      throw StoredValueFault(column: "import_file.noun")
    }
    self.noun = noun
    name = try row.next()
    contents = try row.next()
    encoding = try row.next()
    let (added, changed, same) = try (row.next(Int?.self), row.next(Int?.self), row.next(Int?.self))
    report = added.map { ImportReport(added: $0, changed: changed ?? 0, same: same ?? 0) }
  }
}
