import Foundation
import Images
import SystemPackage
import Testing

@Suite("A portrait", .timeLimit(.minutes(3)))
struct PortraitTests {
  let processor: ImageProcessor

  init() throws {
    processor = ImageProcessor(.unhurried, magic: try MagicDatabase())
  }

  func isRed(_ pixel: [Int]) -> Bool { pixel.count == 3 && pixel[0] > 220 && pixel[1] < 70 && pixel[2] < 70 }
  func isBlue(_ pixel: [Int]) -> Bool { pixel.count == 3 && pixel[0] < 30 && pixel[1] < 30 && pixel[2] > 220 }

  @Test("is made of JPEG, PNG and WebP, square and in two sizes", arguments: [".jpg", ".png", ".webp"])
  func formats(format: String) async throws {
    let portrait = try await processor.portrait(from: TestPicture.twoHalves(format))
    for (bytes, side) in [(portrait.large, 640), (portrait.small, 160)] {
      let fields = try await TestPicture.fields(bytes)
      #expect(fields.contains("width: \(side)"))
      #expect(fields.contains("height: \(side)"))
      #expect(fields.contains("vips-loader: jpegload"))
      #expect(isRed(try await TestPicture.pixel(bytes, x: side / 4, y: side / 2)))
      #expect(isBlue(try await TestPicture.pixel(bytes, x: side * 3 / 4, y: side / 2)))
    }
  }

  @Test("is square whatever the shape", arguments: [(1, 1), (1, 12_000), (12_000, 1), (1200, 400)])
  func shapes(width: Int, height: Int) async throws {
    let picture = try await TestPicture.plain([200, 100, 50], width: width, height: height, as: ".png")
    let fields = try await TestPicture.fields(try await processor.portrait(from: picture).large)
    #expect(fields.contains("width: 640"))
    #expect(fields.contains("height: 640"))
  }

  @Test("stands upright as the camera meant it")
  func orientation() async throws {
    let jpeg = try await TestPicture.twoHalves(".jpg")
    // 6: what is stored on the left belongs on top (EXIF 2.32, tag 274).
    let turned = TestPicture.withExif(jpeg, orientation: 6, description: "x")
    let portrait = try await processor.portrait(from: turned)
    #expect(isRed(try await TestPicture.pixel(portrait.large, x: 320, y: 160)))
    #expect(isBlue(try await TestPicture.pixel(portrait.large, x: 320, y: 480)))
  }

