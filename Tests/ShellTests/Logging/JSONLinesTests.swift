import FoundationEssentials
import Logging
import Shell
import Testing

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
