import Subprocess
import SystemPackage
import Testing
import Zip

@Suite("A ZIP archive")
struct ZipWriterTests {
  private static let date = ZipDate(year: 2026, month: 11, day: 24, hour: 9, minute: 20)

  private func archive(_ files: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
    var zip = ZipWriter(at: Self.date)
    var bytes: [UInt8] = []
    for file in files {
      var sum = CRC32()
      sum.update(file.bytes)
      bytes += try zip.head(of: file.name, size: file.bytes.count, checksum: sum.value) + file.bytes
      #expect(zip.offset == bytes.count)
    }
    #expect(zip.size == bytes.count + zip.end().count)
    return bytes + zip.end()
  }

  /// What Python's own reader has to say of it: names, sizes, dates and contents.
  private func read(_ bytes: [UInt8]) async throws -> String {
    let script = """
      import io, sys, zipfile
      zip = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
      assert zip.testzip() is None
      for info in zip.infolist():
          print(info.filename, info.file_size, info.date_time[:5], zip.read(info)[:20])
      """
    let result = try await Subprocess.run(
      .path("/usr/bin/python3"), arguments: ["-c", script], input: .array(bytes),
      output: .string(limit: 1 << 20), error: .discarded)
    #expect(result.terminationStatus.isSuccess)
    return result.standardOutput
  }

  @Test("is read by Python, with names in every script")
  func read() async throws {
    let text = try await read(
      archive([("README.txt", Array("Hello".utf8)), ("files/001-تقرير.pdf", [1, 2, 3]), ("empty", [])]))
    #expect(
      text == """
        README.txt 5 (2026, 11, 24, 9, 20) b'Hello'
        files/001-تقرير.pdf 3 (2026, 11, 24, 9, 20) b'\\x01\\x02\\x03'
        empty 0 (2026, 11, 24, 9, 20) b''

        """)
  }

  @Test("is one also without files")
  func nothing() async throws {
    #expect(try await read(archive([])) == "")
  }

  @Test(
    "has the checksum of ISO 3309", arguments: [("", 0), ("123456789", 0xCBF4_3926)] as [(String, UInt32)])
  func checksum(_ text: String, _ expected: UInt32) {
    var whole = CRC32()
    whole.update(Array(text.utf8))
    #expect(whole.value == expected)
    var pieces = CRC32()
    for byte in text.utf8 { pieces.update([byte]) }
    #expect(pieces.value == expected)
  }

  @Test(
    "takes no name that leaves its folder",
    arguments: ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".", "C:\\x", "a\u{0}b", "a\nb"])
  func names(_ name: String) {
    var zip = ZipWriter(at: Self.date)
    #expect(throws: ZipFault.name) { try zip.head(of: name, size: 0, checksum: 0) }
    #expect(zip.size == 22)
  }

  @Test("takes a name of 255 bytes, none of 256, and none twice, also where capitals are small letters")
  func longest() throws {
    var zip = ZipWriter(at: Self.date)
    _ = try zip.head(of: String(repeating: "a", count: 255), size: 0, checksum: 0)
    #expect(throws: ZipFault.name) {
      try zip.head(of: String(repeating: "b", count: 256), size: 0, checksum: 0)
    }
    _ = try zip.head(of: "A.pdf", size: 0, checksum: 0)
    #expect(throws: ZipFault.name) { try zip.head(of: "a.pdf", size: 0, checksum: 0) }
  }

  @Test("is no longer than 32 bits can count")
  func largest() throws {
    let overhead = 30 + 1 + 46 + 1 + 22
    var zip = ZipWriter(at: Self.date)
    #expect(throws: ZipFault.tooLarge) {
      try zip.head(of: "a", size: ZipWriter.mostBytes - overhead + 1, checksum: 0)
    }
    zip = ZipWriter(at: Self.date)
    _ = try zip.head(of: "a", size: ZipWriter.mostBytes - overhead, checksum: 0)
    #expect(zip.size == ZipWriter.mostBytes)
  }

  @Test("has no more files than 16 bits can count")
  func most() throws {
    var zip = ZipWriter(at: Self.date)
    for number in 0..<ZipWriter.mostFiles { _ = try zip.head(of: "\(number)", size: 0, checksum: 0) }
    #expect(throws: ZipFault.tooLarge) { try zip.head(of: "one more", size: 0, checksum: 0) }
  }
}
