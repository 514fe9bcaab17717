internal import Credentials
internal import FoundationEssentials
internal import Postgres

/// The key under which the lines of one file of patients lie, as numbers of insurance may stand in them: random, and itself sealed
/// under the installation's keys, bound to the file's row.
struct ImportKey: Sendable {
  private let stream: StreamKey
  private let file: ID<PatientImport>
  /// As the database has it.
  let sealed: [UInt8]

  static func new(
    _ file: ID<PatientImport>, of tenant: ID<Tenant>, _ box: SecretBox, _ random: RandomSource
  ) throws -> ImportKey {
    let bytes = random.bytes(32)
    return try ImportKey(bytes, file, box.seal(bytes, context: context(file, tenant)))
  }

  /// - Throws: `SecretFault`, for a key of another file, of another clinic or of keys that are gone.
  init(_ sealed: [UInt8], _ file: ID<PatientImport>, of tenant: ID<Tenant>, _ box: SecretBox) throws {
    try self.init(box.open(sealed, context: Self.context(file, tenant)), file, sealed)
  }

  private init(_ bytes: [UInt8], _ file: ID<PatientImport>, _ sealed: [UInt8]) throws {
    guard let stream = StreamKey(bytes) else { throw SecretFault.malformed }
    (self.stream, self.file, self.sealed) = (stream, file, sealed)
  }

  private static func context(_ file: ID<PatientImport>, _ tenant: ID<Tenant>) -> String {
    KeyedColumn.importLines.context(tenant, owner: "\(file)")
  }

  private func context(of line: Int) -> String { "\(file)/\(line)" }

  /// The cells of a line, as `patient_import_line.cells` has them.
  func sealed(_ row: ImportRow, _ random: RandomSource) throws -> JSONB {
    let cells = try JSONEncoder().encode(row.cells)
    let sealed = try DocumentVault.sealed(cells, context(of: row.line), stream, random)
    return try JSONB(encoding: Data(sealed).base64EncodedString())
  }

  /// - Throws: `SecretFault` for the cells of another line or file.
  func cells(_ stored: JSONB, line: Int) throws -> [String] {
    let text = try JSONDecoder().decode(String.self, from: Data(stored.utf8))
    guard let sealed = Data(base64Encoded: text) else { throw SecretFault.malformed }
    let cells = try DocumentVault.opened(Array(sealed), context(of: line), stream)
    return try JSONDecoder().decode([String].self, from: Data(cells))
  }
}

extension ImportRow {
  /// - Parameter key: nil of a file that came before lines were sealed.
  init(line: Int, stored: JSONB, _ key: ImportKey?) throws {
    guard let key else {
      self.init(line: line, cells: try JSONDecoder().decode([String].self, from: Data(stored.utf8)))
      return
    }
    self.init(line: line, cells: try key.cells(stored, line: line))
  }
}