  @Test("does not tell where it was taken, nor anything else")
  func metadata() async throws {
    let jpeg = TestPicture.withExif(
      try await TestPicture.twoHalves(".jpg"), orientation: 1, description: "SECRET-DESCRIPTION")
    #expect(
      try await TestPicture.fields(jpeg).contains { $0.contains("GPSLatitude") },
      "the test's own picture is wrong")
    let portrait = try await processor.portrait(from: jpeg)
    for bytes in [portrait.large, portrait.small] {
      let fields = try await TestPicture.fields(bytes)
      #expect(!fields.contains { $0.contains("exif") || $0.contains("GPS") || $0.contains("SECRET") })
      #expect(!bytes.contains("Exif") && !bytes.contains("SECRET"))
    }
  }

  @Test("carries nothing that hid in the picture")
  func polyglot() async throws {
    let script = "<script>alert('SECRET')</script>"
    let jpeg = TestPicture.inserting(
      marker: 0xFE, Array(script.utf8), into: try await TestPicture.twoHalves(".jpg"))
    let polyglot = jpeg + Array("PK\u{3}\u{4}".utf8) + Array(script.utf8)
    let portrait = try await processor.portrait(from: polyglot)
    #expect(!portrait.large.contains("SECRET"))
    #expect(!portrait.small.contains("SECRET"))
  }

  @Test("shows the first frame of an animation")
  func animation() async throws {
    let animated = try await TestPicture.made(as: ".webp[page_height=100]") { folder in
      try await TestPicture.colour([255, 0, 0], width: 100, height: 100, "\(folder)/red.v")
      try await TestPicture.colour([0, 0, 255], width: 100, height: 100, "\(folder)/blue.v")
      try await TestPicture.vips(
        "join", "\(folder)/red.v", "\(folder)/blue.v", "\(folder)/made.v", "vertical")
      return "\(folder)/made.v"
    }
    #expect(animated.contains("ANIM"), "the test's own picture is wrong")
    let portrait = try await processor.portrait(from: animated)
    #expect(isRed(try await TestPicture.pixel(portrait.large, x: 320, y: 100)))
    #expect(isRed(try await TestPicture.pixel(portrait.large, x: 320, y: 540)))
  }

  @Test("is sRGB though the picture was made for print")
  func print() async throws {
    let cmyk = try await TestPicture.made(as: ".jpg") { folder in
      try await TestPicture.colour([255, 0, 0], width: 100, height: 100, "\(folder)/red.v")
      try await TestPicture.vips("colourspace", "\(folder)/red.v", "\(folder)/made.v", "cmyk")
      return "\(folder)/made.v"
    }
    #expect(try await TestPicture.fields(cmyk).contains("bands: 4"), "the test's own picture is wrong")
    let portrait = try await processor.portrait(from: cmyk)
    #expect(try await TestPicture.fields(portrait.large).contains("interpretation: srgb"))
    #expect(isRed(try await TestPicture.pixel(portrait.large, x: 320, y: 320)))
  }

  @Test("is grey when the picture was", arguments: [".png", ".jpg", ".png[bitdepth=16]"])
  func grey(format: String) async throws {
    let grey = try await TestPicture.made(as: format) { folder in
      try await TestPicture.vips("black", "\(folder)/black.v", "100", "100")
      try await TestPicture.vips("linear", "\(folder)/black.v", "\(folder)/grey.v", "1", "120", "--uchar")
      try await TestPicture.vips("copy", "\(folder)/grey.v", "\(folder)/made.v", "--interpretation", "b-w")
      return "\(folder)/made.v"
    }
    let portrait = try await processor.portrait(from: grey)
    #expect(try await TestPicture.fields(portrait.large).contains("interpretation: srgb"))
    let pixel = try await TestPicture.pixel(portrait.large, x: 320, y: 320)
    #expect(pixel.count == 3 && pixel.allSatisfy { abs($0 - 120) < 12 })
  }

  @Test("keeps the colours of a camera with more colours than a screen")
  func wideGamut() async throws {
    let wide = try await TestPicture.made(as: ".jpg[Q=95]") { folder in
      try await TestPicture.colour([255, 0, 0], width: 100, height: 100, "\(folder)/red.v")
      try await TestPicture.vips(
        "icc_transform", "\(folder)/red.v", "\(folder)/made.v", "p3", "--input-profile", "srgb")
      return "\(folder)/made.v"
    }
    #expect(try await TestPicture.pixel(wide, x: 50, y: 50)[0] < 240, "the test's own picture is wrong")
    let portrait = try await processor.portrait(from: wide)
    #expect(try await TestPicture.pixel(portrait.large, x: 320, y: 320)[0] > 248)
  }

  @Test("has white where the picture was transparent")
  func transparency() async throws {
    let clear = try await TestPicture.made(as: ".png[bitdepth=16]") { folder in
      try await TestPicture.colour([255, 0, 0, 0], width: 100, height: 100, "\(folder)/red.v")
      try await TestPicture.vips("colourspace", "\(folder)/red.v", "\(folder)/made.v", "rgb16")
      return "\(folder)/made.v"
    }
    let fields = try await TestPicture.fields(clear)
    #expect(
      fields.contains("format: ushort") && fields.contains("bands: 4"), "the test's own picture is wrong")
    let portrait = try await processor.portrait(from: clear)
    #expect(try await TestPicture.pixel(portrait.large, x: 320, y: 320).allSatisfy { $0 > 250 })
  }

  @Test("is made of a file as well")
  func file() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "portrait-\(UUID()).html").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(await TestPicture.twoHalves(".jpg")).write(to: URL(filePath: path))
    let portrait = try await processor.portrait(fromFile: FilePath(path))
    #expect(!portrait.small.isEmpty)
    await #expect(throws: ImageFault.unreadable) { try await processor.portrait(fromFile: "/nowhere") }
    await #expect(throws: ImageFault.tooLarge(bytes: (10 << 20) + 1)) {
      try await processor.portrait(fromFile: "/dev/zero")
    }
  }
}

extension [UInt8] {
  func contains(_ text: String) -> Bool { Data(self).range(of: Data(text.utf8)) != nil }
}
