internal import Subprocess
internal import SystemPackage

/// One document's process: no file written, no core, bounded address space, time of the processor and of the clock, an
/// environment of its own. The document comes in as standard input, the PDF goes out as standard output. A cancelled task kills
/// it.
struct PrintProcess: Sendable {
  let settings: PrintSettings

  func pdf(of document: [UInt8]) async throws(PrintFault) -> [UInt8] {
    let limits = [
      "--as=\(settings.memory)", "--cpu=\(settings.cpuSeconds)", "--fsize=0", "--core=0", "--nofile=64",
      settings.tools.appending("timeout").string, "--signal=KILL", "\(settings.seconds)",
    ]
    let program = [
      settings.tools.appending("python3").string, "-I", "-c",
      String(decoding: PackageResources.print_py, as: UTF8.self),
    ]
    do {
      let result = try await Subprocess.run(
        .path(settings.tools.appending("prlimit")), arguments: Arguments(limits + program),
        environment: .custom(["LC_ALL": "C.UTF-8"]), workingDirectory: "/", platformOptions: Self.options,
        input: .array(document), output: .bytes(limit: settings.maximumOutput), error: .discarded)
      try Task.checkCancellation()
      return try Self.judge(result.terminationStatus, result.standardOutput)
    } catch let fault as PrintFault {
      throw fault
    } catch is CancellationError {
      throw .cancelled
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      throw .unprintable
    } catch {
      throw Task.isCancelled ? .cancelled : .unavailable
    }
  }

  /// `timeout` passes the program's status on, and ends by a signal as the program did (timeout(1)).
  private static func judge(_ status: TerminationStatus, _ output: [UInt8]) throws(PrintFault) -> [UInt8] {
    switch status {
    case .exited(0) where output.starts(with: "%PDF-".utf8): return output
    case .exited(3): throw .refused
    // What prlimit and timeout say when they can't start the program.
    case .exited(126), .exited(127): throw .unavailable
    case .exited(let code) where [128 + cpuLimit, 128 + kill].contains(code): throw .timedOut
    case .signaled(let signal) where [cpuLimit, kill].contains(signal): throw .timedOut
    case .exited, .signaled: throw .unprintable
    }
  }

  /// `SIGXCPU` and `SIGKILL` of signal(7).
  private static let cpuLimit: Int32 = 24
  private static let kill: Int32 = 9

  /// In a session of its own, so that whatever it may have started is killed with it.
  private static var options: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    return options
  }
}
