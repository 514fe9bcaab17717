import Foundation
import SystemPackage
import Testing

@testable import Images

/// The tools stand in for a decoder that has been taken over: shell scripts that try what they must not do.
@Suite("The process of a decoder", .serialized, .timeLimit(.minutes(2)))
struct VipsProcessTests {
  /// - Parameters:
  ///   - header: the script in place of `vipsheader`; `FOLDER` in it is the folder of the tools.
  func portrait(
    header: String, adjust: (inout ImageSettings) -> Void = { _ in },
    before: (String) throws -> Void = { _ in },
    after: (String) throws -> Void = { _ in }
  ) async throws -> Portrait {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tools-\(UUID().uuidString)").path()
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/scratch", withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    try files.createSymbolicLink(atPath: folder + "/prlimit", withDestinationPath: "/usr/bin/prlimit")
    let line = "echo 'stdin: 9x9 uchar, 3 bands, srgb, pngload_source'"
    let scripts = [
      "vipsheader": header.replacing("FOLDER", with: folder).replacing("HEADER", with: line),
      "vipsthumbnail": "printf '\\377\\330'",
    ]
    for (name, script) in scripts {
      let path = "\(folder)/\(name)"
      try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: false, encoding: .utf8)
      try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    try before(folder)
    var settings = ImageSettings()
    settings.tools = FilePath(folder)
    settings.scratch = FilePath(folder + "/scratch")
    settings.patience = .seconds(120)
    adjust(&settings)
    let processor = ImageProcessor(settings, magic: try MagicDatabase())
    let result = await Result {
      try await processor.portrait(from: TestPicture.emptyPNG(width: 9, height: 9))
    }
    try after(folder)
    #expect(try files.contentsOfDirectory(atPath: folder + "/scratch").isEmpty)
    return try result.get()
  }

  @Test("brings a portrait if it behaves")
  func behaves() async throws {
    #expect(try await portrait(header: "HEADER").large == [0xFF, 0xD8])
  }

  @Test("reads the picture from its beginning, each time")
  func input() async throws {
    let header = "[ \"$(head -c 4 | tail -c 3)\" = PNG ] && HEADER"
    #expect(try await portrait(header: header).large == [0xFF, 0xD8])
  }

  @Test("sees nothing of our environment")
  func environment() async throws {
    setenv("POLYCLINIC_TEST_SECRET", "x", 1)
    let header = "[ -z \"$POLYCLINIC_TEST_SECRET$HOME$USER\" ] && [ \"$VIPS_BLOCK_UNTRUSTED\" = 1 ] && HEADER"
    #expect(try await portrait(header: header).large == [0xFF, 0xD8])
  }

  @Test("can't write a file")
  func files() async throws {
    await #expect(throws: ImageFault.unreadable) {
      try await portrait(header: "echo taken >FOLDER/taken && HEADER") { _ in
      } after: { folder in
        #expect(FileManager.default.contents(atPath: folder + "/taken")?.isEmpty != false)
      }
    }
  }

  @Test("ends when its time is up, with everything that it has started")
  func patience() async throws {
    var pids: [Int32] = []
    await #expect(throws: ImageFault.timedOut) {
      try await portrait(
        // The shell can't write a number into a file, so names have to tell.
        header: "sleep 600 & : >FOLDER/pid-$! >FOLDER/pid-$$; wait", adjust: { $0.patience = .seconds(2) },
        after: { folder in
          let names = try FileManager.default.contentsOfDirectory(atPath: folder)
          pids = names.compactMap { $0.hasPrefix("pid-") ? Int32($0.dropFirst(4)) : nil }
        })
    }
    #expect(pids.count == 2)
    // The orphan is gone as soon as init has taken note.
    for pid in pids { while kill(pid, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) } }
  }

  @Test("ends when it has used up its share of the processor")
  func processorTime() async throws {
    await #expect(throws: ImageFault.timedOut) {
      try await portrait(header: "while :; do :; done", adjust: { $0.cpuSeconds = 1 })
    }
  }

  @Test("gets no more memory than it may have")
  func memory() async throws {
    // dd takes one buffer of that size; it fails, or the shell prints the line.
    let header = "dd if=/dev/zero of=/dev/null bs=200M count=1 && HEADER"
    _ = try await portrait(header: header, adjust: { $0.memory = 400 << 20 })
    await #expect(throws: ImageFault.unreadable) {
      try await portrait(header: header, adjust: { $0.memory = 150 << 20 })
    }
  }

  @Test("is not listened to for ever")
  func output() async throws {
    await #expect(throws: ImageFault.unreadable) { try await portrait(header: "yes") }
  }

  @Test("is refused when it takes the file for something else")
  func disagreement() async throws {
    await #expect(throws: ImageFault.unreadable) {
      try await portrait(header: "HEADER | sed s/pngload/gifload/")
    }
  }

  @Test("is killed with the task that waits for it")
  func cancelled() async throws {
    let (begun, continuation) = AsyncStream<String>.makeStream()
    let task = Task {
      try await portrait(header: ": >FOLDER/begun; sleep 600", before: { _ = continuation.yield($0) })
    }
    for await folder in begun {
      while !FileManager.default.fileExists(atPath: folder + "/begun") {
        try await Task.sleep(for: .milliseconds(10))
      }
      break
    }
    task.cancel()
    await #expect(throws: ImageFault.cancelled) { try await task.value }
  }

  @Test("says when the tools are missing", arguments: ["vipsheader", "prlimit"])
  func missing(tool: String) async throws {
    await #expect(throws: ImageFault.unavailable) {
      try await portrait(
        header: "HEADER", before: { try FileManager.default.removeItem(atPath: "\($0)/\(tool)") })
    }
  }

  @Test("prints one line that is understood")
  func header() throws {
    let header = try #require(ImageHeader("stdin: 640x480 uchar, 3 bands, srgb, jpegload_source\n"))
    #expect((header.width, header.height) == (640, 480))
    #expect(header.interpretation == "srgb")
    #expect(header.decoder == "jpegload_source")
    let broken = [
      "", "stdin: 640x uchar, 3 bands, srgb, jpegload", "stdin: 0x1 uchar, 3 bands, srgb, jpegload",
      "stdin: -1x1 uchar, 3 bands, srgb, jpegload", "stdin: 99999999999999999999x1 uchar, 3 bands, srgb, j",
      "stdin: 1x1x1 uchar, 3 bands, srgb, jpegload", "1x1, a, b", "a, b, c, d", ", , , ",
      "temp: 1x1 uchar, 3 bands, srgb, j\ntemp: 1x1 uchar, 3 bands, srgb, j",
    ]
    for text in broken { #expect(ImageHeader(text) == nil, "\(text)") }
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ work: () async throws -> Success) async {
    do {
      self = .success(try await work())
    } catch {
      self = .failure(error)
    }
  }
}
