import FoundationEssentials
import Shell
import Testing

@Suite("A form with files")
struct MultipartFormTests {
  private typealias Sample = MultipartSample

  @Test("keeps its fields, and its files until it has been dealt with")
  func whole() async throws {
    let body = Sample.body(
      Sample.field("name", "Jörg \"M\"\r\n"),
      Sample.file("photo", "C:\\Photos\\me.png", "\r\n--not a boundary\r\n"),
      Sample.field("note", ""))
    let path = try await MultipartForm.withForm(of: Sample.request(body)) { form in
      #expect(form.fields["name"] == "Jörg \"M\"\r\n")
      #expect(form.fields.value(of: "note") == "")
      let photo = try #require(form.upload("photo"))
      #expect(photo.filename == "me.png" && photo.claimedType == "image/png" && photo.size == 20)
      #expect(FileManager.default.contents(atPath: photo.path) == Data("\r\n--not a boundary\r\n".utf8))
      let permissions = try FileManager.default.attributesOfItem(atPath: photo.path)[.posixPermissions]
      #expect(permissions as? Int == 0o600)
      return photo.path
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("removes its files when something fails")
  func failure() async throws {
    let folder = try folder()
    await #expect(throws: SafeFault.self) {
      try await MultipartForm.withForm(
        of: Sample.request(Sample.body(Sample.file("a", "a", "x"))), folder: folder
      ) { _ in
        throw SafeFault()
      }
    }
    let cutShort = Sample.body(Sample.file("a", "a", String(repeating: "x", count: 500))).dropLast(40)
    try await MultipartForm.withForm(of: Sample.request(String(cutShort)), folder: folder) { form in
      #expect(form.fields.faults == [.malformed])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }

  @Test("brings no file where none was chosen")
  func unchosen() async throws {
    let body = Sample.body(Sample.file("photo", "", ""), Sample.field("name", "Amira"))
    try await MultipartForm.withForm(of: Sample.request(body)) { form in
      #expect(form.uploads.isEmpty && form.faults.isEmpty)
      #expect(form.fields["name"] == "Amira")
    }
  }

  @Test("reports a file that is too large, and keeps what was typed", arguments: [(100, false), (101, true)])
  func tooLarge(_ size: Int, _ isTooLarge: Bool) async throws {
    var limits = MultipartLimits()
    limits.fileBytes = 100
    let folder = try folder()
    let body = Sample.body(
      Sample.field("before", "1"), Sample.file("photo", "a.png", String(repeating: "x", count: size)),
      Sample.field("after", "2"))
    try await MultipartForm.withForm(of: Sample.request(body), limits: limits, folder: folder) { form in
      #expect(form.fields["before"] + form.fields["after"] == "12")
      #expect((form.upload("photo") == nil) == isTooLarge)
      #expect(form.faults == (isTooLarge ? ["photo": .tooLarge(limit: 100)] : [:]))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty == isTooLarge)
    }
  }

  private func folder() throws -> String {
    let folder = "/tmp/shell-tests-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    return folder
  }
}
