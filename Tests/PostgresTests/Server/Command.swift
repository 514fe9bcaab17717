import Foundation
import Synchronization

/// Runs a program and waits for it.
///
/// Not Foundation's `Process`: that one waits until every process that inherited its pipe is gone, so that
/// `pg_ctl start` would only return when the server ends.
enum Command {
  struct Failure: Error {
    let program: String
    let status: Int32
  }

  static func run(_ program: String, _ arguments: [String]) throws {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let process = try start(program, arguments, input: null)
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1, errno == EINTR {}
    guard status == 0 else { throw Failure(program: program, status: status) }
  }

  /// Runs a shell command when this process has ended, however it ended: a crash leaves no server behind.
  static func runAtEnd(_ command: String) throws {
    // The shell reads until the last copy of the other end is gone, and that goes with this process.
    let pipe = Pipe()
    let end = pipe.fileHandleForWriting.fileDescriptor
    guard fcntl(end, F_SETFD, FD_CLOEXEC) == 0 else { throw Failure(program: "fcntl", status: errno) }
    // In a group of its own: what kills this process's group must spare the one who cleans up.
    _ = try start(
      "/bin/sh", ["-c", "cat; \(command)"], input: pipe.fileHandleForReading.fileDescriptor, inOwnGroup: true)
    keptOpen.withLock { $0.append(pipe.fileHandleForWriting) }
  }

  private static let keptOpen = Mutex<[FileHandle]>([])

  private static func start(
    _ program: String, _ arguments: [String], input: Int32, inOwnGroup: Bool = false
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    if inOwnGroup { posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

    var process = pid_t()
    let words = ([program] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    let code = posix_spawn(&process, program, &actions, &attributes, words + [nil], environ)
    guard code == 0 else { throw Failure(program: program, status: code) }
    return process
  }
}
