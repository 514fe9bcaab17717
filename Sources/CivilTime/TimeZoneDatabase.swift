import FoundationEssentials
import Synchronization

/// The system's time zones, each read once.
public final class TimeZoneDatabase: Sendable {
  private let directory: String
  private let loaded = Mutex<[String: TimeZoneRules]>([:])

  /// - Parameter directory: of compiled TZif files.
  public init(directory: String = TimeZoneRules.systemDirectory) {
    self.directory = directory
  }

  /// Only zones that exist are kept, so asking for invented names does not fill the memory.
  /// - Throws: as `TimeZoneRules.init(identifier:directory:)`.
  public func rules(for identifier: String) throws(TimeZoneFault) -> TimeZoneRules {
    if let rules = loaded.withLock({ $0[identifier] }) { return rules }
    let rules = try TimeZoneRules(identifier: identifier, directory: directory)
    loaded.withLock { $0[identifier] = rules }
    return rules
  }

  /// Every identifier, old names included, in alphabetical order. Reads the folder each time.
  public func identifiers() -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
    return paths.filter { TimeZoneIdentifier.isWellFormed($0) && isTZif($0) }.sorted()
  }

  /// The names that people look for their own clock under: one for each country and way of keeping time, by the list
  /// that tzdata keeps for such choices, without names of old. Where that list is missing, every identifier.
  public func choices() -> [String] {
    guard let table = try? Data(contentsOf: URL(filePath: "\(directory)/zone.tab")) else {
      return identifiers()
    }
    let rows = String(decoding: table, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Set(rows.compactMap { $0.split(separator: "\t").dropFirst(2).first.map(String.init) })
      .filter(TimeZoneIdentifier.isWellFormed).sorted()
  }

  /// tzdata keeps lists and tables in the same folder.
  private func isTZif(_ path: String) -> Bool {
    (try? Data(contentsOf: URL(filePath: "\(directory)/\(path)")))?.starts(with: "TZif".utf8) ?? false
  }
}
