internal import Crypto
internal import Glibc
internal import NIOCore
internal import NIOPosix

/// Objects as files in a folder: for development, tests and a clinic with one machine.
///
/// An object is written aside, flushed, and renamed into its place, so neither a crash nor a second process
/// on the same folder ever shows half of one. Folders are walked one name at a time without following
/// symbolic links. The content type, length and SHA-256 stand before the bytes (``FileHeader``); whoever
/// reads the whole object has it verified. Folders that become empty are left where they are.
public struct FileStore: ObjectStore {
  /// Not a valid segment of a key, so no key reaches into it.
  static let incomingName = ".incoming"
  /// Objects end in this, folders do not, so `a` and `a/b` can both be keys, as in S3.
  static let suffix = "@"
  static let pieceLength = 128 * 1024

  let root: OpenFolder
  private let incoming: OpenFolder

  /// - Parameter folder: made if it is missing, readable by its owner only; the folder around it must exist.
  /// - Throws: ``ObjectStoreError`` if the folder can't be made or written.
  public init(folder: String) throws {
    root = try OpenFolder(path: folder)
    incoming = try root.folder(Self.incomingName, creating: true)
    try IncomingFile.removeForgotten(in: incoming)
  }

  public func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    guard length <= Self.maximumLength else { throw ObjectStoreError.tooLarge(limit: Self.maximumLength) }
    let incoming = incoming
    let file = try await blocking { try IncomingFile(in: incoming) }
    do {
      try await put(key, body, length: length, contentType: contentType, through: file)
    } catch {
      // By hand, for who sees the error must not see the file any more.
      _ = try? await blocking { file.discard() }
      throw error
    }
  }

  private func put(
    _ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType, through file: IncomingFile
  ) async throws {
    var hash = SHA256()
    var offered = 0
    for try await piece in body {
      let start = offered
      offered += piece.readableBytes
      guard offered <= length else { break }
      hash.update(piece)
      try await blocking { try file.write(piece, at: FileHeader.length + start) }
    }
    guard offered == length else { throw ObjectStoreError.wrongLength(promised: length, offered: offered) }
    let header = FileHeader(contentType: contentType, length: length, sha256: hash.finalize().hexadecimal)
    let root = root
    try await blocking {
      try file.write(ByteBuffer(bytes: header.bytes), at: 0)
      let (folder, name) = try root.place(of: key, creating: true)
      try file.settle(in: folder, as: name)
    }
  }

  public func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject {
    let (file, header) = try await open(key)
    let wanted = try (range ?? 0..<header.length).within(header.length, whole: range == nil)
    let pieces = FilePieces(
      file: file, key: key, range: wanted, sha256: wanted.count == header.length ? header.sha256 : nil)
    return StoredObject(
      description: header.description(of: key), range: wanted, body: ByteStream(pieces))
  }

  public func head(_ key: ObjectKey) async throws -> ObjectDescription {
    try await open(key).1.description(of: key)
  }

  public func delete(_ key: ObjectKey) async throws {
    let root = root
    try await blocking {
      do {
        let (folder, name) = try root.place(of: key, creating: false)
        try folder.remove(name)
      } catch FileFault.missing {}
    }
  }

  private func open(_ key: ObjectKey) async throws -> (OpenFile, FileHeader) {
    let root = root
    return try await blocking {
      do {
        let (folder, name) = try root.place(of: key, creating: false)
        let file = try folder.file(name)
        guard let header = FileHeader(try file.read(0..<FileHeader.length)),
          try file.length() == FileHeader.length + header.length
        else { throw ObjectStoreError.corrupted(key) }
        return (file, header)
      } catch FileFault.missing {
        throw ObjectStoreError.notFound(key)
      }
    }
  }
}

/// Files block, and the threads of Swift's own pool must not.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  do {
    return try await NIOThreadPool.singleton.runIfActive(work)
  } catch let fault as FileFault {
    throw fault.asStoreError
  }
}
