import Subprocess
import SystemPackage
import Testing

@testable import Printing

@Suite("Printing", .timeLimit(.minutes(2)))
struct PrinterTests {
  private let printer = Printer()

  private func page(_ body: String, language: String = "en", title: String = "Invoice") -> [UInt8] {
    Array(
      "<!doctype html><html lang=\(language)><head><title>\(title)</title></head><body>\(body)</body></html>"
        .utf8)
  }

  private func told(of pdf: [UInt8], by tool: String, _ arguments: [String]) async throws -> String {
    let result = try await Subprocess.run(
      .path(FilePath("/usr/bin").appending(tool)), arguments: Arguments(arguments), input: .array(pdf),
      output: .string(limit: 1 << 20), error: .discarded)
    return result.standardOutput
  }

  /// Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Thai, Chinese, Japanese, Korean.
  static let names = [
    "Nguyễn Thị Minh Khai", "Ελένη Παπαδοπούλου", "Наталья Щукина", "محمد العربي", "דוד כהן", "प्रिया शर्मा",
    "สมชาย ใจดี", "王小明", "山田太郎", "김민준",
  ]

  @Test("spells names of every script so that they can be read aloud and searched for", arguments: names)
  func scripts(name: String) async throws {
    let pdf = try await printer.pdf(
      of: page("<h1 dir=auto>\(name)</h1><p>First consultation for \(name), with Dr Amira Haddad: £45.00</p>")
    )
    let text = try await told(of: pdf, by: "pdftotext", ["-", "-"])
    #expect(text.components(of: name) == 2, "\(text)")
    #expect(text.contains("£45.00"))
    // Each font has its glyphs embedded, as a subset, with their meaning.
    let fonts = try await told(of: pdf, by: "pdffonts", ["-"]).split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts { #expect(font.contains(" yes yes yes "), "\(font)") }
  }

  @Test("says its title and language, and is tagged")
  func described() async throws {
    let pdf = try await printer.pdf(of: page("<p>Montant</p>", language: "fr", title: "Facture Élan 1"))
    let told = try await told(of: pdf, by: "pdfinfo", ["-"])
    #expect(told.contains("Facture Élan 1"))
    #expect(told.split(separator: "\n").contains { $0.hasPrefix("Tagged:") && $0.hasSuffix("yes") })
    #expect(String(decoding: pdf, as: UTF8.self).contains("/Lang (fr)"))
  }

  @Test(
    "fetches nothing, by any scheme",
    arguments: [
      "<img src=\"file:///etc/passwd\">", "<img src=\"http://127.0.0.1:1/x.png\">",
      "<link rel=stylesheet href=\"file:///etc/hostname\">",
      "<style>@import url(https://example.org/a.css);</style>",
      "<style>@font-face { font-family: x; src: url(file:///usr/share/fonts/x.ttf) } p { font-family: x }</style><p>x",
      "<div style=\"background: url(ftp://example.org/x)\">x</div>",
      "<object data=\"file:///etc/passwd\"></object>",
      "<link rel=attachment href=\"file:///etc/passwd\">", "<img src=\"data:image/svg+xml,<svg/>\">",
    ])
  func nothing(hostile: String) async throws {
    await #expect(throws: PrintFault.refused) { try await printer.pdf(of: page(hostile)) }
  }

  @Test("takes a document of a megabyte, and none that is larger")
  func size() async throws {
    var settings = PrintSettings()
    settings.maximumBytes = 10_000
    let printer = Printer(settings)
    let exact = page("<!--" + String(repeating: "x", count: 10_000 - page("<!---->").count) + "-->")
    #expect(exact.count == 10_000)
    #expect(try await printer.pdf(of: exact).starts(with: "%PDF-".utf8))
    await #expect(throws: PrintFault.tooLarge(bytes: 10_001)) { try await printer.pdf(of: exact + [32]) }
  }

  @Test("is stopped by its limits of time, memory and output")
  func limits() async throws {
    let endless = page(
      String(repeating: "<table><tr><td>", count: 12) + String(repeating: "<p>x", count: 20_000))
    var settings = PrintSettings()
    settings.cpuSeconds = 1
    await #expect(throws: PrintFault.timedOut) { try await Printer(settings).pdf(of: endless) }
    settings = PrintSettings()
    settings.seconds = 1
    await #expect(throws: PrintFault.timedOut) { try await Printer(settings).pdf(of: endless) }
    settings = PrintSettings()
    settings.memory = 60 << 20
    await #expect(throws: PrintFault.self) { try await Printer(settings).pdf(of: page("x")) }
    settings = PrintSettings()
    settings.maximumOutput = 1000
    await #expect(throws: PrintFault.unprintable) { try await Printer(settings).pdf(of: page("x")) }
  }

  @Test("says so when the tools are not there")
  func absent() async throws {
    var settings = PrintSettings()
    settings.tools = "/nowhere"
    await #expect(throws: PrintFault.unavailable) { try await Printer(settings).pdf(of: page("x")) }
  }

  @Test("refuses one more than may wait")
  func busy() async throws {
    var settings = PrintSettings()
    (settings.parallel, settings.waiting) = (1, 1)
    let printer = Printer(settings)
    let outcomes = await withTaskGroup(of: PrintFault?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          do throws(PrintFault) {
            _ = try await printer.pdf(of: page("x"))
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.filter { $0 == nil }.count == 2)
    #expect(outcomes.filter { $0 == .busy }.count == 2)
  }
}

extension String {
  /// How often another is in it.
  fileprivate func components(of other: String) -> Int {
    split(separator: other, omittingEmptySubsequences: false).count - 1
  }
}
