/// The contents of a TZif file (RFC 9636), version 2 or later: the 64-bit block and the footer.
struct TZif {
  /// When the offset changed, seconds since the epoch, rising.
  var transitions: [Int] = []
  /// What it changed to at the transition of the same index.
  var offsetsAfter: [UInt8] = []
  var offsets: [TimeZoneRules.Offset] = []
  /// Rules for the time after the last transition; nil when the file does not say.
  var footer: PosixTimeZone?

  /// Throws a reason.
  init(_ bytes: [UInt8]) throws(Malformed) {
    var reader = TZifReader(bytes)
    let legacy = try TZifHeader(&reader)
    guard legacy.version >= UInt8(ascii: "2") else { throw Malformed("version 1 has no 64-bit data") }
    // The 32-bit block ends in 2038 and repeats what follows.
    try reader.skip(legacy.blockSize(timeSize: 4))
    let header = try TZifHeader(&reader)
    guard header.leapCount == 0 else { throw Malformed("it counts leap seconds") }
    try readBlock(header, &reader)
    try readFooter(&reader)
  }

  private mutating func readBlock(_ header: TZifHeader, _ reader: inout TZifReader) throws(Malformed) {
    for _ in 0..<header.transitionCount { transitions.append(try reader.int64()) }
    for (earlier, later) in zip(transitions, transitions.dropFirst()) where earlier >= later {
      throw Malformed("its transitions are not in order")
    }
    for _ in 0..<header.transitionCount {
      let index = try reader.byte()
      guard index < header.typeCount else { throw Malformed("a transition leads to no known offset") }
      offsetsAfter.append(index)
    }
    var types: [(seconds: Int, isDaylight: Bool, nameAt: Int)] = []
    for _ in 0..<header.typeCount {
      types.append((try reader.int32(), try reader.byte() == 1, Int(try reader.byte())))
    }
    let names = Array(try reader.bytes(header.nameSize))
    for type in types {
      // RFC 9636 section 3.2 bounds it; `TimeZoneRules` relies on it to know how far to look.
      guard TimeZoneRules.Offset.bounds.contains(type.seconds) else {
        throw Malformed("an offset is too large")
      }
      guard type.nameAt < names.count, let end = names[type.nameAt...].firstIndex(of: 0) else {
        throw Malformed("an abbreviation does not end")
      }
      let name = String(decoding: names[type.nameAt..<end], as: UTF8.self)
      offsets.append(.init(seconds: type.seconds, abbreviation: name, isDaylight: type.isDaylight))
    }
    try reader.skip(header.standardCount + header.utcCount)
  }

  private mutating func readFooter(_ reader: inout TZifReader) throws(Malformed) {
    let newline = UInt8(ascii: "\n")
    guard try reader.byte() == newline else { throw Malformed("the footer does not begin") }
    var text: [UInt8] = []
    while true {
      let byte = try reader.byte()
      if byte == newline { break }
      text.append(byte)
    }
    footer = text.isEmpty ? nil : try PosixTimeZone(String(decoding: text, as: UTF8.self))
  }
}

/// What is wrong with a file, as the end of a sentence.
struct Malformed: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}
