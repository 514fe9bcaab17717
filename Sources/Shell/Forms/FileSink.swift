public import Hummingbird
public import NIOCore

/// Takes the files of a form while they arrive: none of it has to lie anywhere meanwhile, and the sender waits for whoever takes it.
///
/// What it throws ends the reading of the form. A fault that the page should tell beside its field is kept, and the rest of the
/// file let go.
public protocol FileSink: Sendable {
  /// A file begins. Where none was chosen it has no name and no bytes.
  ///
  /// - Parameter form: the fields that came before it.
  func begin(_ field: String, named filename: String, after form: Form) async throws
  func take(_ bytes: ByteBuffer) async throws
  /// The file came whole.
  func end() async throws
}

extension MultipartForm {
  /// Reads the form in a request's body, and gives its files to a sink. What bounds the whole is
  /// ``ShellSettings/maximumBodyBytes``; the limit of a file is the sink's.
  ///
  /// - Throws: ``FormFault``, and what the sink throws.
  public static func fields(
    of request: Request, limits: MultipartLimits = MultipartLimits(), repeating repeatable: Set<String> = [],
    files sink: any FileSink
  ) async throws -> Form {
    guard let type = MediaType(of: request), type.name == "multipart/form-data" else {
      throw FormFault.wrongMediaType
    }
    guard let parser = MultipartParser(boundary: type.parameters["boundary"], limits: limits) else {
      throw FormFault.malformed
    }
    var reader = MultipartReader(
      parser: parser, limits: limits, repeating: repeatable, folder: "", sink: sink)
    for try await part in request.body { try await reader.read(part) }
    return reader.finish().0.fields
  }
}

extension Request {
  /// The bytes that the body says it has; nil where it does not say.
  public var contentLength: Int? { headers[.contentLength].flatMap { Int($0) } }

  /// A body that is no form, as long as it is said to be and no longer.
  ///
  /// - Throws: ``FormFault/tooLong(limit:)``, or ``FormFault/malformed`` for one that is shorter.
  public func bytes(exactly length: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    for try await piece in body {
      guard bytes.count + piece.readableBytes <= length else { throw FormFault.tooLong(limit: length) }
      bytes.append(contentsOf: piece.readableBytesView)
    }
    guard bytes.count == length else { throw FormFault.malformed }
    return bytes
  }
}
