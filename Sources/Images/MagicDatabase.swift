internal import CMagic
internal import Synchronization

/// Tells what a file is by looking at it: libmagic, the library of `file(1)`.
/// Neither its name nor what a browser says about it plays a part.
public final class MagicDatabase: Sendable {
  /// The database can't be loaded: is `libmagic-mgc` installed?
  public struct Missing: Error {}

  /// libmagic looks no further itself, except for a few formats that we do not accept.
  private static let longestLook = 1 << 20

  // One cookie serves one thread at a time (libmagic(3)).
  private let cookie: Mutex<Cookie>

  public init() throws(Missing) {
    cookie = Mutex(try Cookie())
  }

  /// The media type, such as `image/jpeg`; `application/octet-stream` for what nobody knows.
  public func kind(of bytes: [UInt8]) -> String {
    cookie.withLock { $0.kind(of: bytes, upTo: Self.longestLook) }
  }

  private struct Cookie: ~Copyable {
    private let cookie: magic_t

    init() throws(Missing) {
      // Parsers that no file we accept needs, and that have been attacked before, stay switched off.
      let flags =
        MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF
        | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_JSON
      guard let cookie = magic_open(flags) else { throw Missing() }
      guard magic_load(cookie, nil) == 0 else {
        magic_close(cookie)
        throw Missing()
      }
      self.cookie = cookie
    }

    deinit { magic_close(cookie) }

    func kind(of bytes: [UInt8], upTo limit: Int) -> String {
      let kind = bytes.withUnsafeBytes { magic_buffer(cookie, $0.baseAddress, min($0.count, limit)) }
      return kind.map { String(cString: $0) } ?? "application/octet-stream"
    }
  }
}
