import Clinic
import Images
import NIOCore
import Shell

/// Takes the files of one form to where they are kept while they arrive: of each no more than a part is held.
///
/// What is wrong with a file is told when the form has been read; the rest of it is let go.
actor DocumentIntake: FileSink {
  private let site: Site
  private let call: Call
  private let side: DocumentSide
  private let mostFiles: Int
  /// What a form says of its files, by the number of the file.
  private let describing: @Sendable (Form, Int) throws(Refusal) -> NewDocument

  private var upload: DocumentUpload?
  private var filename = ""
  private var buffer: [UInt8] = []
  private var size = 0
  private var isLetGo = false
  private var count = 0
  /// Files that are kept.
  private(set) var added = 0
  /// The first that was not, and why.
  private(set) var refusal: Refusal?

  init(_ site: Site, _ call: Call, _ side: DocumentSide, of patient: ID<Patient>?) {
    self.init(site, call, side, atMost: NewDocument.mostAtOnce) { form, part throws(Refusal) in
      try form.document(side, of: patient, part: part)
    }
  }

  init(
    _ site: Site, _ call: Call, _ side: DocumentSide, atMost mostFiles: Int,
    describing: @escaping @Sendable (Form, Int) throws(Refusal) -> NewDocument
  ) {
    self.site = site
    self.call = call
    self.side = side
    self.mostFiles = mostFiles
    self.describing = describing
  }

  func begin(_ field: String, named filename: String, after form: Form) async throws {
    (upload, buffer, size, isLetGo) = (nil, [], 0, false)
    self.filename = filename
    guard field == "file", !filename.isEmpty, refusal == nil else {
      isLetGo = true
      return
    }
    count += 1
    await trying {
      guard count <= mostFiles else { throw invalid("problem.documents-many") }
      try call.prove(form)
      let new = try describing(form, count - 1)
      let most = min(max(1, call.request.contentLength ?? .max), DocumentReference.mostBytes)
      upload = try await site.clinic.beginUpload(
        new, named: filename, size: most, isWhole: true, side, by: call.visitor)
      if upload == nil {
        // The same form, sent before.
        added += 1
        isLetGo = true
      }
    }
  }

  func take(_ bytes: ByteBuffer) async throws {
    guard !isLetGo else { return }
    await trying {
      size += bytes.readableBytes
      guard size <= DocumentReference.mostBytes else { throw invalid("problem.document-size") }
      buffer.append(contentsOf: bytes.readableBytesView)
      while buffer.count > DocumentUpload.partLength {
        let part = Array(buffer.prefix(DocumentUpload.partLength))
        buffer.removeFirst(DocumentUpload.partLength)
        try await store(part)
      }
    }
  }

  func end() async throws {
    guard !isLetGo else { return }
    await trying {
      guard size > 0 else { throw invalid("problem.document-empty") }
      upload?.size = size
      try await store(buffer)
      guard let upload else { return }
      try await site.clinic.complete(upload, by: call.visitor)
      self.upload = nil
      added += 1
    }
  }

  /// A body that ended in the middle of a file: nothing of that is kept.
  func stop() async {
    guard let upload else { return }
    try? await site.clinic.giveUp(upload, by: call.visitor)
    self.upload = nil
  }

  private func store(_ bytes: [UInt8]) async throws {
    guard var upload else { return }
    if upload.received == 0 {
      guard let kind = try await site.documentKind(of: bytes) else { throw invalid("problem.document-kind") }
      upload.kind = kind
    }
    try await site.clinic.store(bytes, of: &upload, by: call.visitor)
    self.upload = upload
  }

  private func invalid(_ message: String) -> Refusal {
    .invalid([Problem("file", message, ["name": filename, "most": String(mostFiles)])])
  }

  private func trying(_ work: () async throws -> Void) async {
    do {
      try await work()
    } catch {
      refusal = refusal ?? (error as? Refusal).map(named) ?? .unavailable
      (isLetGo, buffer) = (true, [])
      await stop()
    }
  }

  /// Says at which file.
  private func named(_ refusal: Refusal) -> Refusal {
    guard case .invalid(let problems) = refusal else { return refusal }
    return .invalid(
      problems.map { problem in
        problem.field == "file" && problem.values.isEmpty
          ? Problem("file", problem.message, ["name": filename]) : problem
      })
  }
}

extension Site {
  /// What a document is, told by its first bytes; nil for what is not taken in.
  func documentKind(of bytes: [UInt8]) async throws -> DocumentReference.Kind? {
    do {
      return DocumentReference.Kind(rawValue: try await images.kind(of: bytes))
    } catch {
      throw Refusal.unavailable
    }
  }
}
