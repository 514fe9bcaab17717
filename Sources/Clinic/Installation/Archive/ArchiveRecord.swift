internal import FoundationEssentials

/// What an archive is made of, one after the other: the header; of each table its name, its rows and its digest; of each
/// object its description, its bytes in pieces and their hash; the totals.
///
/// Each is written as its kind (one letter), its length in four bytes, and its content.
enum ArchiveRecord: Sendable {
  case header(ArchiveHeader)
  case table(ArchiveTable)
  /// Encoded rows, and how many.
  case rows([UInt8], count: Int)
  case tableEnd(TableDigest)
  case object(ArchiveObject)
  case piece([UInt8])
  /// SHA-256 of the object's bytes.
  case objectEnd([UInt8])
  case end(ArchiveTotals)

  /// More than any row has: whoever reads need not make room for what a fault claims.
  static let longest = 256 << 20

  func encode(into bytes: inout [UInt8]) throws {
    let (kind, content): (Character, [UInt8]) =
      switch self {
      case .header(let header): ("H", try Self.json(header))
      case .table(let table): ("T", try Self.json(table))
      case .rows(let rows, let count): ("R", Self.counted(count) + rows)
      case .tableEnd(let digest): ("D", try Self.json(digest))
      case .object(let object): ("O", try Self.json(object))
      case .piece(let piece): ("P", piece)
      case .objectEnd(let hash): ("S", hash)
      case .end(let totals): ("Z", try Self.json(totals))
      }
    bytes.append(kind.asciiValue ?? 0)
    bytes.append(counted: content)
  }

  init(kind: UInt8, content: [UInt8]) throws(ArchiveFault) {
    switch UnicodeScalar(kind) {
    case "H": self = .header(try Self.read(content))
    case "T": self = .table(try Self.read(content))
    case "R":
      var rest = content[...]
      let count = Int(try rest.takeNumber())
      self = .rows(Array(rest), count: count)
    case "D": self = .tableEnd(try Self.read(content))
    case "O": self = .object(try Self.read(content))
    case "P": self = .piece(content)
    case "S": self = .objectEnd(content)
    case "Z": self = .end(try Self.read(content))
    default: throw .malformed
    }
  }

  private static func json(_ value: some Encodable) throws -> [UInt8] {
    Array(try JSONEncoder().encode(value))
  }

  private static func read<Value: Decodable>(_ content: [UInt8]) throws(ArchiveFault) -> Value {
    guard let value = try? JSONDecoder().decode(Value.self, from: Data(content)) else { throw .malformed }
    return value
  }

  private static func counted(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: UInt32(count))
    return bytes
  }
}
