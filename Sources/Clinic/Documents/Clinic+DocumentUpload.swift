public import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// Makes room for a file that is about to come.
  ///
  /// - Parameters:
  ///   - size: of the file, or as many bytes as it may have.
  ///   - isWhole: whether it comes all at once, and can't be gone on with.
  /// - Returns: where to go on; nil when this form's file is there already.
  /// - Throws: `Refusal.unknown` for nobody's record or another's; `.conflict(.storageFull)`.
  public func beginUpload(
    _ new: NewDocument, named filename: String, size: Int, isWhole: Bool, _ side: DocumentSide,
    by visitor: Visitor
  ) async throws -> DocumentUpload? {
    let id: ID<DocumentReference> = newID()
    return try await open(visitor) { records in
      let now = records.now
      guard try await records.ask(.mayAdd(new, side, at: now)) else { throw Refusal.unknown }
      if try await records.ask(.isAdded(new)) { return nil }
      if let known = try await records.upload(again: new, size: size) { return known }
      guard try await records.ask(.freeStorage) >= size else { throw Refusal.conflict(.storageFull) }
      let tenant = records.visit.tenant.id
      let upload = DocumentUpload(
        id: id, tenant: tenant, size: size, received: 0, title: String(filename.suffix(150)),
        key: try .new(tenant, id, secrets.box, random))
      let lifetime = isWhole ? DocumentUpload.hour : DocumentUpload.lifetime
      try await records.write([.giveUp(new, at: now), .begin(upload, new, lasting: lifetime, at: now)])
      return upload
    }
  }

  /// An upload that whoever is signed in has begun.
  ///
  /// - Throws: `Refusal.unknown` when there is none, or no longer.
  public func upload(_ id: ID<DocumentReference>, by visitor: Visitor) async throws -> DocumentUpload {
    try await open(visitor) { records in
      let reached = DocumentReach.includes("u.patient_id", .either, at: records.now)
      // Whoever may not any more sends nothing more, either.
      guard let upload = try await records.upload("u.id = \(id) AND \(reached)") else {
        throw Refusal.unknown
      }
      return upload
    }
  }

  /// Stores the next part, and says so only then. Sent twice it is stored once.
  ///
  /// - Parameter bytes: as many as ``DocumentUpload/next`` says.
  /// - Throws: `Refusal.unavailable` when the store does not take it; `.conflict(.changedMeanwhile)` when another part came first.
  public func store(
    _ bytes: some Collection<UInt8> & Sendable, of upload: inout DocumentUpload, by visitor: Visitor
  ) async throws {
    precondition(bytes.count == upload.next && !bytes.isEmpty)
    let (vault, part) = (vault(upload.layout, upload.key), upload.received / DocumentUpload.partLength)
    try await withStore { try await vault.put(bytes, part: part) }
    let (stored, now) = (upload, clock())
    let isOn = try await open(visitor) { records in
      try await records.ask(.advance(stored, by: bytes.count, at: now))
    }
    guard isOn else { throw Refusal.conflict(.changedMeanwhile) }
    upload.received += bytes.count
  }

  /// Makes a document of a file that has come whole. Done twice it is done once.
  ///
  /// - Throws: `Refusal.invalid` at `file` when it is not what it seems to be; `.conflict(.changedMeanwhile)` when it was given up.
  public func complete(_ upload: DocumentUpload, by visitor: Visitor) async throws {
    guard let kind = upload.kind, upload.received > 0 else {
      throw Refusal.invalid([Problem("file", "problem.document-broken")])
    }
    let size = upload.received
    let vault = vault(DocumentLayout(tenant: upload.tenant, document: upload.id, size: size), upload.key)
    let (head, tail) = try await withStore {
      (
        try await vault.all(0..<min(size, 64)),
        try await vault.all(max(0, size - DocumentCheck.tailLength)..<size)
      )
    }
    guard DocumentCheck.isWhole(kind, head: head, tail: tail, size: size) else {
      throw Refusal.invalid([Problem("file", "problem.document-broken")])
    }
    let title = DocumentTitle(upload.title, kind).text
    let content: DocumentReference.Content = inspection.scan == nil ? .ready : .waiting
    try await open(visitor) { records in
      let written = try await records.transaction.pipeline([
        .complete(upload, title: title, content, at: records.now)
      ])
      if written[0].affected == 0 {
        let isThere = try await records.ask(
          Query<Bool>("SELECT FROM document_reference WHERE id = \(upload.id)") { !$0.isEmpty })
        guard isThere else { throw Refusal.conflict(.changedMeanwhile) }
        return
      }
      try await records.finish(.documentAdded, of: upload.id.uuid, [])
    }
  }

  /// Gives a file up that does not come whole: what is stored of it goes with the next round, and its room is free.
  public func giveUp(_ upload: DocumentUpload, by visitor: Visitor) async throws {
    let now = clock()
    try await open(visitor) { records in
      try await records.write([
        "UPDATE document_upload SET expires_at = \(now), size = greatest(received, 1) WHERE id = \(upload.id)"
      ])
    }
  }

  func vault(_ layout: DocumentLayout, _ key: DocumentKey) -> DocumentVault {
    DocumentVault(layout: layout, key: key.stream, objects: objects, random: random)
  }

  /// - Throws: `Refusal.unavailable` when the store is down, slow or full.
  func withStore<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch ObjectStoreError.unavailable, ObjectStoreError.timedOut, ObjectStoreError.refused,
      ObjectStoreError.denied
    {
      throw Refusal.unavailable
    }
  }
}

extension TenantRecords {
  /// Of whoever is signed in.
  fileprivate func upload(_ condition: SQL) async throws -> DocumentUpload? {
    let (tenant, box, now) = (visit.tenant.id, clinic.secrets.box, now)
    return try await ask(
      Query<DocumentUpload?>(
        """
        SELECT \(DocumentUpload.columns) FROM document_upload u
         WHERE u.account_id = (SELECT current_account()) AND u.expires_at > \(now) AND \(condition)
         ORDER BY u.id DESC LIMIT 1
        """, first: { row in try DocumentUpload(row: &row, tenant, box) }))
  }

  /// The same file, chosen again after its connection or its page was lost.
  fileprivate func upload(again new: NewDocument, size: Int) async throws -> DocumentUpload? {
    guard !new.mark.isEmpty else { return nil }
    return try await upload(
      """
      u.mark = \(new.mark) AND u.size = \(size) AND u.patient_id = \(new.patient) AND u.category = \(new.category.rawValue)
        AND u.visibility = \(new.visibility.rawValue) AND u.practitioner_id IS NOT DISTINCT FROM \(new.practitioner)
        AND u.appointment_id IS NOT DISTINCT FROM \(new.appointment)
      """)
  }
}

extension DocumentVault {
  /// Some bytes at once.
  func all(_ range: Range<Int>) async throws -> [UInt8] {
    var all: [UInt8] = []
    for try await bytes in bytes(range) { all += bytes }
    return all
  }
}
