internal import Glibc
internal import NIOCore

/// An object on its way in: under a name of its own until it is whole, gone if it never is.
final class IncomingFile: Sendable {
  private let folder: OpenFolder
  private let name: String
  private let file: OpenFile

  init(in folder: OpenFolder) throws(FileFault) {
    let random = UInt64.random(in: .min ... .max)
    name = "\(getpid())-" + String(random, radix: 16)
    self.folder = folder
    file = try folder.newFile(name)
  }

  /// After `settle` nothing bears the name any more; before it, this is a failed upload.
  func discard() {
    try? folder.remove(name)
  }

  func write(_ buffer: ByteBuffer, at offset: Int) throws {
    try file.write(buffer, at: offset)
  }

  func settle(in destination: OpenFolder, as newName: String) throws(FileFault) {
    try file.flush()
    try folder.move(name, to: destination, as: newName)
  }

  /// Removes what a crashed process left. A day is longer than any upload that is still going on.
  static func removeForgotten(in folder: OpenFolder) throws {
    let yesterday = time(nil) - 24 * 60 * 60
    for name in try folder.names() {
      // Another process may be faster.
      guard let status = try? folder.status(of: name), status.written < yesterday else { continue }
      try? folder.remove(name)
    }
  }
}
