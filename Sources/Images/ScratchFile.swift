internal import Glibc
internal import SystemPackage

/// Bytes in a file without a name: a process can be given them as its input, nobody else can find them, and
/// they are gone when this is, whatever happens.
///
/// Written in place: at most ten megabytes into the page cache, by at most ``ImageSettings/parallel`` tasks.
final class ScratchFile: Sendable {
  private let descriptor: FileDescriptor

  init(_ bytes: [UInt8], in folder: FilePath) throws(ImageFault) {
    let path = folder.appending("picture-\(UInt64.random(in: .min ... .max))")
    do {
      descriptor = try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
    } catch {
      throw .unavailable
    }
    unlink(path.string)
    do {
      try descriptor.writeAll(bytes)
    } catch {
      throw .unavailable
    }
  }

  deinit { try? descriptor.close() }

  func append(_ bytes: [UInt8]) throws(ImageFault) {
    do {
      try descriptor.writeAll(bytes)
    } catch {
      throw .unavailable
    }
  }

  /// Ready to be read from its first byte.
  func rewound() throws(ImageFault) -> FileDescriptor {
    do {
      try descriptor.seek(offset: 0, from: .start)
      return descriptor
    } catch {
      throw .unavailable
    }
  }

  /// - Throws: ``ImageFault/tooLarge(bytes:)`` as soon as a file turns out to have more than `limit` bytes.
  static func read(_ path: FilePath, limit: Int) throws(ImageFault) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    do {
      let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
      let count = try descriptor.closeAfter {
        var count = 0
        while count < bytes.count {
          let more = try bytes.withUnsafeMutableBytes { space in
            try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: space[count...]))
          }
          if more == 0 { break }
          count += more
        }
        return count
      }
      bytes.removeLast(bytes.count - count)
    } catch {
      throw .unreadable
    }
    guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count) }
    return bytes
  }
}
