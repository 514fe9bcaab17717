import Shell
import Testing

@Suite("A form with files is refused")
struct MultipartFaultTests {
  private typealias Sample = MultipartSample

  private func fault(_ body: String, type: String? = nil, limits: MultipartLimits = MultipartLimits()) async
    -> FormFault?
  {
    do {
      try await MultipartForm.withForm(of: Sample.request(body, type: type), limits: limits) {
        _ = try $0.fields.checked()
      }
      return nil
    } catch {
      return error as? FormFault
    }
  }

  @Test(
    "when it is not one, or has no boundary",
    arguments: [
      ("application/x-www-form-urlencoded", FormFault.wrongMediaType),
      ("multipart/mixed; boundary=x", .wrongMediaType),
      ("multipart/form-data", .malformed), ("multipart/form-data; boundary=", .malformed),
      ("multipart/form-data; boundary=\"\(String(repeating: "x", count: 71))\"", .malformed),
    ])
  func type(_ type: String, _ expected: FormFault) async {
    #expect(await fault(Sample.body(Sample.field("a", "b")), type: type) == expected)
  }

  @Test(
    "when it is cut short or garbled",
    arguments: [
      "", "BOUNDARY\r\n", "BOUNDARYx--\r\n",
      "BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
      "BOUNDARY\r\nContent-Disposition: form-data; name=\"a\r\n\r\nb\r\nBOUNDARY--",
      "BOUNDARY\r\nContent-Type: text/plain\r\n\r\nb\r\nBOUNDARY--",
      "BOUNDARY\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nb\r\nBOUNDARY--",
      "BOUNDARY\r\nno colon\r\n\r\nb\r\nBOUNDARY--",
    ])
  func malformed(_ body: String) async {
    #expect(await fault(body.replacing("BOUNDARY", with: "--\(Sample.boundary)")) == .malformed)
  }

  @Test("but a preamble, an epilogue and blanks behind a boundary are passed over")
  func passedOver() async {
    let body = Sample.body(Sample.field("a", "b")).replacing(
      "\(Sample.boundary)\r\n", with: "\(Sample.boundary) \t\r\n")
    #expect(await fault("preamble\r\n\(body)epilogue") == nil)
  }

  @Test("when a field has no name, comes twice, or can't be stored")
  func fields() async {
    #expect(await fault(Sample.body(Sample.field("", "b"))) == .badName)
    #expect(await fault(Sample.body(Sample.field("a", "b"), Sample.field("a", "c"))) == .repeated(field: "a"))
    #expect(await fault(Sample.body(Sample.field("a", "\u{0}"))) == .containsNUL(field: "a"))
    #expect(await fault(Sample.body(Sample.field("\u{0}", "a"))) == .containsNUL(field: nil))
    let bytes = Sample.body(Sample.field("a", "X")).utf8.map { $0 == UInt8(ascii: "X") ? 0xFF : $0 }
    await #expect(throws: FormFault.notUTF8(field: "a")) {
      try await MultipartForm.withForm(of: Sample.request(bytes)) { _ = try $0.fields.checked() }
    }
  }

  @Test("past each limit, and not up to it")
  func limits() async {
    var limits = MultipartLimits()
    limits.form.bytes = 6
    limits.form.fields = 2
    limits.form.nameBytes = 3
    limits.files = 1
    limits.headerBytes = 70
    #expect(
      await fault(Sample.body(Sample.field("abc", "123"), Sample.field("b", "456")), limits: limits) == nil)
    #expect(
      await fault(Sample.body(Sample.field("a", "1234"), Sample.field("b", "567")), limits: limits)
        == .tooLong(limit: 6))
    #expect(
      await fault(
        Sample.body(Sample.field("a", ""), Sample.field("b", ""), Sample.field("c", "")), limits: limits)
        == .tooManyFields(limit: 2))
    #expect(await fault(Sample.body(Sample.field("abcd", "")), limits: limits) == .badName)
    let file = (head: "Content-Disposition: form-data; name=\"f\"; filename=\"g\"", content: "")
    #expect(await fault(Sample.body(file), limits: limits) == nil)
    #expect(await fault(Sample.body(file, file), limits: limits) == .tooManyFiles(limit: 1))
    let long = (head: file.head + "\r\nX: \(String(repeating: "x", count: 30))", content: "")
    #expect(await fault(Sample.body(long), limits: limits) == .malformed)
  }
}
