import Foundation

/// Pictures made for a test with libvips's own command line, and looked at with it.
enum TestPicture {
  struct Failed: Error {
    let command: [String]
    let message: String
  }

  /// Red on the left, blue on the right.
  static func twoHalves(_ format: String, side: Int = 200) async throws -> [UInt8] {
    try await made(as: format) { folder in
      try await colour([255, 0, 0], width: side / 2, height: side, "\(folder)/red.v")
      try await colour([0, 0, 255], width: side / 2, height: side, "\(folder)/blue.v")
      try await vips("join", "\(folder)/red.v", "\(folder)/blue.v", "\(folder)/made.v", "horizontal")
      return "\(folder)/made.v"
    }
  }

  static func plain(_ colours: [Int], width: Int, height: Int, as format: String) async throws -> [UInt8] {
    try await made(as: format) { folder in
      try await colour(colours, width: width, height: height, "\(folder)/made.v")
      return "\(folder)/made.v"
    }
  }

  /// - Parameters:
  ///   - format: a file name's ending for libvips, options included.
  ///   - make: gets a folder, makes a picture there, returns its path.
  static func made(as format: String, _ make: (String) async throws -> String) async throws -> [UInt8] {
    try await withFolder { folder in
      let picture = try await make(folder)
      try await vips("copy", picture, "\(folder)/result\(format)")
      let ending = format.prefix { $0 != "[" }
      return try Array(Data(contentsOf: URL(filePath: "\(folder)/result\(ending)")))
    }
  }

  static func colour(_ colours: [Int], width: Int, height: Int, _ path: String) async throws {
    try await vips("black", path + ".black.v", "\(width)", "\(height)", "--bands", "\(colours.count)")
    let ones = colours.map { _ in "1" }.joined(separator: " ")
    let values = colours.map(String.init).joined(separator: " ")
    try await vips("linear", path + ".black.v", path + ".linear.v", ones, values, "--uchar")
    try await vips("copy", path + ".linear.v", path, "--interpretation", "srgb")
  }

  /// The channels of one pixel.
  static func pixel(_ picture: [UInt8], x: Int, y: Int) async throws -> [Int] {
    try await withFolder { folder in
      try Data(picture).write(to: URL(filePath: "\(folder)/picture"))
      return try await vips("getpoint", "\(folder)/picture", "\(x)", "\(y)")
        .split { " \n".contains($0) }.compactMap { Double($0).map { Int($0) } }
    }
  }

  /// Everything `vipsheader` knows, a field a line.
  static func fields(_ picture: [UInt8]) async throws -> [String] {
    try await withFolder { folder in
      try Data(picture).write(to: URL(filePath: "\(folder)/picture"))
      return try await run("vipsheader", ["-a", "\(folder)/picture"]).split(separator: "\n").map(String.init)
    }
  }

  @discardableResult
  static func vips(_ arguments: String...) async throws -> String { try await run("vips", arguments) }

  static func withFolder<Value>(_ work: (String) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "images-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await work(folder.path())
  }

  /// On a thread of its own: waiting for a process must not hold one of the few that the tests share.
  private static func run(_ tool: String, _ arguments: [String]) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try runBlocking(tool, arguments) }) }
    }
  }

  private static func runBlocking(_ tool: String, _ arguments: [String]) throws -> String {
    let (process, output, problems) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/\(tool)")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = problems
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let message = problems.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(command: [tool] + arguments, message: String(decoding: message, as: UTF8.self))
    }
    return String(decoding: printed, as: UTF8.self)
  }
}
