import Foundation
import Images
import Testing

/// Files that are small and say that they are enormous, or are it once they are unpacked: they are drawn within the limits, or not.
@Suite("The picture of a hostile document", .timeLimit(.minutes(3)))
struct PictureBombTests {
  let magic: MagicDatabase
  init() throws { magic = try MagicDatabase() }

  /// - Returns: nil where nothing was drawn.
  private func page(
    _ kind: String, _ bytes: [UInt8], _ adjust: (inout ImageSettings) -> Void = { _ in }
  ) async throws -> [UInt8]? {
    var settings = ImageSettings.unhurried
    adjust(&settings)
    return try await ImageProcessor(settings, magic: magic).page(of: kind, Pieces(bytes))
  }

  private func isSmallJPEG(_ page: [UInt8]?) async throws -> Bool {
    guard let page else { return false }
    let fields = try await TestPicture.fields(page)
    let sides = fields.compactMap { line in
      ["width: ", "height: "].first(where: line.hasPrefix).flatMap { Int(line.dropFirst($0.count)) }
    }
    return page.starts(with: [0xFF, 0xD8]) && sides.count == 2 && sides.allSatisfy { $0 <= 1400 }
  }

  private func isNothingOrSmall(_ page: [UInt8]?) async throws -> Bool {
    if page == nil { return true }
    return try await isSmallJPEG(page)
  }

  @Test("is not drawn where a few bytes promise more pixels than may be, without a look at them")
  func promises() async throws {
    #expect(try await page("image/png", TestPicture.emptyPNG(width: 50_000, height: 50_000)) == nil)
    let jpeg = try await TestPicture.twoHalves(".jpg")
    #expect(try await page("image/jpeg", TestPicture.jpeg(jpeg, saying: 65_500, by: 65_500)) == nil)
    let webp = try await TestPicture.twoHalves(".webp")
    #expect(try await page("image/webp", TestPicture.webp(webp, saying: 16_383, by: 16_383)) == nil)
    for (kind, honest) in [("image/jpeg", jpeg), ("image/webp", webp)] {
      #expect(try await isSmallJPEG(try await page(kind, honest)))
    }
  }

  @Test("has sides of up to 12,000 pixels, and as many pixels as are allowed")
  func limits() async throws {
    for (width, height, isDrawn) in [
      (12_000, 20, true), (20, 12_000, true), (12_001, 20, false), (20, 12_001, false),
    ] {
      let picture = try await TestPicture.plain([9], width: width, height: height, as: ".png")
      #expect(try await isSmallJPEG(try await page("image/png", picture)) == isDrawn, "\(width) by \(height)")
    }
    for (height, isDrawn) in [(100, true), (101, false)] {
      let picture = try await TestPicture.plain([9], width: 100, height: height, as: ".png")
      let drawn = try await page("image/png", picture) { $0.maximumPixels = 10_000 }
      #expect((drawn != nil) == isDrawn)
    }
  }

  @Test(
    "of a picture that inflates to hundreds of megabytes is drawn where these fit, and not where they don't")
  func inflating() async throws {
    let bomb = try await TestPicture.plain([9, 9, 9, 9], width: 7000, height: 7000, as: ".png[interlace]")
    #expect(bomb.count < 1 << 20)
    #expect(try await isSmallJPEG(try await page("image/png", bomb)))
    #expect(try await page("image/png", bomb) { $0.memory = 400 << 20 } == nil)
  }

  @Test(
    "of a PDF is no larger than others, whatever it says of its page",
    arguments: ["612 792", "14400 14400", "1000000 1000000", "1 14400", "14400 1"])
  func giantPage(box: String) async throws {
    let pdf = TestPDF.page("[0 0 \(box)]", content: "1 0 0 rg 0 0 500 500 re f")
    let drawn = try await page("application/pdf", pdf)
    #expect(try await isNothingOrSmall(drawn))
    if box.split(separator: " ").allSatisfy({ $0.count == 3 || $0 == "14400" }) { #expect(drawn != nil) }
  }

  @Test(
    "of a PDF that draws itself over and over ends when its time is up; of one that does so a few times is drawn"
  )
  func recursive() async throws {
    for (levels, isDrawn) in [(2, true), (12, false)] {
      let began = ContinuousClock.now
      let drawn = try await page("application/pdf", TestPDF.forms(levels: levels)) { $0.cpuSeconds = 3 }
      #expect((drawn != nil) == isDrawn, "\(levels) levels")
      #expect(ContinuousClock.now - began < .seconds(120))
    }
  }

  @Test("of a PDF whose pages lie a thousand and more deep, or in a circle, keeps nobody")
  func deep() async throws {
    for depth in [3, 20_000] {
      let drawn = try await page("application/pdf", TestPDF.nested(depth: depth)) { $0.cpuSeconds = 5 }
      #expect(try await isNothingOrSmall(drawn))
      if depth == 3 { #expect(drawn != nil) }
    }
    let circle = TestPDF.file([
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
    ])
    #expect(try await page("application/pdf", circle) { $0.cpuSeconds = 5 } == nil)
  }

  @Test("of a PDF with a picture of 50,000 by 50,000 pixels in it is drawn within the memory, or not")
  func pictureInside() async throws {
    for (side, isSure) in [(10, true), (50_000, false)] {
      let drawn = try await page("application/pdf", TestPDF.picture(side: side)) {
        ($0.cpuSeconds, $0.memory) = (5, 600 << 20)
      }
      #expect(try await isNothingOrSmall(drawn))
      if isSure { #expect(drawn != nil) }
    }
  }

  @Test("of a PDF that carries another is of the outer one")
  func carried() async throws {
    let inner = TestPDF.page("[0 0 100 100]", content: "0 0 1 rg 0 0 100 100 re f")
    let drawn = try #require(try await page("application/pdf", TestPDF.carrying(inner)))
    let pixel = try await TestPicture.pixel(drawn, x: 700, y: 700)
    #expect(pixel[0] > 200 && pixel[2] < 80)
  }
}

/// Bytes as they come out of the store.
private struct Pieces: AsyncSequence, Sendable {
  typealias Element = [UInt8]
  let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func makeAsyncIterator() -> Iterator { Iterator(rest: bytes[...]) }

  struct Iterator: AsyncIteratorProtocol {
    var rest: ArraySlice<UInt8>

    mutating func next() async throws -> [UInt8]? {
      guard !rest.isEmpty else { return nil }
      defer { rest = rest.dropFirst(65_536) }
      return Array(rest.prefix(65_536))
    }
  }
}
