/// Who holds an event, or is asked to it.
public struct CalendarUser: Hashable, Sendable {
  public let name: String
  /// An address in the sense of RFC 5545 section 3.3.3: a URI.
  let uri: String

  /// Somebody who is reached by mail.
  public init(name: String, mail address: String) {
    self.name = name
    uri = "mailto:" + PropertyText.percentEncoded(address, keeping: "-._~@+!$'*")
  }

  /// Somebody who is not: known by a page of theirs.
  public init(name: String, page: String) {
    self.name = name
    uri = PropertyText.uri(page)
  }
}
