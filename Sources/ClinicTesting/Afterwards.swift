internal import Glibc

/// Cleaning up after this process, however it ends: a shell in a session of its own waits for that.
enum Afterwards {
  /// - Parameter script: for `sh`; finds its arguments as `$1`, `$2` and so on.
  static func run(_ script: String, _ arguments: [String]) async throws {
    let waiting = "while kill -0 \(getpid()); do sleep 1; done"
    try await Command.run(
      "sh",
      ["-c", "setsid sh -c \"$0\" sh \"$@\" </dev/null >/dev/null 2>&1 &", "\(waiting)\n\(script)"]
        + arguments)
  }
}
