import HTTPTypes
import Hummingbird
import Shell
import Testing

@Suite("An entity tag")
struct EntityTagTests {
  private let tag = EntityTag.of(Array("contents".utf8))

  private func isKnown(_ value: String?) -> Bool {
    var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
    head.headerFields[.ifNoneMatch] = value
    return EntityTag.isKnown(tag, to: Request(head: head, body: RequestBody(buffer: .init())))
  }

  @Test("is the same for the same bytes, and for no others")
  func named() {
    #expect(tag == EntityTag.of(Array("contents".utf8)))
    #expect(tag != EntityTag.of(Array("contents ".utf8)))
    #expect(tag.count == 34 && tag.first == "\"" && tag.last == "\"")
  }

  @Test("is known to whoever names it, among others or weakly, or has anything at all")
  func known() {
    for value in [tag, "W/\(tag)", "\"x\", \(tag)", " W/\"x\" ,\t\(tag) ", "*"] {
      #expect(isKnown(value), "\(value)")
    }
  }

  @Test("is not known to whoever has other contents, or writes it wrong")
  func unknown() {
    let bare = String(tag.dropFirst().dropLast())
    for value in [nil, "", "\"x\"", bare, "w/\(tag)", "\(tag)x", "W/", ",", "**"] {
      #expect(!isKnown(value), "\(value ?? "none")")
    }
  }
}
