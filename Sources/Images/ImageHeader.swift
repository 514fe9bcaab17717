/// What `vipsheader` prints: `stdin: 640x480 uchar, 3 bands, srgb, jpegload_source`.
struct ImageHeader: Equatable {
  let width: Int
  let height: Int
  /// What the numbers of a pixel mean: `srgb`, `rgb16`, `b-w`, `cmyk` ...
  let interpretation: String
  /// The libvips operation that would decode the picture.
  let decoder: String

  /// nil unless the text is one such line.
  init?(_ text: String) {
    let lines = text.split(separator: "\n")
    guard lines.count == 1 else { return nil }
    let fields = lines[0].split(separator: ",").map { $0.split(separator: " ") }
    guard fields.count == 4, let size = fields[0].dropLast().last, let interpretation = fields[2].first,
      let decoder = fields[3].first
    else { return nil }
    let sides = size.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy({ (1...10_000_000).contains($0) }) else { return nil }
    (width, height) = (sides[0], sides[1])
    self.interpretation = String(interpretation)
    self.decoder = String(decoder)
  }
}
