/// The text of one template or catalogue file.
struct TemplateSource {
  /// 256 KiB: a template beyond that is not a template.
  static let largestSize = 256 * 1024
  /// 1 MiB: all texts of a language.
  static let largestCatalogue = 1024 * 1024

  /// How faults name the file: `Templates/parts/field.html`.
  let path: String
  let bytes: [UInt8]

  init(path: String, bytes: [UInt8], atMost limit: Int = largestSize) throws(TemplateFault) {
    guard bytes.count <= limit else {
      throw TemplateFault(path: path, line: 1, what: "\(bytes.count) bytes, where \(limit) are the limit")
    }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw TemplateFault(path: path, line: 1, what: "starts with a byte order mark")
    }
    self.path = path
    self.bytes = bytes
    if let line = firstLineWithInvalidText() {
      throw TemplateFault(path: path, line: line, what: "not valid UTF-8")
    }
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  func fault(_ line: Int, _ what: String) -> TemplateFault {
    TemplateFault(path: path, line: line, what: what)
  }

  /// A newline is never part of a longer UTF-8 sequence, so that lines can be judged one by one.
  private func firstLineWithInvalidText() -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    let lines = bytes.split(separator: .newline, omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return (index ?? 0) + 1
  }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")

  /// Space, tab or carriage return: what may surround a tag that has a line to itself.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
