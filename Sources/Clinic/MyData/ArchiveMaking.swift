internal import CivilTime
internal import Credentials
internal import FHIR
internal import FoundationEssentials
internal import Postgres
internal import Zip

extension Clinic {
  /// Tries at one archive, before somebody has to look at it.
  static let archiveTries = 5

  /// Makes an archive. Begun again, by whoever has the job after a lease, it begins anew; whoever comes too late leaves nothing.
  func makeArchive(of job: Job, for tenant: Tenant) async throws {
    guard let papers, let one = try await beginArchive(ID(job.subject), of: tenant.id) else { return }
    // Servers died of it before, which nothing below sees.
    if job.attempts > Self.archiveTries { return try await giveUp(one, "broken") }
    do {
      try await make(one, papers, job, tenant)
    } catch ArchiveFault.overtaken {
      try await DocumentVault.remove(one.layout(0), objects)
    } catch ZipFault.tooLarge {
      try await giveUp(one, "too-large")
    } catch  where job.attempts >= Self.archiveTries {
      try await giveUp(one, "broken")
    }
  }

  private enum ArchiveFault: Error { case overtaken }

  /// One try at an archive, with an object of its own.
  private struct Try: Sendable {
    let id: ID<DataArchive>
    let tenant: ID<Tenant>
    let patient: ID<Patient>
    let account: ID<Account>
    let language: String
    let object: UUID
    let key: DocumentKey

    func layout(_ size: Int) -> DocumentLayout {
      DocumentLayout(archive: object, of: tenant, size: size)
    }
  }

  /// - Returns: nil for what is made or given up already, or is nobody's any more.
  private func beginArchive(_ id: ID<DataArchive>, of tenant: ID<Tenant>) async throws -> Try? {
    let now = clock()
    let object = newKey()
    let key = try DocumentKey.new(context: Self.archiveKey(id, tenant), secrets.box, random)
    let begun = try await work(
      of: tenant,
      """
      WITH before AS (SELECT * FROM data_archive WHERE id = \(id) AND state IN ('waiting', 'making') FOR UPDATE)
      UPDATE data_archive x
         SET state = 'making', object_id = \(object), content_key = \(key.sealed), files = NULL, size = NULL, written = 0
        FROM before WHERE x.id = before.id
      RETURNING x.patient_id, x.account_id, x.language, before.object_id,
                x.patient_id IN (\(Patient.mine(for: .keep, at: now, of: "before.account_id")))
      """
    ) { row in
      (
        patient: try row.next(ID<Patient>.self), account: try row.next(ID<Account>.self),
        language: try row.next(String.self), before: try row.next(UUID?.self),
        isTheirs: try row.next(Bool.self)
      )
    }.first
    guard let begun else { return nil }
    if let before = begun.before {
      try await DocumentVault.remove(DocumentLayout(archive: before, of: tenant, size: 1), objects)
    }
    let new = Try(
      id: id, tenant: tenant, patient: begun.patient, account: begun.account, language: begun.language,
      object: object, key: key)
    if !begun.isTheirs {
      try await giveUp(new, "broken")
      return nil
    }
    return new
  }

  private func make(_ one: Try, _ papers: ArchivePapers, _ job: Job, _ tenant: Tenant) async throws {
    guard let data = try await patientData(of: one.patient, for: one.account, at: tenant) else { return }
    let zone = try zones.rules(for: tenant.timeZone)
    var papersStored: [DocumentLayout] = []
    do {
      let entries = try await self.entries(of: data, papers, one, in: zone, storing: &papersStored) {
        try await note("", of: one, job)
      }
      try await write(entries, of: data, one, job, in: zone)
    } catch {
      try? await remove(papersStored)
      throw error
    }
    try await remove(papersStored)
    try await complete(one)
  }

  /// What is left of a server that was killed goes as all objects of which no row knows.
  private func remove(_ stored: [DocumentLayout]) async throws {
    for layout in stored { try await DocumentVault.remove(layout, objects) }
  }

  private func write(
    _ entries: [ArchiveEntry], of data: PatientData, _ one: Try, _ job: Job, in zone: TimeZoneRules
  ) async throws {
    let local = zone.local(data.at)
    let date = ZipDate(
      year: local.day.year, month: local.day.month, day: local.day.day, hour: local.time.hour,
      minute: local.time.minute)
    var plan = ZipWriter(at: date)
    let heads = try entries.map { try plan.head(of: $0.name, size: $0.size, checksum: $0.checksum) }
    try await note(", files = \(Int32(entries.count)), size = \(plan.size)", of: one, job)
    var sink = ArchiveSink(vault(one.layout(plan.size), one.key)) { stored in
      try await note(", written = \(stored)", of: one, job)
    }
    for (head, entry) in zip(heads, entries) {
      try await sink.write(head)
      switch entry.source {
      case .bytes(let bytes): try await sink.write(bytes)
      case .document(let vault): for try await piece in vault.bytes() { try await sink.write(piece) }
      }
    }
    try await sink.write(plan.end())
    try await sink.finish()
  }

