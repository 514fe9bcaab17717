internal import FoundationEssentials

/// A folder of its own under the system's temporary one, readable by its owner.
struct TemporaryFolder: Sendable {
  let path: String

  init(_ purpose: String) throws {
    path = "\(FileManager.default.temporaryDirectory.path())/polyclinic-\(purpose)-\(UUID())"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
