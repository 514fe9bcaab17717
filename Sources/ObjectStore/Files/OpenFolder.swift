internal import Glibc

/// A folder held open. Names are looked up in it, never paths, and never through a symbolic link:
/// whatever happens around it, nothing outside it can be reached.
final class OpenFolder: Sendable {
  private let descriptor: Int32

  init(path: String) throws {
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw FileFault.last.asStoreError }
    do {
      descriptor = try uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    } catch {
      throw error.asStoreError
    }
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  func folder(_ name: String, creating: Bool) throws(FileFault) -> OpenFolder {
    if creating {
      if mkdirat(descriptor, name, 0o700) == 0 {
        try flush()
      } else if errno != EEXIST {
        throw .last
      }
    }
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    return OpenFolder(descriptor: try uninterrupted { openat(descriptor, name, flags) })
  }

  func file(_ name: String) throws(FileFault) -> OpenFile {
    OpenFile(descriptor: try uninterrupted { openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) })
  }

  func newFile(_ name: String) throws(FileFault) -> OpenFile {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    return OpenFile(descriptor: try uninterrupted { openat(descriptor, name, flags, 0o600) })
  }

  /// Moves a name into another folder of the same file system, replacing what bears the new name.
  func move(_ name: String, to folder: OpenFolder, as newName: String) throws(FileFault) {
    _ = try uninterrupted { renameat(descriptor, name, folder.descriptor, newName) }
    try folder.flush()
  }

  func remove(_ name: String) throws(FileFault) {
    _ = try uninterrupted { unlinkat(descriptor, name, 0) }
    try flush()
  }

  /// The size of a file in bytes, and when it was last written, in seconds since 1970.
  func status(of name: String) throws(FileFault) -> (length: Int, written: Int) {
    var status = stat()
    _ = try uninterrupted { fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) }
    return (Int(status.st_size), status.st_mtim.tv_sec)
  }

  func names() throws(FileFault) -> [String] {
    // A stream closes its descriptor and moves its offset, so it gets one of its own.
    let own = try uninterrupted { openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let stream = fdopendir(own) else {
      close(own)
      throw .last
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Makes names that were added or removed survive a loss of power.
  private func flush() throws(FileFault) {
    _ = try uninterrupted { fsync(descriptor) }
  }
}

extension OpenFolder {
  /// The folder in which an object lies, and its name there.
  func place(of key: ObjectKey, creating: Bool) throws(FileFault) -> (OpenFolder, String) {
    var segments = key.text.split(separator: "/").map(String.init)
    let name = segments.removeLast() + FileStore.suffix
    var folder = self
    for segment in segments { folder = try folder.folder(segment, creating: creating) }
    return (folder, name)
  }
}