  /// All files: what is drawn and written, then the patient's own. An invoice is put into the store as soon as it is drawn, since its
  /// size has to be known before anything is written: of any number one is in memory.
  private func entries(
    of data: PatientData, _ papers: ArchivePapers, _ one: Try, in zone: TimeZoneRules,
    storing stored: inout [DocumentLayout], _ alive: () async throws -> Void
  ) async throws -> [ArchiveEntry] {
    func drawn(_ name: String, _ paper: ArchivePapers.Paper) async throws -> ArchiveEntry {
      try await alive()
      return ArchiveEntry(name, try await papers.draw(paper, data.tenant, one.language))
    }
    var files: [ArchiveEntry] = []
    var paths = PatientData.Paths()
    for (place, document) in data.documents.enumerated() {
      guard let sealed = document.key else { continue }
      try await alive()
      let layout = DocumentLayout(tenant: one.tenant, document: document.id, size: document.size)
      let key = try DocumentKey(sealed, one.tenant, document.id, secrets.box)
      let name = ArchiveEntry.name("files", place, document.title, document.kind.ending)
      let (entry, hash) = try await ArchiveEntry.reading(name, vault(layout, key))
      files.append(entry)
      paths.documents[document.id] = (name, hash)
    }
    for (place, bill) in data.invoices.enumerated() {
      let name = ArchiveEntry.name("invoices", place, bill.invoice.issue?.number ?? "", "pdf")
      let paper = try await drawn(name, .invoice(bill.invoice, bill.lines, bill.payments))
      let layout = DocumentLayout(archive: newKey(), of: one.tenant, size: paper.size)
      stored.append(layout)
      // The key of this try: what is sealed is bound to its own place, under a salt of its own.
      files.append(try await paper.stored(in: vault(layout, one.key)))
    }
    let bundle = data.bundle(newKey(), paths, in: zone) { "urn:uuid:\($0)" }
    return [
      try await drawn("README.txt", .readme(data)), try await drawn("summary.pdf", .summary(data)),
      ArchiveEntry("bundle.json", bundle.json.bytes), ArchiveEntry("account.json", data.accountJSON.bytes),
    ] + files
  }

  /// Says how far it is, and that this worker is alive: the job is nobody else's meanwhile.
  ///
  /// - Throws: `ArchiveFault.overtaken` when somebody else has it all the same.
  private func note(_ what: SQL, of one: Try, _ job: Job) async throws {
    let rows = try await database.pipeline([
      .entering(one.tenant),
      """
      UPDATE data_archive SET object_id = object_id\(what)
       WHERE id = \(one.id) AND object_id = \(one.object) AND state = 'making' RETURNING 1
      """,
      "UPDATE job SET due_at = \(clock() + job.kind.lease) WHERE \(SQL.held(job))",
    ])
    if rows[1].isEmpty { throw ArchiveFault.overtaken }
  }

  /// The archive, its letter, what the log says of it, and the end of those that were there before, all at once.
  private func complete(_ one: Try) async throws {
    let now = clock()
    let rows = try await database.pipeline([
      .entering(one.tenant),
      """
      WITH made AS (
        UPDATE data_archive SET state = 'ready', made_at = \(now), expires_at = \(now + DataArchive.lifetime)
         WHERE id = \(one.id) AND object_id = \(one.object) AND state = 'making' RETURNING *
      ), before AS (
        UPDATE data_archive x SET expires_at = \(now) FROM made
         WHERE x.patient_id = made.patient_id AND x.account_id = made.account_id AND x.id <> made.id
           AND x.state = 'ready' AND x.expires_at > \(now)
      ), told AS (
        INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
        SELECT gen_random_uuid(), \(LetterKind.archiveReady.rawValue), reader.language, reader.email, '{}', \(now), \(now)
          FROM made JOIN account reader ON reader.id = made.account_id
         WHERE reader.closed_at IS NULL AND reader.disabled_at IS NULL
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, detail, at)
        SELECT gen_random_uuid(), \(Act.archiveMade.rawValue), \(Purpose.operation.rawValue), patient_id, id::text, \(now)
          FROM made
      )
      SELECT FROM made
      """,
    ])
    if rows[1].isEmpty { throw ArchiveFault.overtaken }
  }

  private func giveUp(_ one: Try, _ failure: String) async throws {
    try await DocumentVault.remove(one.layout(1), objects)
    let now = clock()
    _ = try await database.pipeline([
      .entering(one.tenant),
      """
      WITH failed AS (
        UPDATE data_archive SET state = 'failed', failure = \(failure), object_id = NULL, content_key = NULL
         WHERE id = \(one.id) AND object_id = \(one.object) AND state = 'making' RETURNING patient_id, id
      )
      INSERT INTO audit_event (id, act, purpose, entity, detail, at)
      SELECT gen_random_uuid(), \(Act.archiveFailed.rawValue), \(Purpose.operation.rawValue), patient_id, \(failure), \(now)
        FROM failed
      """,
    ])
  }
}

extension PatientData {
  /// What FHIR has no resource for.
  var accountJSON: FHIR.JSON {
    .object(
      lists.map { list in
        FHIR.JSON.Member(
          name: list.name,
          value: .array(
            list.rows.map { row in
              .object(
                zip(list.columns, row).compactMap { name, text in
                  text.map { FHIR.JSON.Member(name: name, value: .string($0)) }
                })
            }))
      })
  }
}
