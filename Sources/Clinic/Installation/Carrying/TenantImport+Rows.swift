internal import FoundationEssentials
internal import Postgres

extension Installation {
  /// Within the transaction: the tenant, the hosts that lead to it, and every table's rows, each read back and compared.
  ///
  /// - Returns: the hosts.
  func storeRows(
    from reader: ArchiveReader, _ header: ArchiveHeader, _ database: PostgresConnection
  ) async throws -> [String] {
    let tenant = ID<Tenant>(header.tenant)
    let hosts = header.hosts + [host(of: header.slug)]
    let all = [try await TenantTable.tenants(in: database)] + (try await TenantTable.all(in: database))
    let tables = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    _ = try await database.pipeline([.carrying, "SELECT enter_tenant(\(tenant), NULL)"])
    var table: TenantTable?
    while let record = try await reader.next() {
      switch record {
      case .table(let described):
        table = tables[described.name]
        guard table?.described == described else { throw ArchiveFault.malformed }
      case .rows(let bytes, _):
        guard let table else { throw ArchiveFault.malformed }
        try await insert(bytes, into: table, of: tenant, database)
      case .tableEnd(let digest):
        guard let table else { throw ArchiveFault.malformed }
        let reading = TableReading(table: table, tenant: tenant, keys: keys, database: database)
        guard try await reading.run() == digest else { throw ArchiveFault.differs(table: table.name) }
        if table.isTenants { try await lead(hosts, to: tenant, database) }
      case .header, .object, .piece, .objectEnd, .end: continue
      }
    }
    return hosts
  }

  private func lead(_ hosts: [String], to tenant: ID<Tenant>, _ database: PostgresConnection) async throws {
    for host in hosts { try await tenants.lead(host, to: tenant, in: database) }
  }

  private func insert(
    _ bytes: [UInt8], into table: TenantTable, of tenant: ID<Tenant>, _ database: PostgresConnection
  ) async throws {
    let sealed = table.sealed
    var json = Array("[".utf8)
    for row in try ArchiveRow.decode(bytes, sealed: sealed.count) {
      if json.count > 1 { json.append(UInt8(ascii: ",")) }
      json += try row.resealed(sealed, of: tenant, by: keys)
    }
    json.append(UInt8(ascii: "]"))
    let columns = TenantTable.quoted(table.columns)
    do {
      _ = try await database.query(
        """
        INSERT INTO \(table.quoted) (\(columns)) OVERRIDING SYSTEM VALUE
        SELECT \(columns)
          FROM json_populate_recordset(NULL::\(table.quoted), \(String(decoding: json, as: UTF8.self))::json)
        """)
    } catch let error as PostgresError where error.constraint?.hasPrefix("tenant_") == true && table.isTenants
    {
      throw ArchiveFault.present(slug: "\(tenant)")
    }
  }
}

extension ArchiveRow {
  /// As JSON, with what had been opened sealed again.
  fileprivate func resealed(
    _ columns: [KeyedColumn], of tenant: ID<Tenant>, by keys: InstallationKeys
  ) throws -> [UInt8] {
    if opened.allSatisfy({ $0 == nil }) { return json }
    guard json.last == UInt8(ascii: "}"),
      let values = try? JSONDecoder().decode([String: Name].self, from: Data(json))
    else { throw ArchiveFault.malformed }
    var whole = json
    for case (let column, let value?) in zip(columns, opened) {
      guard let owner = values[column.ownerColumn]?.text else { throw ArchiveFault.malformed }
      let sealed = try keys.sealed(value, column, context: column.context(tenant, owner: owner))
      // The letters of a hash as it is stored need no escaping.
      let text =
        column.isPassword ? String(decoding: sealed, as: UTF8.self) : "\\\\x\(AuditHead.hexadecimal(sealed))"
      whole.removeLast()
      whole += Array(",\"\(column.names.column)\":\"\(text)\"}".utf8)
    }
    return whole
  }

  /// A column's value where it is text.
  private struct Name: Decodable {
    let text: String?

    init(from decoder: any Decoder) {
      text = try? decoder.singleValueContainer().decode(String.self)
    }
  }
}

extension SQL {
  /// From here to the end of the transaction no trigger of ours fires: what they do is among the rows.
  static let carrying: SQL = "SELECT set_config('app.carrying', 'yes', true)"
}
