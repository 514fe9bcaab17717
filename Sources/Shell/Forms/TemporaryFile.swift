internal import Glibc
internal import NIOCore
internal import NIOPosix

/// A file that only this process's account can read, written away from the event loop, and gone with the last
/// reference to it.
final class TemporaryFile: Sendable {
  let path: String
  private let descriptor: CInt

  /// - Throws: ``TemporaryFileFault``.
  init(in folder: String) async throws {
    let name =
      String(UInt64.random(in: .min ... .max), radix: 36)
      + String(UInt64.random(in: .min ... .max), radix: 36)
    let path = "\(folder)/upload-\(name)"
    self.path = path
    descriptor = try await NIOThreadPool.singleton.runIfActive {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw TemporaryFileFault(code: errno) }
      return descriptor
    }
  }

  func append(_ bytes: ByteBuffer) async throws {
    try await NIOThreadPool.singleton.runIfActive { [descriptor] in
      try bytes.withUnsafeReadableBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if written < 0 {
            guard errno == EINTR else { throw TemporaryFileFault(code: errno) }
          } else {
            rest = rest.dropFirst(written)
          }
        }
      }
    }
  }

  deinit {
    close(descriptor)
    unlink(path)
  }
}

/// The system's reason why a temporary file could not be written: no space, no such folder.
struct TemporaryFileFault: Error, LogSafe {
  let code: CInt
  var safeDescription: String { String(cString: strerror(code)) }
}
