import Images
import Testing

@Suite("The kind of a file")
struct MagicDatabaseTests {
  @Test("is told by its content, from many threads at once")
  func threads() async throws {
    let magic = try MagicDatabase()
    let files: [([UInt8], String)] = [
      (Array("<!DOCTYPE html><html></html>".utf8), "text/html"),
      (TestPicture.emptyPNG(width: 1, height: 1), "image/png"),
      (Array("%PDF-1.7\n".utf8), "application/pdf"),
      ([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0], "image/jpeg"),
    ]
    await withTaskGroup { group in
      for task in 0..<8 {
        group.addTask {
          for round in 0..<50 {
            let (bytes, kind) = files[(task + round) % files.count]
            #expect(magic.kind(of: bytes) == kind)
          }
        }
      }
    }
  }

  @Test("is asked of the beginning only, however long the file")
  func long() throws {
    let magic = try MagicDatabase()
    #expect(magic.kind(of: [UInt8](repeating: 0, count: 20 << 20)) == "application/octet-stream")
  }
}
