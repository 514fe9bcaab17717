public import Hummingbird
internal import NIOCore

extension Form {
  /// Reads the form in a request's body.
  ///
  /// - Parameter repeatable: names of the fields that may come more than once.
  /// - Throws: ``FormFault``, which an error page shows as 400, 413 or 415.
  public static func read(
    from request: Request, limits: FormLimits = FormLimits(), repeating repeatable: Set<String> = []
  ) async throws -> Form {
    guard MediaType(of: request)?.name == "application/x-www-form-urlencoded" else {
      throw FormFault.wrongMediaType
    }
    var body = ByteBuffer()
    for try await part in request.body {
      guard body.readableBytes + part.readableBytes <= limits.bytes else {
        throw FormFault.tooLong(limit: limits.bytes)
      }
      body.writeImmutableBuffer(part)
    }
    return try Form(urlEncoded: body.readableBytesView, limits: limits, repeating: repeatable)
  }

  /// Reads the query of a request's address; an absent one is an empty form.
  public static func query(
    of request: Request, limits: FormLimits = FormLimits(), repeating repeatable: Set<String> = []
  ) throws(FormFault) -> Form {
    let target = request.head.path ?? ""
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return Form(repeating: repeatable) }
    let query = target.utf8[target.utf8.index(after: mark)...]
    return try Form(urlEncoded: query, limits: limits, repeating: repeatable).checked()
  }
}
