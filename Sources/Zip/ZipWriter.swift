/// Writes a ZIP archive (PKWARE APPNOTE.TXT 6.3) of files as they are, without compression: what people keep in documents is
/// compressed already.
///
/// Whoever writes puts the head of each file before its bytes, and the end behind them all. Size and checksum of a file are known
/// before, so that no reader has to look for them behind it.
public struct ZipWriter: Sendable {
  /// There are sizes beyond that in ZIP64, which not everything opens.
  public static let mostBytes = Int(UInt32.max)
  public static let mostFiles = Int(UInt16.max) - 1
  public static let longestName = 255

  private let date: (day: UInt16, time: UInt16)
  private var directory: [UInt8] = []
  private var files = 0
  /// Bytes so far, of heads and files.
  public private(set) var offset = 0
  private var names: Set<String> = []

  /// - Parameter date: of all files; ZIP has no zone and two seconds.
  public init(at date: ZipDate) {
    self.date = date.packed
  }

  /// What comes before a file's bytes.
  ///
  /// - Parameters:
  ///   - name: with slashes between folders; neither absolute, nor with `..`, nor there already.
  ///   - size: in bytes.
  public mutating func head(of name: String, size: Int, checksum: UInt32) throws(ZipFault) -> [UInt8] {
    guard Self.isSafe(name), names.insert(name.lowercased()).inserted else { throw .name }
    let start = offset
    let head = fields(0x0403_4b50, of: name, size: size, checksum)
    let entry =
      little(UInt32(0x0201_4b50)) + little(UInt16(0x031E))
      + fields(
        nil, of: name, size: size, checksum,
        behind: little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0))
          // A plain file that its owner reads and writes.
          + little(UInt32(0o100644) << 16) + little(UInt32(truncatingIfNeeded: start)))
    let next = start + head.count + size
    guard files < Self.mostFiles, next + directory.count + entry.count + Self.endLength <= Self.mostBytes
    else {
      throw .tooLarge
    }
    directory += entry
    files += 1
    offset = next
    return head
  }

  /// What comes behind all files.
  public func end() -> [UInt8] {
    directory + little(UInt32(0x0605_4b50)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(files))
      + little(UInt16(files)) + little(UInt32(directory.count)) + little(UInt32(offset)) + little(UInt16(0))
  }

  /// Of the whole archive, if it ended here: in bytes.
  public var size: Int { offset + directory.count + Self.endLength }

  private static let endLength = 22

  /// What the head and the entry of the directory have in common: version 2.0, names in UTF-8, stored.
  private func fields(
    _ signature: UInt32?, of name: String, size: Int, _ checksum: UInt32, behind: [UInt8] = []
  ) -> [UInt8] {
    let length = UInt32(truncatingIfNeeded: size)
    return (signature.map { little($0) } ?? []) + little(UInt16(20)) + little(UInt16(1 << 11))
      + little(UInt16(0))
      + little(date.time) + little(date.day) + little(checksum) + little(length) + little(length)
      + little(UInt16(name.utf8.count)) + little(UInt16(0)) + behind + Array(name.utf8)
  }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private static func isSafe(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return (1...longestName).contains(name.utf8.count) && !name.contains("\\")
      && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}

/// Day and time as MS-DOS had them: from 1980 to 2107, without a zone.
public struct ZipDate: Sendable {
  let packed: (day: UInt16, time: UInt16)

  public init(year: Int, month: Int, day: Int, hour: Int, minute: Int) {
    let years = UInt16(min(max(year, 1980), 2107) - 1980)
    packed = (years << 9 | UInt16(month) << 5 | UInt16(day), UInt16(hour) << 11 | UInt16(minute) << 5)
  }
}

public enum ZipFault: Error, Hashable {
  /// More bytes or files than ZIP has numbers for.
  case tooLarge
  /// One that leaves its folder, is too long, or is there already.
  case name
}
