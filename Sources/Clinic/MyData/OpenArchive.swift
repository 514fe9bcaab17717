internal import Credentials
public import FoundationEssentials
public import ObjectStore
internal import Postgres

/// An archive whose bytes are being given out.
public struct OpenArchive: Sendable {
  public let made: Date
  /// In bytes.
  public let size: Int
  let vault: DocumentVault

  /// The bytes of a range, opened as they are read.
  ///
  /// - Throws: as `OpenDocument.bytes`.
  public func bytes(_ range: Range<Int>, of clinic: Clinic) async throws -> ByteStream {
    try await vault.stream(range, of: clinic)
  }
}

extension Clinic {
  /// Opens an archive for whoever asked for it. That they took it is noted, once in ten minutes, since a large one may be fetched in
  /// pieces.
  ///
  /// - Throws: `Refusal.unconfirmed`; `.unknown` for what is another's, of a child that came of age, or not there any more.
  public func openArchive(_ id: ID<DataArchive>, by visitor: Visitor) async throws -> OpenArchive {
    try await open(visitor) { records in
      let now = records.now
      let found = try await records.ask(
        Query<(patient: ID<Patient>, object: UUID, key: [UInt8], size: Int, made: Date, isFresh: Bool)?>(
          """
          SELECT x.patient_id, x.object_id, x.content_key, x.size, x.made_at,
                 NOT EXISTS (SELECT FROM audit_event e
                              WHERE e.entity = x.patient_id AND e.act = \(Act.archiveTaken.rawValue)
                                AND e.detail = x.id::text AND e.at > \(now - 600))
            FROM data_archive x
           WHERE x.id = \(id) AND x.state = 'ready' AND x.expires_at > \(now)
             AND x.account_id = (SELECT current_account()) AND x.patient_id IN (\(Patient.mine(for: .keep, at: now)))
          """,
          first: { row in
            (try row.next(), try row.next(), try row.next(), try row.next(), try row.next(), try row.next())
          }))
      guard let found else { throw Refusal.unknown }
      try await records.requireConfirmation()
      let tenant = records.visit.tenant.id
      let layout = DocumentLayout(archive: found.object, of: tenant, size: found.size)
      let key = try DocumentKey(found.key, context: Self.archiveKey(id, tenant), secrets.box)
      if found.isFresh {
        try await records.finish(.archiveTaken, of: found.patient.uuid, [], detail: "\(id)")
      }
      return OpenArchive(made: found.made, size: found.size, vault: vault(layout, key))
    }
  }

  static func archiveKey(_ id: ID<DataArchive>, _ tenant: ID<Tenant>) -> String {
    KeyedColumn.archive.context(tenant, owner: "\(id)")
  }
}

extension DocumentLayout {
  static let archives = "archives"

  init(archive object: UUID, of tenant: ID<Tenant>, size: Int) {
    self.init(tenant: tenant, document: ID(object), size: size, folder: Self.archives)
  }
}
