internal import Glibc

/// Where lines go: a file descriptor. Each line is written at once, so that none is lost in a crash, and by one
/// call, so that the kernel keeps lines of different threads apart: it does up to ``JSONLine/maximumBytes``.
public final class LogOutput: Sendable {
  public static let standardOutput = LogOutput(descriptor: STDOUT_FILENO)
  public static let standardError = LogOutput(descriptor: STDERR_FILENO)

  private let descriptor: CInt

  /// - Parameter descriptor: open for writing; stays the caller's to close.
  public init(descriptor: CInt) {
    self.descriptor = descriptor
  }

  func write(_ line: [UInt8]) {
    line.withUnsafeBytes { line in
      var rest = line[...]
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          // There is nowhere left to say that the log can't be written.
          return
        }
      }
    }
  }
}
