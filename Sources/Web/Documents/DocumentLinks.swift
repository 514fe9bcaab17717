import Clinic
import Credentials
import FoundationEssentials
import Shell

/// Addresses of a document's bytes: for one session at one clinic, and some minutes.
struct DocumentLinks: Sendable {
  private let tags: KeyedHash

  /// Seconds for which a page's links are good.
  static let lifetime: TimeInterval = 600

  init(_ keys: KeyRing) { tags = KeyedHash(keys, purpose: "document-link") }

  /// What goes behind a document's address.
  func query(_ id: ID<DocumentReference>, _ call: Call, at now: Date) -> String {
    let until = String(Int(now.timeIntervalSince1970 + Self.lifetime))
    return "until=\(until)&link=\(tags.tag(for: fields(id, call, until)))"
  }

  /// Whether the address that was asked for is of this document, clinic and session, and not over.
  func isValid(_ id: ID<DocumentReference>, _ call: Call, at now: Date) throws -> Bool {
    let query = try call.query()
    guard let until = TimeInterval(query["until"]), now.timeIntervalSince1970 < until else { return false }
    return tags.isValid(query["link"], for: fields(id, call, query["until"]))
  }

  private func fields(_ id: ID<DocumentReference>, _ call: Call, _ until: String) -> [String] {
    [call.visitor.host, call.token.text, "\(id)", until]
  }
}
