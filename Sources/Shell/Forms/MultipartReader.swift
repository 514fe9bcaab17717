internal import NIOCore

/// Puts the parts of a form where they belong: text into fields, files onto the disk.
struct MultipartReader {
  private enum Part {
    case text(PartHeader, ByteBuffer)
    case file(PartHeader, size: Int, TemporaryFile?)
  }

  private var parser: MultipartParser
  private let limits: MultipartLimits
  private let folder: String
  /// Takes the files instead of the disk.
  private let sink: (any FileSink)?

  private var form: Form
  private var textBytes = 0
  private var fileCount = 0
  private var uploads: [Upload] = []
  private var faults: [String: UploadFault] = [:]
  private var files: [TemporaryFile] = []
  private var part: Part?

  init(
    parser: MultipartParser, limits: MultipartLimits, repeating repeatable: Set<String>, folder: String,
    sink: (any FileSink)? = nil
  ) {
    self.parser = parser
    self.limits = limits
    self.folder = folder
    self.sink = sink
    form = Form(repeating: repeatable)
  }

  mutating func read(_ bytes: ByteBuffer) async throws {
    parser.feed(bytes)
    while let event = try parser.next() {
      switch event {
      case .part(let header): try await begin(header)
      case .content(let content): try await add(content)
      case .partEnd: try await end()
      }
    }
  }

  /// A body that was cut short keeps the fields that came whole; the form's faults then hold
  /// ``FormFault/malformed``.
  mutating func finish() -> (MultipartForm, [TemporaryFile]) {
    if !parser.isComplete { form.append(.malformed) }
    return (MultipartForm(fields: form, uploads: uploads, faults: faults), files)
  }

  private mutating func begin(_ header: PartHeader) async throws {
    if header.filename == nil {
      guard form.fields.count < limits.form.fields else {
        throw FormFault.tooManyFields(limit: limits.form.fields)
      }
      part = .text(header, ByteBuffer())
    } else {
      guard fileCount < limits.files else { throw FormFault.tooManyFiles(limit: limits.files) }
      fileCount += 1
      part = .file(header, size: 0, nil)
      try await sink?.begin(header.name, named: header.filename ?? "", after: form)
    }
  }

  private mutating func add(_ content: ByteBuffer) async throws {
    switch part {
    case .text(let header, var text):
      part = nil
      textBytes += content.readableBytes
      guard textBytes <= limits.form.bytes else { throw FormFault.tooLong(limit: limits.form.bytes) }
      text.writeImmutableBuffer(content)
      part = .text(header, text)
    case .file where sink != nil:
      try await sink?.take(content)
    case .file(let header, let before, let file):
      let size = before + content.readableBytes
      guard size <= limits.fileBytes else {
        faults[header.name] = .tooLarge(limit: limits.fileBytes)
        part = .file(header, size: size, nil)
        return
      }
      let file = if let file { file } else { try await TemporaryFile(in: folder) }
      try await file.append(content)
      part = .file(header, size: size, file)
    case nil:
      break
    }
  }

  private mutating func end() async throws {
    defer { part = nil }
    switch part {
    case .text(let header, let text):
      form.append(Array(text.readableBytesView), to: header.name)
    case .file where sink != nil:
      try await sink?.end()
    case .file(let header, let size, let file?):
      files.append(file)
      uploads.append(
        Upload(
          field: header.name, filename: header.filename ?? "", claimedType: header.contentType,
          path: file.path,
          size: size))
    case .file, nil:
      break
    }
  }
}
