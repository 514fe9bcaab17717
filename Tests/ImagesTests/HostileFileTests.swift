import Foundation
import Images
import Testing

@Suite("A hostile file", .timeLimit(.minutes(3)))
struct HostileFileTests {
  let magic: MagicDatabase
  let processor: ImageProcessor

  init() throws {
    magic = try MagicDatabase()
    processor = ImageProcessor(.unhurried, magic: magic)
  }

  func with(_ adjust: (inout ImageSettings) -> Void) -> ImageProcessor {
    var settings = ImageSettings.unhurried
    adjust(&settings)
    return ImageProcessor(settings, magic: magic)
  }

  @Test(
    "is refused by its content, whatever it is called",
    arguments: [
      ("<!DOCTYPE html><html><script>alert(1)</script></html>", "text/html"),
      (
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        "image/svg+xml"
      ),
      ("%PDF-1.4\n%âãÏÓ\n1 0 obj\n", "application/pdf"),
      ("push graphic-context\nviewbox 0 0 1 1\nfill 'url(https://x)'\n", "image/x-mvg"),
      ("#!/bin/sh\nrm -rf /\n", "text/x-shellscript"),
      ("GIF89a\u{1}\u{0}\u{1}\u{0}\u{0}\u{0}\u{0};", "image/gif"),
      ("", "application/x-empty"),
    ])
  func otherKinds(text: String, kind: String) async throws {
    await #expect(throws: ImageFault.notAnImage(kind: kind)) {
      try await processor.portrait(from: Array(text.utf8))
    }
  }

  @Test(
    "is refused when it only begins like a picture",
    arguments: [
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A, 0x46, 0x49, 0x46, 0, 1],
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52],
    ] as [[UInt8]])
  func beginnings(bytes: [UInt8]) async throws {
    for rest in [[], Array("<script>alert(1)</script>".utf8), [UInt8](repeating: 0xFF, count: 5000)] {
      await #expect(throws: ImageFault.self) { try await processor.portrait(from: bytes + rest) }
    }
  }

  @Test("has up to ten mebibytes")
  func bytes() async throws {
    let jpeg = try await TestPicture.twoHalves(".jpg")
    let full = jpeg + [UInt8](repeating: 0, count: (10 << 20) - jpeg.count)
    _ = try await processor.portrait(from: full)
    await #expect(throws: ImageFault.tooLarge(bytes: (10 << 20) + 1)) {
      try await processor.portrait(from: full + [0])
    }
  }

  @Test("is refused for its promise of 50,000 by 50,000 pixels, without a look at them")
  func giant() async throws {
    let giant = TestPicture.emptyPNG(width: 50_000, height: 50_000)
    #expect(giant.count < 100)
    await #expect(throws: ImageFault.tooManyPixels) { try await processor.portrait(from: giant) }
  }

  @Test("has sides of up to 12,000 pixels")
  func sides() async throws {
    for (width, height) in [(12_000, 1), (1, 12_000)] {
      let picture = try await TestPicture.plain([9], width: width, height: height, as: ".png")
      _ = try await processor.portrait(from: picture)
    }
    for (width, height) in [(12_001, 1), (1, 12_001)] {
      let picture = try await TestPicture.plain([9], width: width, height: height, as: ".png")
      await #expect(throws: ImageFault.tooManyPixels) { try await processor.portrait(from: picture) }
    }
  }

  @Test("has up to the number of pixels allowed")
  func pixels() async throws {
    let strict = with { $0.maximumPixels = 10_000 }
    _ = try await strict.portrait(from: TestPicture.plain([9], width: 100, height: 100, as: ".png"))
    let more = try await TestPicture.plain([9], width: 100, height: 101, as: ".png")
    await #expect(throws: ImageFault.tooManyPixels) { try await strict.portrait(from: more) }
  }

  @Test("that inflates to hundreds of megabytes is decoded within the limits, or refused")
  func bomb() async throws {
    let bomb = try await TestPicture.plain([9, 9, 9, 9], width: 7000, height: 7000, as: ".png[interlace]")
    #expect(bomb.count < 1 << 20)
    _ = try await processor.portrait(from: bomb)
    let strict = with { $0.memory = 400 << 20 }
    await #expect(throws: ImageFault.unreadable) { try await strict.portrait(from: bomb) }
  }

  @Test("is refused when it is cut off", arguments: [".jpg", ".png", ".webp"])
  func truncated(format: String) async throws {
    let picture = try await TestPicture.made(as: format) { folder in
      try await TestPicture.vips(
        "gaussnoise", "\(folder)/noise.v", "400", "400", "--mean", "128", "--sigma", "60")
      try await TestPicture.vips("cast", "\(folder)/noise.v", "\(folder)/made.v", "uchar")
      return "\(folder)/made.v"
    }
    _ = try await processor.portrait(from: picture)
    for share in [0.1, 0.5, 0.9] {
      let part = Array(picture.prefix(Int(Double(picture.count) * share)))
      await #expect(throws: ImageFault.unreadable) { try await processor.portrait(from: part) }
    }
  }

  @Test(
    "with damage anywhere brings a portrait or a refusal, never an end of the server",
    arguments: [".jpg", ".png", ".webp"])
  func damaged(format: String) async throws {
    let picture = try await TestPicture.twoHalves(format, side: 32)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<10 {
      var damaged = picture
      for _ in 0..<8 { damaged[.random(in: 12..<damaged.count, using: &random)] = .random(in: 0...255) }
      do throws(ImageFault) {
        _ = try await processor.portrait(from: damaged)
      } catch .unreadable, .tooManyPixels, .notAnImage {
      } catch {
        Issue.record("\(error) for \(damaged)")
      }
    }
  }
}
