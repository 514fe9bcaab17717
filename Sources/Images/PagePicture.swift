internal import Turns

extension ImageProcessor {
  /// How a file looks, newly drawn: a picture as a whole, of a PDF its first page, as JPEG of at most 1400 by 1400 pixels. Nothing of
  /// the original's bytes is in it.
  ///
  /// - Parameters:
  ///   - kind: the media type, told by the content.
  ///   - bytes: read once into a file without a name, of which nobody knows.
  /// - Returns: nil for what can't be drawn within the limits.
  /// - Throws: `ImageFault` for what has nothing to do with the file, and what reading throws.
  public func page<Bytes: AsyncSequence>(of kind: String, _ bytes: Bytes) async throws -> [UInt8]?
  where Bytes.Element == [UInt8] {
    let original = try ScratchFile([], in: settings.scratch)
    for try await piece in bytes {
      try await aside { () throws(ImageFault) in try original.append(piece) }
    }
    do throws(ImageFault) {
      return try await turns.take { () async throws(ImageFault) in
        try await within(settings.patience) { () async throws(ImageFault) in
          let process = VipsProcess(settings: settings)
          if kind == "application/pdf" { return try await process.firstPage(of: original) }
          guard let decoder = Self.decoders[kind] else { throw .notAnImage(kind: kind) }
          let header = try await checked(original, decoder: decoder, process)
          return try await process.page(original, interpretation: header.interpretation)
        }
      }
    } catch {
      switch error {
      case .notAnImage, .tooLarge, .tooManyPixels, .unreadable, .timedOut: return nil
      case .busy, .unavailable, .cancelled: throw error
      }
    }
  }
}

extension VipsProcess {
  private static let box = "1400x1400"

  /// The whole picture, upright.
  func page(_ file: ScratchFile, interpretation: String) async throws(ImageFault) -> [UInt8] {
    var options = [
      "stdin[fail_on=error]", "--size", "\(Self.box)>", "--export-profile", "srgb",
      "--output", ".jpg[Q=80,strip,optimize_coding,background=255]",
    ]
    if ["srgb", "rgb16"].contains(interpretation) { options += ["--import-profile", "srgb"] }
    return try await jpeg("vipsthumbnail", options, file)
  }

  /// Of a PDF: poppler, under the limits of the others. A file that asks for a password has no picture.
  func firstPage(of file: ScratchFile) async throws(ImageFault) -> [UInt8] {
    try await jpeg(
      "pdftoppm", ["-jpeg", "-singlefile", "-f", "1", "-l", "1", "-scale-to", "1400", "-"], file)
  }

  private func jpeg(_ tool: String, _ options: [String], _ file: ScratchFile) async throws(ImageFault)
    -> [UInt8]
  {
    let bytes = try await run(tool, options, file)
    guard bytes.starts(with: [0xFF, 0xD8]) else { throw .unreadable }
    return bytes
  }
}
