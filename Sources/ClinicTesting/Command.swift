internal import Subprocess

/// A program of the system, run to its end.
enum Command {
  /// - Returns: what it wrote to its standard output.
  /// - Throws: `CommandFault` unless it ends with 0; `SubprocessError` when it is not installed.
  @discardableResult
  static func run(_ program: String, _ arguments: [String]) async throws -> String {
    let result = try await Subprocess.run(
      .name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw CommandFault(program: program, complaint: result.standardError)
    }
    return result.standardOutput
  }
}

struct CommandFault: Error, CustomStringConvertible {
  let program: String
  let complaint: String

  var description: String { "\(program): \(complaint.split(separator: "\n").last ?? "failed")" }
}
