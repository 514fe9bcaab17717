import Configuration
import FoundationEssentials

/// Reads variables and collects what is wrong with them.
struct SettingsReader {
  private let reader: ConfigReader
  private(set) var faults: [String] = []

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    reader = ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: environment))
  }

  mutating func refuse(_ fault: String) {
    faults.append(fault)
  }

  /// `NAME`, or the content of the file that `NAME_FILE` names, less a last line break: how secrets are mounted.
  mutating func string(_ name: String) -> String? {
    if let path = reader.string(forKey: key(name + "_FILE")), !path.isEmpty {
      guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
        refuse("\(name)_FILE: \(path) can't be read")
        return nil
      }
      return content.hasSuffix("\n") ? String(content.dropLast()) : content
    }
    let value = reader.string(forKey: key(name), isSecret: true)
    return value?.isEmpty == true ? nil : value
  }

  mutating func string(_ name: String, default value: String) -> String {
    string(name) ?? value
  }

  mutating func required(_ name: String, _ meaning: String) -> String {
    guard let value = string(name) else {
      refuse("\(name) is not set: \(meaning)")
      return ""
    }
    return value
  }

  mutating func int(_ name: String, default value: Int, in range: ClosedRange<Int>) -> Int {
    guard let text = string(name) else { return value }
    guard let number = Int(text), range.contains(number) else {
      refuse("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return value
    }
    return number
  }

  mutating func choice(_ name: String, _ choices: [String], default value: String) -> String {
    guard let text = string(name) else { return value }
    guard choices.contains(text) else {
      refuse("\(name) must be one of \(choices.joined(separator: ", "))")
      return value
    }
    return text
  }

  private func key(_ name: String) -> ConfigKey {
    ConfigKey(name.lowercased().split(separator: "_").map(String.init))
  }
}
