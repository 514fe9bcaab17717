import Testing

@testable import Web

@Suite("A range of bytes")
struct ByteRangeTests {
  @Test(
    "is as RFC 9110 section 14 has it",
    arguments: [
      ("bytes=0-", ByteRange.part(0..<100)), ("bytes=0-0", .part(0..<1)), ("bytes=10-19", .part(10..<20)),
      ("bytes=99-", .part(99..<100)), ("bytes=0-500", .part(0..<100)), ("bytes=-1", .part(99..<100)),
      ("bytes=-500", .part(0..<100)), ("Bytes = 1-2", .all), ("BYTES=1-2", .part(1..<3)),
      ("bytes=100-", .unsatisfiable),
      ("bytes=-0", .unsatisfiable), ("bytes=99999999999999999999999-", .unsatisfiable),
      ("bytes=0-99999999999999999999999", .part(0..<100)), ("bytes=-", .all), ("bytes=5-4", .all),
      ("bytes=a-4", .all),
      ("bytes=0-1,3-4", .all), ("items=0-1", .all), ("bytes", .all), ("", .all), ("bytes=0--1", .all),
      ("bytes=+1-2", .all),
      ("bytes=١-٢", .all),
    ])
  func parsing(_ field: String, _ range: ByteRange) {
    #expect(ByteRange(field, if: nil, tag: "\"100\"", size: 100) == range)
  }

  @Test("counts only for the very same file")
  func condition() {
    #expect(ByteRange("bytes=0-0", if: "\"100\"", tag: "\"100\"", size: 100) == .part(0..<1))
    #expect(ByteRange("bytes=0-0", if: "\"99\"", tag: "\"100\"", size: 100) == .all)
    #expect(ByteRange(nil, if: "\"100\"", tag: "\"100\"", size: 100) == .all)
  }

  @Test("belongs to a file whose name stands in the head as RFC 6266 and RFC 8187 have it")
  func names() {
    #expect(
      ContentDisposition.attachment("a b.pdf")
        == "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf")
    #expect(
      ContentDisposition.attachment("é\"\\%\r\n.pdf")
        == "attachment; filename=\"______.pdf\"; filename*=UTF-8''%C3%A9%22%5C%25%0D%0A.pdf")
  }
}
