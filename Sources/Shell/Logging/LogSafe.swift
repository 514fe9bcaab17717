/// An error that can say something about itself without quoting anybody's data.
///
/// Of any other error only the name of its type is logged: messages of databases, decoders and file systems
/// quote the value that offended.
public protocol LogSafe {
  /// One line, free of names, addresses, tokens and anything else that came from a person.
  var safeDescription: String { get }
}

/// What may be logged of an error: its type, and its own words if it vouches for them.
func safeDescription(of error: any Error) -> String {
  let type = String(reflecting: Swift.type(of: error))
  guard let error = error as? any LogSafe else { return type }
  return "\(type): \(error.safeDescription)"
}
