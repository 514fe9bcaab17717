/// Where the repository lies, so that tests find its folders from wherever they are started.
public enum TestPaths {
  /// The folder of `Package.swift`.
  public static let root: String = {
    // <root>/Sources/ClinicTesting/Databases/TestPaths.swift
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(4).joined(separator: "/")
  }()
}
