/// What the daemon says of a stream.
public enum ClamdVerdict: Hashable, Sendable {
  case clean
  /// The name of the signature: `Eicar-Test-Signature`.
  case found(String)

  /// - Parameter answer: `stream: OK`, `stream: NAME FOUND` or `... ERROR`, ended by a NUL, since the command began with `z`.
  /// - Throws: ``ClamdFault``.
  init(answer: String) throws(ClamdFault) {
    let line = answer.prefix { $0 != "\0" && $0 != "\n" }
    guard !line.isEmpty else { throw .unavailable }
    if line.hasSuffix("size limit exceeded. ERROR") { throw .tooLarge }
    guard line.hasPrefix("stream: ") else { throw .unintelligible }
    let said = line.dropFirst("stream: ".count)
    if said == "OK" {
      self = .clean
    } else if said.hasSuffix(" FOUND"), said.count > " FOUND".count {
      self = .found(String(said.dropLast(" FOUND".count)))
    } else {
      throw .unintelligible
    }
  }
}

/// Why there is no verdict. The bytes are then as unknown as before.
public enum ClamdFault: Error, Hashable, Sendable {
  /// Not there, or gone before it answered.
  case unavailable
  case timedOut
  /// More than its `StreamMaxLength`.
  case tooLarge
  /// Not in the words of clamd.
  case unintelligible
}
