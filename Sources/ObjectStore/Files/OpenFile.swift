internal import Glibc
internal import NIOCore

/// A file held open; positions are given with each call, so it has no state of its own.
final class OpenFile: Sendable {
  private let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  func length() throws(FileFault) -> Int {
    var status = stat()
    _ = try uninterrupted { fstat(descriptor, &status) }
    return Int(status.st_size)
  }

  /// Fewer bytes than asked for only at the end of the file.
  func read(_ range: Range<Int>) throws -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: range.count)
    while buffer.readableBytes < range.count {
      let start = range.lowerBound + buffer.readableBytes
      let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.upperBound - start) {
        space in
        try uninterrupted { pread(descriptor, space.baseAddress, range.upperBound - start, start) }
      }
      if count == 0 { break }
    }
    return buffer
  }

  func write(_ buffer: ByteBuffer, at offset: Int) throws {
    var done = 0
    try buffer.withUnsafeReadableBytes { bytes in
      while done < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        done += try uninterrupted { pwrite(descriptor, rest.baseAddress, rest.count, offset + done) }
      }
    }
  }

  func flush() throws(FileFault) {
    _ = try uninterrupted { fsync(descriptor) }
  }
}
