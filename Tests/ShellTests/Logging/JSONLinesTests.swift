import Dispatch
import FoundationEssentials
import Logging
import Testing

@testable import Shell

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Log lines")
struct JSONLinesTests {
  private struct Line: Decodable {
    let time: String
    let level: String
    let logger: String
    let message: String
    let request: String?
    let count: Int?
    let odd: String?
    let error: String?
    let list: [String]?
    let map: [String: String]?
    let cut: Bool?
  }

  /// What is logged, as lines of a file.
  private func lines(_ log: (inout Logger) -> Void) throws -> [String] {
    let path = "/tmp/shell-log-\(UInt64.random(in: .min ... .max))"
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
    defer {
      close(descriptor)
      unlink(path)
    }
    var logger = Logger(label: "test") { JSONLines(label: $0, output: LogOutput(descriptor: descriptor)) }
    log(&logger)
    let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    return text.split(separator: "\n").map(String.init)
  }

  private func line(_ log: (inout Logger) -> Void) throws -> Line {
    let lines = try lines(log)
    try #require(lines.count == 1)
    return try JSONDecoder().decode(Line.self, from: Data(lines[0].utf8))
  }

  @Test("are JSON, whatever they hold")
  func json() throws {
    let odd = "\"quoted\" \\ \n \t \u{1} \u{7F} é 🙂 \u{2028}"
    let line = try line { logger in
      logger[metadataKey: "request"] = "7"
      logger.warning("it \"happened\"", metadata: ["count": .stringConvertible(3), "odd": .string(odd)])
    }
    #expect(line.level == "warning" && line.logger == "test" && line.message == "it \"happened\"")
    #expect(line.request == "7" && line.count == 3 && line.odd == odd)
    #expect(line.time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }

  @Test("hold lists and maps")
  func nested() throws {
    let line = try line { $0.info("", metadata: ["list": ["a", "b"], "map": ["c": "d"]]) }
    #expect(line.list == ["a", "b"] && line.map == ["c": "d"])
  }

  @Test("prefer what is said with the message to what the logger says always")
  func precedence() throws {
    let line = try line { logger in
      logger[metadataKey: "request"] = "old"
      logger.info("", metadata: ["request": "new"])
    }
    #expect(line.request == "new")
  }

  @Test("hold a text of 1,500 bytes whole, and the beginning of a longer one")
  func longText() throws {
    let whole = try line { $0.info("", metadata: ["odd": .string(String(repeating: "a", count: 1500))]) }
    #expect(whole.odd?.count == 1500 && whole.cut == nil)
    let cut = try line { $0.info("", metadata: ["odd": .string(String(repeating: "é", count: 751))]) }
    #expect(cut.odd == String(repeating: "é", count: 750) && cut.cut == true)
  }

  @Test("are never longer than the kernel writes at once, whatever they hold")
  func longLine() throws {
    let controls = String(repeating: "\u{1}", count: 5000)
    let lines = try lines { logger in
      for count in 0..<20 {
        let list = Logger.MetadataValue.array(
          (0..<count).map { _ in .string(String(repeating: "x", count: 200)) })
        logger.info("\(controls)", metadata: ["list": list, "odd": "end"])
      }
    }
    #expect(lines.count == 20)
    for line in lines {
      #expect(line.utf8.count < Int(PIPE_BUF))
      let read = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      #expect(read.odd == "end" && read.cut == true)
    }
  }

  @Test("of many threads don't mix in a pipe")
  func threads() async throws {
    var ends: [CInt] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    let output = LogOutput(descriptor: writing)
    let text = String(repeating: "x", count: 1200)
    // The reader has a thread of its own, for writers wait in the kernel while the pipe is full.
    async let read = withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while case let count = Glibc.read(reading, &piece, piece.count), count > 0 {
          bytes += piece[..<count]
        }
        continuation.resume(returning: bytes)
      }
    }
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          let logger = Logger(label: "test") { JSONLines(label: $0, output: output) }
          for _ in 0..<500 { logger.info("", metadata: ["odd": .string(text)]) }
        }
      }
    }
    close(writing)
    let lines = await read.split(separator: UInt8(ascii: "\n"))
    close(reading)
    #expect(lines.count == 2000)
    for line in lines { #expect(try JSONDecoder().decode(Line.self, from: Data(line)).odd == text) }
  }

  @Test("tell an error by its type only, unless it vouches for its words")
  func errors() throws {
    let secret = try line { $0.error("", error: Secret(text: "Mrs. Miller")) }
    #expect(secret.error == "ShellTests.Secret")
    let safe = try line { $0.error("", error: SafeFault()) }
    #expect(safe.error == "ShellTests.SafeFault: sqlstate 23P01")
  }

  @Test("below the level are left out")
  func level() throws {
    #expect(try lines { $0.debug("no") } == [])
  }
}
