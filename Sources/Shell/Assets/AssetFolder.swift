internal import FoundationEssentials

/// Reads the files below a folder.
enum AssetFolder {
  /// Contents by path below the folder, with `/` between its parts. Hidden files are left out.
  static func read(_ folder: String) throws(AssetFault) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    try read(folder, below: "", into: &files)
    return files
  }

  private static func read(
    _ folder: String, below prefix: String, into files: inout [String: [UInt8]]
  ) throws(AssetFault) {
    let manager = FileManager.default
    guard let names = try? manager.contentsOfDirectory(atPath: folder) else {
      throw .unreadable(path: folder)
    }
    for name in names where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      var isFolder = false
      guard manager.fileExists(atPath: path, isDirectory: &isFolder) else { throw .unreadable(path: path) }
      if isFolder {
        try read(path, below: "\(prefix)\(name)/", into: &files)
      } else {
        guard let contents = manager.contents(atPath: path) else { throw .unreadable(path: path) }
        files[prefix + name] = [UInt8](contents)
      }
    }
  }
}
