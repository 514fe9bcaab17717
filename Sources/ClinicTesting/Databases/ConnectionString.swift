/// A libpq connection string in either of its forms (PostgreSQL manual, section 34.1.1).
struct ConnectionString: Sendable {
  let text: String

  /// The same server, with these settings instead of its own: libpq takes the last of a setting that comes
  /// twice. Values may hold letters, digits, `_` and `-` only.
  func with(_ settings: KeyValuePairs<String, String>) -> ConnectionString {
    let settings = settings.map { "\($0.key)=\($0.value)" }
    if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
      return ConnectionString(
        text: text + (text.contains("?") ? "&" : "?") + settings.joined(separator: "&"))
    }
    return ConnectionString(text: ([text] + settings).joined(separator: " "))
  }
}
