internal import Subprocess
internal import SystemPackage

/// libvips's tools, and poppler's, each run in a process that may do next to nothing: no file written, no core, bounded
/// address space and CPU time, an environment of its own. The picture comes in as standard input, the result
/// goes out as standard output. A cancelled task kills the process.
struct VipsProcess: Sendable {
  /// More than 640 by 640 pixels of JPEG ever have.
  private static let longestOutput = 4 << 20

  let settings: ImageSettings

  /// The picture's size and decoder, without decoding it.
  func header(of file: ScratchFile) async throws(ImageFault) -> ImageHeader {
    let printed = try await run("vipsheader", ["stdin"], file)
    guard let header = ImageHeader(String(decoding: printed, as: UTF8.self)) else { throw .unreadable }
    return header
  }

  /// The part of the picture that draws the eye, upright, as a square JPEG.
  /// - Parameter interpretation: from the picture's header.
  func square(
    of file: ScratchFile, side: Int, interpretation: String
  ) async throws(ImageFault) -> [UInt8] {
    var options = [
      "stdin[fail_on=error]", "--size", "\(side)x\(side)", "--smartcrop", "attention",
      "--export-profile", "srgb",
      // What is transparent becomes white.
      "--output", ".jpg[Q=85,strip,optimize_coding,background=255]",
    ]
    // Said only of colours that are RGB: the others have no sRGB profile, and libvips finds one that fits.
    if ["srgb", "rgb16"].contains(interpretation) { options += ["--import-profile", "srgb"] }
    let bytes = try await run("vipsthumbnail", options, file)
    guard bytes.starts(with: [0xFF, 0xD8]) else { throw .unreadable }
    return bytes
  }

  /// The whole picture, upright, as a PNG that is no larger than the box.
  /// - Parameters:
  ///   - box: width and height in pixels: `480x160`.
  ///   - interpretation: from the picture's header.
  func fitted(
    _ file: ScratchFile, into box: String, interpretation: String
  ) async throws(ImageFault) -> [UInt8] {
    var options = [
      "stdin[fail_on=error]", "--size", "\(box)>", "--export-profile", "srgb",
      "--output", ".png[strip,compression=9]",
    ]
    if ["srgb", "rgb16"].contains(interpretation) { options += ["--import-profile", "srgb"] }
    let bytes = try await run("vipsthumbnail", options, file)
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { throw .unreadable }
    return bytes
  }

  func run(_ tool: String, _ arguments: [String], _ file: ScratchFile) async throws(ImageFault)
    -> [UInt8]
  {
    let limits = [
      "--as=\(settings.memory)", "--cpu=\(settings.cpuSeconds)", "--fsize=0", "--core=0", "--nofile=32",
      settings.tools.appending(tool).string,
    ]
    let input = try file.rewound()
    do {
      let result = try await Subprocess.run(
        .path(settings.tools.appending("prlimit")), arguments: Arguments(limits + arguments),
        environment: .custom(Self.environment), workingDirectory: "/", platformOptions: Self.options,
        input: .fileDescriptor(input, closeAfterSpawningProcess: false),
        output: .bytes(limit: Self.longestOutput), error: .discarded)
      try Task.checkCancellation()
      return try Self.judge(result.terminationStatus, result.standardOutput)
    } catch let fault as ImageFault {
      throw fault
    } catch is CancellationError {
      throw .cancelled
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      throw .unreadable
    } catch {
      throw Task.isCancelled ? .cancelled : .unavailable
    }
  }

  private static func judge(_ status: TerminationStatus, _ output: [UInt8]) throws(ImageFault) -> [UInt8] {
    switch status {
    case .exited(0): return output
    // What prlimit itself says when it can't start the tool.
    case .exited(126), .exited(127): throw .unavailable
    case .exited: throw .unreadable
    // The limit of CPU time, soft and hard.
    case .signaled(let signal) where [Signal.cpuLimit, Signal.kill.rawValue].contains(signal): throw .timedOut
    case .signaled: throw .unreadable
    }
  }

  /// In a session of its own, so that whatever it may have started is killed with it.
  private static var options: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    return options
  }

  private static let environment: [Environment.Key: String] = [
    "LC_ALL": "C",
    // Decoders that libvips itself does not hold safe against hostile files stay shut.
    "VIPS_BLOCK_UNTRUSTED": "1",
    "VIPS_CONCURRENCY": "1",
    // Large pictures are decoded in memory, which is limited, not into a file.
    "VIPS_DISC_THRESHOLD": "4g",
    // No machine code is made at run time: it would go through a file, and nothing is measurably slower
    // without.
    "ORC_CODE": "emulate",
  ]
}

extension Signal {
  /// `SIGXCPU` of signal(7), which swift-subprocess does not name.
  fileprivate static let cpuLimit: Int32 = 24
}
