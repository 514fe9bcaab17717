/// How a file writes its characters.
public enum CSVEncoding: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case utf8
  /// Known by their byte order marks alone.
  case utf16LittleEndian, utf16BigEndian
  /// Never guessed: every file can be read so, and most would be read wrongly.
  case windows1252

  public var description: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
    case .windows1252: "Windows-1252"
    }
  }

  /// A byte order mark (Unicode Standard section 23.8), by which a file says its encoding.
  var mark: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    case .windows1252: []
    }
  }

  static let longestMark = 3

  init?(markOf bytes: [UInt8]) {
    guard let found = Self.allCases.first(where: { !$0.mark.isEmpty && bytes.starts(with: $0.mark) }) else {
      return nil
    }
    self = found
  }
}

/// Windows-1252 from 0x80 to 0x9F (https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT); everything
/// else is as in Latin-1. Nil for the five bytes that stand for nothing.
let windows1252: [Unicode.Scalar?] = [
  "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
  nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
]
