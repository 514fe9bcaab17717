public import Credentials
public import FoundationEssentials

/// The words of a row of the record as they lie sealed, made without a server: for demo data.
public enum SealedRecord {
  /// - Parameters:
  ///   - words: as `RecordStorage.words` names them.
  ///   - table: whose column `content` it is for.
  public static func content(
    _ words: [String: String], of table: String, row: UUID, in tenant: ID<Tenant>, keys: KeyRing
  ) throws -> [UInt8] {
    try SealedWords(words).sealed(table, row, Seal(box: SecretBox(keys), tenant: tenant))
  }
}
