import Credentials
import Foundation
import Testing

/// Reads the picture back as a phone would: librsvg by way of vips draws it, zbar (Debian's `zbar-tools`)
/// reads it.
@Suite("A QR code")
struct QRCodeTests {
  @Test(
    "reads back as its text",
    arguments: [
      "x",
      "otpauth://totp/Riverside:dana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Riverside",
      String(repeating: "polyclinic ", count: 50),
    ])
  func readsBack(text: String) throws {
    let svg = try QRCode(text).svg(title: "Set-up code")
    #expect(try read(svg) == text)
  }

  @Test("is black on white with a title, a role, quiet all around and no style of its own")
  func markup() throws {
    let code = try QRCode("x")
    #expect(code.width == 21)
    let svg = code.svg(title: "</title><script>\"&'")
    #expect(
      svg.hasPrefix(
        #"<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 29 29" "#
          + #"shape-rendering="crispEdges">"#
          + "<title>&lt;/title&gt;&lt;script&gt;\"&amp;'</title>"
          + ##"<path fill="#fff" d="M0 0h29v29H0z"/><path fill="#000" d="M4 4h7v1h-7z"##))
    #expect(svg.hasSuffix("</svg>"))
    #expect(!svg.contains("currentColor") && !svg.contains("style"))
  }

  @Test("escapes a title's bracket also where a combining mark sits on it")
  func clusters() throws {
    let svg = try QRCode("x").svg(title: "a<\u{338}b&\u{301}c")
    #expect(svg.contains("<title>a&lt;\u{338}b&amp;\u{301}c</title>"))
  }

  @Test("holds 2,331 bytes and no more")
  func limits() throws {
    #expect(try QRCode(String(repeating: "a", count: 2331)).width == 177)
    #expect(throws: QRCodeFault.tooLong) { try QRCode(String(repeating: "a", count: 2332)) }
    #expect(throws: QRCodeFault.empty) { try QRCode("") }
  }

  private func read(_ svg: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "qr-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (drawing, picture) = (folder.appending(path: "code.svg"), folder.appending(path: "code.png"))
    try Data(svg.utf8).write(to: drawing)
    _ = try run("vips", "copy", "\(drawing.path())[scale=4]", picture.path())
    let text = try run("zbarimg", "--raw", "--quiet", "--nodbus", picture.path())
    return text.trimmingCharacters(in: .newlines)
  }

  private func run(_ command: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command) failed")
    return String(decoding: data, as: UTF8.self)
  }
}
