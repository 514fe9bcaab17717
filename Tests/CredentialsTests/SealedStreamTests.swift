import Credentials
import Testing

@Suite("A sealed stream")
struct SealedStreamTests {
  static let length = SealedStream.pieceLength

  let key = StreamKey(text: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")!

  /// The header, and the sealed pieces of so many bytes.
  private func sealed(_ size: Int, seed: UInt64 = 1) throws -> (header: [UInt8], pieces: [[UInt8]]) {
    var sealer = StreamSealer(key, random: .seeded(seed))
    let bytes = RandomSource.seeded(7).bytes(size)
    var pieces: [[UInt8]] = []
    for start in stride(from: 0, to: max(size, 1), by: Self.length) {
      let end = min(start + Self.length, size)
      pieces.append(try sealer.seal(bytes[start..<end], isLast: end == size))
    }
    return (sealer.header, pieces)
  }

  /// All that opens; the last piece is taken for the last.
  private func opened(
    _ header: [UInt8], _ pieces: [[UInt8]], with key: StreamKey? = nil
  ) throws -> [UInt8] {
    var opener = try StreamOpener(key ?? self.key, header: header)
    var bytes: [UInt8] = []
    for (number, piece) in pieces.enumerated() {
      bytes += try opener.open(piece, isLast: number == pieces.count - 1)
    }
    return bytes
  }

  @Test("opens as it was sealed", arguments: [0, 1, length - 1, length, length + 1, 3 * length])
  func roundTrip(size: Int) throws {
    let (header, pieces) = try sealed(size)
    #expect(try opened(header, pieces) == RandomSource.seeded(7).bytes(size))
  }

  @Test("does not open cut off, longer, reordered, with a piece left out or twice")
  func pieces() throws {
    let (header, pieces) = try sealed(3 * Self.length + 5)
    let others: [[[UInt8]]] = [
      Array(pieces.dropLast()), pieces + [pieces[3]], [pieces[1], pieces[0], pieces[2], pieces[3]],
      [pieces[0], pieces[2], pieces[3]], [pieces[0], pieces[0], pieces[2], pieces[3]],
      Array(pieces.dropFirst()), pieces.dropLast() + [Array(pieces[3].dropLast())],
    ]
    for other in others {
      #expect(throws: SecretFault.notAuthentic) { try opened(header, other) }
    }
  }

  @Test("does not open with any bit changed, under another key, or with another stream's piece")
  func changed() throws {
    let (header, pieces) = try sealed(40)
    for index in pieces[0].indices {
      var changed = pieces[0]
      changed[index] ^= 1
      #expect(throws: SecretFault.notAuthentic) { try opened(header, [changed]) }
    }
    for index in header.indices.dropFirst() {
      var other = header
      other[index] ^= 1
      #expect(throws: SecretFault.notAuthentic) { try opened(other, pieces) }
    }
    #expect(throws: SecretFault.malformed) { try opened([2] + header.dropFirst(), pieces) }
    #expect(throws: SecretFault.notAuthentic) { try opened(header, try sealed(40, seed: 2).pieces) }
    let another = try #require(StreamKey(text: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh4="))
    #expect(throws: SecretFault.notAuthentic) { try opened(header, pieces, with: another) }
  }

  @Test("opens from any piece on, by its number and no other, and has the length that was said")
  func inTheMiddle() throws {
    let size = 2 * Self.length + 9
    let (header, pieces) = try sealed(size)
    for number in pieces.indices {
      var opener = try StreamOpener(key, header: header, from: number)
      let bytes = try opener.open(pieces[number], isLast: number == 2)
      #expect(
        bytes == Array(RandomSource.seeded(7).bytes(size)[(number * Self.length)...].prefix(Self.length)))
      var other = try StreamOpener(key, header: header, from: number + 1)
      #expect(throws: SecretFault.notAuthentic) { try other.open(pieces[number], isLast: number == 2) }
    }
    for size in [0, 1, Self.length - 1, Self.length, Self.length + 1] {
      let (header, pieces) = try sealed(size)
      #expect(SealedStream.sealedLength(of: size) == header.count + pieces.reduce(0) { $0 + $1.count })
    }
  }

  @Test("opens at home alone")
  func context() throws {
    var sealer = StreamSealer(key, context: "tenant/document/0", random: .seeded(1))
    let piece = try sealer.seal([1, 2, 3], isLast: true)
    var home = try StreamOpener(key, header: sealer.header, context: "tenant/document/0")
    #expect(try home.open(piece, isLast: true) == [1, 2, 3])
    for other in ["", "tenant/document/1", "tenant/document/00"] {
      var opener = try StreamOpener(key, header: sealer.header, context: other)
      #expect(throws: SecretFault.notAuthentic) { try opener.open(piece, isLast: true) }
    }
  }

  @Test("has a key of 32 bytes in base64, and shows it to nobody")
  func keys() {
    for text in ["", "AAEC", String(repeating: "A", count: 44), String(repeating: "A", count: 42) + "=="] {
      #expect(StreamKey(text: text) == nil)
    }
    #expect("\(key)" == "StreamKey(...)")
  }
}
