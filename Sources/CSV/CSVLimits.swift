/// How much is read of a file that anybody may have made.
public struct CSVLimits: Hashable, Sendable {
  /// Of the file as it came.
  public var bytes: Int
  public var rows: Int
  /// In one row.
  public var fields: Int
  /// In one field, as UTF-8, its quotes not counted.
  public var fieldBytes: Int

  public init(
    bytes: Int = 256 << 20, rows: Int = 1_000_000, fields: Int = 200, fieldBytes: Int = 1 << 20
  ) {
    self.bytes = bytes
    self.rows = rows
    self.fields = fields
    self.fieldBytes = fieldBytes
  }
}
