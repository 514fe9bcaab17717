import Credentials
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A document's title")
struct DocumentTitleTests {
  @Test(
    "is the last part of a path, without what is not seen, and ends as what it is",
    arguments: [
      ("report.pdf", "report.pdf"), ("Report.PDF", "Report.pdf"), ("../../etc/passwd", "passwd.pdf"),
      (#"C:\Users\ada\scan.pdf"#, "scan.pdf"), ("report.pdf.exe", "report.pdf.exe.pdf"),
      ("photo.jpg", "photo.jpg.pdf"),
      ("inv\u{202E}fdp.exe", "invfdp.exe.pdf"), ("a\u{0000}b\r\nc\u{7F}.pdf", "abc.pdf"),
      ("\u{200B}\u{FEFF}.pdf", "document.pdf"),
      ("", "document.pdf"), (".pdf", "document.pdf"), ("...", "document.pdf"), (".hidden", "hidden.pdf"),
      ("a. . .pdf", "a.pdf"),
      ("<b>\"x\"|y*z?:.pdf", "bxyz.pdf"), ("Überweisung Nguyễn.pdf", "Überweisung Nguyễn.pdf"),
      ("رسالة.pdf", "رسالة.pdf"),
      ("/", "document.pdf"), ("\u{E000}\u{2028}x.pdf", "x.pdf"),
    ])
  func names(_ given: String, _ shown: String) {
    #expect(DocumentTitle(given, .pdf).text == shown)
  }

  @Test("has 150 characters at most, and loses no ending for it", arguments: [145, 146, 147, 5000])
  func length(_ letters: Int) {
    let title = DocumentTitle(String(repeating: "é", count: letters) + ".pdf", .pdf).text
    #expect(title.unicodeScalars.count == min(letters, 146) + 4 && title.hasSuffix("é.pdf"))
  }

  @Test("knows the endings of its kind", arguments: ["jpg", "jpeg", "JPE"])
  func endings(_ ending: String) {
    #expect(DocumentTitle("x.\(ending)", .jpeg).text == "x.jpg")
  }
}

@Suite("A document's bytes")
struct DocumentCheckTests {
  static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [
      0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
  static let webp: [UInt8] = Array("RIFF".utf8) + [12, 0, 0, 0] + Array("WEBPVP8 abcd".utf8)
  static let whole: [(DocumentReference.Kind, [UInt8])] = [
    (.pdf, Array("%PDF-1.7\n1 0 obj\n%%EOF\n".utf8)), (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 0xFF, 0xD9]),
    (.png, png),
    (.webp, webp),
  ]

  private func isWhole(_ kind: DocumentReference.Kind, _ bytes: [UInt8]) -> Bool {
    DocumentCheck.isWhole(
      kind, head: Array(bytes.prefix(64)), tail: bytes.suffix(DocumentCheck.tailLength), size: bytes.count)
  }

  @Test("are whole from the first to the last", arguments: whole.indices)
  func wholeness(_ index: Int) {
    let (kind, bytes) = Self.whole[index]
    #expect(isWhole(kind, bytes))
    for other in DocumentReference.Kind.allCases where other != kind { #expect(!isWhole(other, bytes)) }
    #expect(!isWhole(kind, []))
    #expect(!isWhole(kind, Array(bytes.dropLast(kind == .pdf ? 2 : 1))))
    // What begins as something else wears two faces.
    #expect(!isWhole(kind, Array("<script>".utf8) + bytes))
  }

  @Test("of a PDF end within 1024 bytes", arguments: [(1019, true), (1020, false)])
  func end(_ behind: Int, _ isThere: Bool) {
    let bytes = Array("%PDF-1.4 %%EOF".utf8) + [UInt8](repeating: 32, count: behind)
    #expect(isWhole(.pdf, bytes) == isThere)
  }
}

@Suite("Where a document's bytes lie")
struct DocumentLayoutTests {
  static let part = DocumentLayout.partLength
  static let piece = SealedStream.pieceLength

  @Test(
    "every range is found by whole pieces, and no other bytes",
    arguments: [1, piece, piece + 1, part, part + 1, 3 * part - 7])
  func ranges(_ size: Int) {
    let layout = DocumentLayout(tenant: .unstored, document: .unstored, size: size)
    var generator = SystemRandomNumberGenerator()
    var all = [0..<size, 0..<1, size - 1..<size]
    for _ in 0..<200 {
      let start = Int.random(in: 0..<size, using: &generator)
      all.append(start..<Int.random(in: start + 1...size, using: &generator))
    }
    for range in all {
      let slices = layout.slices(of: range)
      #expect(slices.reduce(0) { $0 + $1.wanted.count } == range.count)
      for slice in slices {
        let first = slice.part * Self.part + slice.pieces.lowerBound * Self.piece
        #expect(slice.wanted.lowerBound >= 0 && slice.pieces.upperBound <= slice.all)
        #expect(first + slice.wanted.lowerBound == max(range.lowerBound, slice.part * Self.part))
        #expect(slice.sealed.upperBound <= SealedStream.sealedLength(of: layout.length(of: slice.part)))
        // No piece is fetched of which nothing is wanted.
        #expect(
          slice.wanted.lowerBound < Self.piece
            && slice.wanted.upperBound > (slice.pieces.count - 1) * Self.piece)
      }
    }
  }

  @Test("begins with the instant of its id")
  func ids() {
    let id = Clinic.firstID(at: .init(timeIntervalSince1970: 1_772_434_800))
    #expect(id == "019cad4c-e180-7000-8000-000000000000" || id.count == 36)
  }
}
