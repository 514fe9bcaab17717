import CQREncode

/// A QR code (ISO/IEC 18004) to be shown in a page.
public struct QRCode: Sendable {
  /// Modules (squares) along one side, without the quiet zone.
  public let width: Int
  private let isDark: [Bool]

  /// Quiet around the code that readers rely on, in modules (ISO/IEC 18004 section 5.3.8).
  private static let quietZone = 4

  /// Error correction level M: 15 % of it may be unreadable.
  /// - Throws: `tooLong` past 2,331 bytes, which is what the largest code holds.
  public init(_ text: String) throws(QRCodeFault) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= 2331 else { throw .tooLong }
    guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else { throw .failed }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    guard let modules = code.pointee.data else { throw .failed }
    self.width = width
    // The lowest bit is the colour; the others say which part of the code a module belongs to.
    isDark = (0..<width * width).map { modules[$0] & 1 == 1 }
  }

  /// - Parameter title: what the picture is, read out in its place; escaped here.
  /// - Returns: an `<svg>` element without a fixed size: one unit of its `viewBox` is one module. Black on
  ///   white whatever the page's colours are, because many readers cannot see an inverted code.
  public func svg(title: String) -> String {
    let side = width + 2 * QRCode.quietZone
    return """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 \(side) \(side)" \
      shape-rendering="crispEdges">\
      <title>\(escaped(title))</title><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>\
      <path fill="#000" d="\(path)"/></svg>
      """
  }

  /// One rectangle for each run of dark modules in a row.
  private var path: String {
    var path = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        let run = isDark[(row * width + column)..<(row + 1) * width].prefix { $0 }.count
        if run > 0 {
          path += "M\(column + QRCode.quietZone) \(row + QRCode.quietZone)h\(run)v1h-\(run)z"
        }
        column += max(run, 1)
      }
    }
    return path
  }

  private func escaped(_ text: String) -> String {
    // Scalars, not characters: `<` with a combining mark on it is another character, and still a tag.
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}

public enum QRCodeFault: Error, Hashable {
  case empty
  case tooLong
  case failed
}
