public import Logging

/// Logs one JSON object a line: time, level, message, and the metadata as further members.
///
/// Values are strings, but for those that are numbers by themselves. An error is told by its type, and in its
/// own words only if it is ``LogSafe``.
public struct JSONLines: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]

  private let label: String
  private let output: LogOutput

  public init(label: String, level: Logger.Level = .info, output: LogOutput = .standardOutput) {
    self.label = label
    self.output = output
    logLevel = level
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var line = JSONLine()
    line.begin(at: .now(), level: event.level, logger: label, message: event.message.description)
    for (key, value) in metadata where event.metadata?[key] == nil { line.add(key, value) }
    if let own = event.metadata {
      for (key, value) in own { line.add(key, value) }
    }
    if let error = event.error { line.add("error", .string(safeDescription(of: error))) }
    line.end()
    output.write(line.bytes)
  }
}
