import Foundation

/// A PostgreSQL server in a folder of its own, which a test may kill and start again.
final class PrivateServer: Sendable {
  private let folder: URL

  /// A superuser's connection string, over the Unix socket.
  var connection: String { "host=\(folder.path) port=5432 user=postgres dbname=postgres" }

  /// Makes a cluster and starts its server.
  static func start() throws -> PrivateServer {
    let server = try PrivateServer()
    let pid = "\(server.data)/postmaster.pid"
    try Command.runAtEnd(
      "[ -f \(pid) ] && kill -QUIT $(head -n 1 \(pid)); sleep 1; rm -rf \(server.folder.path)")
    try server.run(
      "initdb", "-D", server.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    try server.resume()
    return server
  }

  private init() throws {
    // Short: a socket's path has room for some hundred bytes.
    folder = URL(filePath: "/tmp/pg-\(UUID().uuidString.prefix(8).lowercased())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    if geteuid() == 0 {
      try Command.run("/bin/chown", ["postgres", folder.path])
    }
  }

  deinit {
    try? kill()
  }

  private var data: String { folder.appending(path: "data").path }

  /// Starts the server and waits until it takes connections.
  func resume() throws {
    let options = "-k \(folder.path) -c listen_addresses= -c fsync=off -c max_connections=200"
    try run("pg_ctl", "-D", data, "-w", "-l", folder.appending(path: "log").path, "-o", options, "start")
  }

  /// Ends the server as a crash would: SIGKILL for the postmaster and every process of it.
  func kill() throws {
    let file = folder.appending(path: "data/postmaster.pid")
    let text = try String(contentsOf: file, encoding: .utf8)
    guard let postmaster = text.split(separator: "\n").first.flatMap({ Int32($0) }) else { throw Failure() }
    for process in [postmaster] + Self.children(of: postmaster) {
      Glibc.kill(process, SIGKILL)
    }
    // A restart is refused while anything of the old server still holds the shared memory.
    while Glibc.kill(postmaster, 0) == 0 { usleep(10_000) }
  }

  /// Ends the server in good order; open connections are cut.
  func stop() throws {
    try run("pg_ctl", "-D", data, "-w", "-m", "fast", "stop")
  }
}

extension PrivateServer {
  struct Failure: Error {}

  /// Runs one of the server's programs, which refuse to run as root.
  private func run(_ program: String, _ arguments: String...) throws {
    let path = try Self.programs() + "/" + program
    if geteuid() == 0 {
      try Command.run("/usr/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
    } else {
      try Command.run(path, arguments)
    }
  }

  /// Field 4 of /proc/<pid>/stat, behind the name in parentheses, is the parent: proc(5).
  private static func children(of parent: Int32) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { process in
      let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
      return fields.count > 1 && Int32(fields[1]) == parent
    }
  }

  /// Where the newest installed server has its programs.
  private static func programs() throws -> String {
    let root = "/usr/lib/postgresql"
    let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap { Int($0) }
    guard let newest = versions.max() else { throw Failure() }
    return "\(root)/\(newest)/bin"
  }
}
