/// Turns drawings into the pictures that the directory shows.
enum PortraitStudio {
  struct Prints: Sendable {
    /// 640 pixels square, JPEG.
    let large: [UInt8]
    /// 160 pixels square, JPEG.
    let small: [UInt8]
  }

  /// Develops all at once: two runs of `vipsthumbnail` (libvips-tools), whose SVG reader is librsvg.
  static func develop(_ likenesses: [Likeness]) async throws -> [Prints] {
    let folder = try TemporaryFolder("portraits")
    defer { folder.remove() }
    for (position, likeness) in likenesses.enumerated() {
      try folder.write(likeness.svg(pixels: 640), to: "\(position).svg")
    }
    let drawings = likenesses.indices.map { "\(folder.path)/\($0).svg" }
    for size in [640, 160] {
      try await Command.run(
        "vipsthumbnail", ["--size", "\(size)", "-o", "\(folder.path)/%s-\(size).jpg[Q=88,strip]"] + drawings)
    }
    return try likenesses.indices.map {
      Prints(large: try folder.read("\($0)-640.jpg"), small: try folder.read("\($0)-160.jpg"))
    }
  }
}
