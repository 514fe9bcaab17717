public import Hummingbird

extension MultipartForm {
  /// Reads the form in a request's body, file by file into a folder, and hands it over. When the closure
  /// returns, however it does, the files are removed.
  ///
  /// A file past its limit is read to its end and thrown away, so that the page can answer beside its field;
  /// what bounds the whole is ``ShellSettings/maximumBodyBytes``.
  ///
  /// - Parameters:
  ///   - repeatable: names of the text fields that may come more than once.
  ///   - folder: where files lie meanwhile; on a disk with room.
  /// - Throws: ``FormFault``, what writing to the folder throws, and what the closure throws.
  public static func withForm<Result>(
    of request: Request, limits: MultipartLimits = MultipartLimits(), repeating repeatable: Set<String> = [],
    folder: String = "/tmp", _ body: (MultipartForm) async throws -> Result
  ) async throws -> Result {
    guard let type = MediaType(of: request), type.name == "multipart/form-data" else {
      throw FormFault.wrongMediaType
    }
    guard let parser = MultipartParser(boundary: type.parameters["boundary"], limits: limits) else {
      throw FormFault.malformed
    }
    var reader = MultipartReader(parser: parser, limits: limits, repeating: repeatable, folder: folder)
    for try await part in request.body { try await reader.read(part) }
    let (form, files) = reader.finish()
    // The files live as long as what writes them does.
    defer { withExtendedLifetime(files) {} }
    return try await body(form)
  }
}
