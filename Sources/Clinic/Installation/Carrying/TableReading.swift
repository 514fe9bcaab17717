internal import Postgres

/// Reads all rows of a table that the entered tenant has, in the order of their keys, some at a time.
struct TableReading {
  let table: TenantTable
  let tenant: ID<Tenant>
  /// Nil to leave sealed what is.
  let keys: InstallationKeys?
  let database: PostgresConnection

  /// Bytes of rows that are gathered before they are handed on.
  private static let batch = 512 * 1024
  private static let mostRows = 1000

  /// - Parameter take: is given rows as `ArchiveRow` encodes them, and how many.
  /// - Returns: what all of them add up to.
  func run(_ take: ([UInt8], Int) async throws -> Void = { _, _ in }) async throws -> TableDigest {
    var digesting = TableDigesting()
    var count = 16
    _ = try await database.query("DECLARE carried NO SCROLL CURSOR FOR \(selection)")
    while true {
      let rows = try await database.query("FETCH \(unsafe: "\(count)") FROM carried").decode(read)
      if rows.isEmpty { break }
      var bytes: [UInt8] = []
      for row in rows { row.encode(into: &bytes) }
      digesting.add(bytes, rows: rows.count)
      try await take(bytes, rows.count)
      // Wide rows are read few at a time.
      count = min(max(Self.batch * rows.count / bytes.count, 1), Self.mostRows)
    }
    _ = try await database.query("CLOSE carried")
    return digesting.digest(of: table.name)
  }

  private var sealed: [KeyedColumn] { table.sealed }

  private var selection: SQL {
    let open = table.columns.filter { name in !sealed.contains { $0.names.column == name } }
    let columns = open.map { "t." + TenantTable.quoted($0) }.joined()
    let secrets = sealed.map { column -> SQL in
      let value: SQL = "t.\(TenantTable.quoted(column.names.column))"
      let bytes: SQL = column.isPassword ? "convert_to(\(value), 'UTF8')" : value
      return ", \(bytes), t.\(TenantTable.quoted(column.ownerColumn))::text"
    }.joined(separator: "")
    return """
      SELECT (SELECT row_to_json(r)::text FROM (SELECT \(columns)) AS r)\(secrets)
        FROM \(table.quoted) t WHERE \(table.own) ORDER BY \(table.key.map { "t." + TenantTable.quoted($0) }.joined())
      """
  }

  private func read(_ row: inout Row) throws -> ArchiveRow {
    let json = Array(try row.next(String.self).utf8)
    var opened: [[UInt8]?] = []
    for column in sealed {
      let value: [UInt8]? = try row.next()
      let context = column.context(tenant, owner: try row.next())
      opened.append(try value.map { try keys?.opened($0, column, context: context) ?? $0 })
    }
    return ArchiveRow(json: json, opened: opened)
  }
}

extension PostgresConnection {
  /// So that a value has the same text wherever it is read.
  func speakPlainly() async throws {
    try await execute(
      script: """
        SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex';
        SET extra_float_digits = 1
        """)
  }
}
