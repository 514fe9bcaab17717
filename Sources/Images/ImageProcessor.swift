public import SystemPackage
internal import Turns

/// Makes portraits of pictures that strangers send.
///
/// The file is told apart by its content, then decoded in a process of its own (``VipsProcess``) that can
/// neither write a file nor outlive its limits of memory and time, so a hostile one costs a refusal and
/// nothing else. What comes out is newly encoded: nothing of the original's bytes survives, neither metadata
/// nor what hides in it.
public struct ImageProcessor: Sendable {
  private static let largeSide = 640
  private static let smallSide = 160
  private static let logoBox = "480x160"

  /// The media types accepted, each with the one decoder that may read it.
  static let decoders = [
    "image/jpeg": "jpegload_source", "image/png": "pngload_source", "image/webp": "webpload_source",
  ]

  let settings: ImageSettings
  private let magic: MagicDatabase
  let turns: Turns<ImageFault>

  public init(_ settings: ImageSettings = ImageSettings(), magic: MagicDatabase) {
    self.settings = settings
    self.magic = magic
    turns = Turns(
      parallel: settings.parallel, waiting: settings.waiting, busy: .busy, cancelled: .cancelled)
  }

  /// - Parameter bytes: a JPEG, PNG or WebP picture; of an animated one the first frame is taken.
  public func portrait(from bytes: [UInt8]) async throws(ImageFault) -> Portrait {
    try await made(of: bytes) { original, header, vips throws(ImageFault) in
      // Cut square first, enlarged afterwards: the other way round, 1 by 12,000 pixels would cost minutes.
      let side = min(header.width, header.height, Self.largeSide)
      let cut = try await vips.square(of: original, side: side, interpretation: header.interpretation)
      let large = side == Self.largeSide ? cut : try await resized(cut, to: Self.largeSide, vips)
      return Portrait(large: large, small: try await resized(large, to: Self.smallSide, vips))
    }
  }

  /// - Parameter file: read up to the limit; its name means nothing.
  public func portrait(fromFile file: FilePath) async throws(ImageFault) -> Portrait {
    try await portrait(from: read(file))
  }

  /// A picture of any shape as PNG without metadata, of at most 480 by 160 pixels; what is transparent stays so.
  ///
  /// - Parameter file: read up to the limit; its name means nothing.
  public func logo(fromFile file: FilePath) async throws(ImageFault) -> [UInt8] {
    try await made(of: read(file)) { original, header, vips throws(ImageFault) in
      try await vips.fitted(original, into: Self.logoBox, interpretation: header.interpretation)
    }
  }

  /// The media type of a file, told by its first bytes.
  public func kind(of bytes: [UInt8]) async throws(ImageFault) -> String {
    try await aside { [magic] () throws(ImageFault) in magic.kind(of: bytes) }
  }

  private func read(_ file: FilePath) async throws(ImageFault) -> [UInt8] {
    let limit = settings.maximumBytes
    return try await aside { () throws(ImageFault) in try ScratchFile.read(file, limit: limit) }
  }

  /// When it is its turn, and the picture is one that may be worked on.
  private func made<Result: Sendable>(
    of bytes: [UInt8],
    _ make: @Sendable @escaping (ScratchFile, ImageHeader, VipsProcess) async throws(ImageFault) -> Result
  ) async throws(ImageFault) -> Result {
    guard bytes.count <= settings.maximumBytes else { throw .tooLarge(bytes: bytes.count) }
    let kind = try await aside { [magic] () throws(ImageFault) in magic.kind(of: bytes) }
    guard let decoder = Self.decoders[kind] else { throw .notAnImage(kind: kind) }
    return try await turns.take { () async throws(ImageFault) in
      try await within(settings.patience) { () async throws(ImageFault) in
        let vips = VipsProcess(settings: settings)
        let original = try await scratch(bytes)
        return try await make(original, try await checked(original, decoder: decoder, vips), vips)
      }
    }
  }

  func checked(
    _ original: ScratchFile, decoder: String, _ vips: VipsProcess
  ) async throws(ImageFault) -> ImageHeader {
    let header = try await vips.header(of: original)
    // Two parsers that disagree about a file are being played against each other.
    guard header.decoder == decoder else { throw .unreadable }
    guard header.width <= settings.maximumSide, header.height <= settings.maximumSide,
      header.width * header.height <= settings.maximumPixels
    else { throw .tooManyPixels }
    return header
  }

  /// One of our own pictures in another size.
  private func resized(_ square: [UInt8], to side: Int, _ vips: VipsProcess) async throws(ImageFault)
    -> [UInt8]
  {
    try await vips.square(of: scratch(square), side: side, interpretation: "srgb")
  }

  private func scratch(_ bytes: [UInt8]) async throws(ImageFault) -> ScratchFile {
    let folder = settings.scratch
    return try await aside { () throws(ImageFault) in try ScratchFile(bytes, in: folder) }
  }
}
