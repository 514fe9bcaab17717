internal import Crypto
internal import NIOCore

extension SHA256 {
  mutating func update(_ buffer: ByteBuffer) {
    buffer.withUnsafeReadableBytes { update(bufferPointer: $0) }
  }

  /// The digest of some bytes in hexadecimal.
  static func hexadecimal(of buffer: ByteBuffer) -> String {
    var hash = SHA256()
    hash.update(buffer)
    return hash.finalize().hexadecimal
  }
}
