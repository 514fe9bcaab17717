import Crypto

/// Bytes of any number, sealed piece by piece so that neither side holds more than one: the STREAM construction (Hoang,
/// Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015) with
/// AES-256-GCM.
///
/// A piece's nonce holds its number and whether it is the last. So none can be changed, left out, put elsewhere, repeated or
/// taken from another stream, and nothing can be cut off or added at the end, without a piece that does not open.
///
/// Layout: version 1, salt (32 bytes), and the pieces, each with its tag (16 bytes).
public enum SealedStream {
  /// Bytes of every piece but the last, which has as many or fewer.
  public static let pieceLength = 64 * 1024
  public static let tagLength = 16
  public static let headerLength = 1 + saltLength
  static let saltLength = 32
  static let version: UInt8 = 1

  /// Bytes that a stream of so many has when it is sealed. One without content has a piece, too.
  public static func sealedLength(of length: Int) -> Int {
    headerLength + length + tagLength * max(1, (length + pieceLength - 1) / pieceLength)
  }

  /// Section 8.1 of NIST SP 800-38D asks that no nonce comes twice under a key: the number does not, and the key is the stream's.
  static func nonce(_ number: UInt64, isLast: Bool) throws -> AES.GCM.Nonce {
    var bytes: [UInt8] = [0, 0, 0]
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(isLast ? 1 : 0)
    return try AES.GCM.Nonce(data: bytes)
  }
}

/// Seals a stream.
public struct StreamSealer: Sendable {
  /// Goes before the pieces.
  public let header: [UInt8]
  private let key: SymmetricKey
  private let context: [UInt8]
  private var number: UInt64 = 0

  /// - Parameter context: where the stream is at home; it opens nowhere else.
  public init(_ key: StreamKey, context: String = "", random: RandomSource = .system) {
    let salt = random.bytes(SealedStream.saltLength)
    header = [SealedStream.version] + salt
    self.context = Array(context.utf8)
    self.key = key.derived(salt: salt)
  }

  /// - Parameter piece: `pieceLength` bytes; of the last one as many or fewer.
  public mutating func seal(_ piece: some Collection<UInt8>, isLast: Bool) throws(SecretFault) -> [UInt8] {
    precondition(
      piece.count == SealedStream.pieceLength || isLast && piece.count < SealedStream.pieceLength)
    do {
      let box = try AES.GCM.seal(
        Array(piece), using: key, nonce: SealedStream.nonce(number, isLast: isLast),
        authenticating: header + context)
      number += 1
      return Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw .sealingFailed
    }
  }
}

/// Opens a stream, piece after piece.
public struct StreamOpener: Sendable {
  private let header: [UInt8]
  private let key: SymmetricKey
  private let context: [UInt8]
  private var number: UInt64

  /// - Parameter first: the number of the piece that is opened first, where not all are.
  /// - Throws: `SecretFault.malformed`.
  public init(
    _ key: StreamKey, header: [UInt8], context: String = "", from first: Int = 0
  ) throws(SecretFault) {
    guard header.count == SealedStream.headerLength, header[0] == SealedStream.version else {
      throw .malformed
    }
    self.header = header
    self.context = Array(context.utf8)
    number = UInt64(first)
    self.key = key.derived(salt: header.dropFirst())
  }

  /// - Parameter isLast: whether nothing follows.
  /// - Throws: `SecretFault.notAuthentic` when the key is another, or the stream is not as it was sealed up to here.
  public mutating func open(_ sealed: some Collection<UInt8>, isLast: Bool) throws(SecretFault) -> [UInt8] {
    guard sealed.count >= SealedStream.tagLength else { throw .notAuthentic }
    do {
      let box = try AES.GCM.SealedBox(
        nonce: SealedStream.nonce(number, isLast: isLast),
        ciphertext: Array(sealed.dropLast(SealedStream.tagLength)),
        tag: Array(sealed.suffix(SealedStream.tagLength)))
      let piece = try AES.GCM.open(box, using: key, authenticating: header + context)
      number += 1
      return Array(piece)
    } catch {
      throw .notAuthentic
    }
  }
}
