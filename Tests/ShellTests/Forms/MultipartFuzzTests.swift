import FoundationEssentials
import Shell
import Testing

@Suite("Forms with files under random treatment")
struct MultipartFuzzTests {
  private typealias Sample = MultipartSample

  /// What a body comes to: everything that was read, or the fault.
  private func outcome(of bytes: [UInt8], pieces: [Int]) async throws -> String {
    do {
      return try await MultipartForm.withForm(of: Sample.request(bytes, pieces: pieces)) { form in
        let fields = form.fields.fields.map { "\($0.name)=\($0.value)" }
        let files = form.uploads.map { upload in
          let contents = FileManager.default.contents(atPath: upload.path) ?? Data()
          return "\(upload.field) \(upload.filename) \([UInt8](contents))"
        }
        return (fields + files).joined(separator: "|")
      }
    } catch let fault as FormFault {
      return "\(fault)"
    }
  }

  private let body = Array(
    Sample.body(
      Sample.field("name", "Jörg\r\n\r"),
      Sample.file("photo", "me.png", "\r\n-\r\n--\r\n----WebKitFormBoundary\r\n\r\n"),
      Sample.file("empty", "", ""), Sample.field("note", String(repeating: "--\r\n", count: 20))
    ).utf8)

  @Test("the pieces in which a body arrives make no difference")
  func splits() async throws {
    let whole = try await outcome(of: body, pieces: [])
    #expect(whole.contains("Jörg") && whole.contains("me.png"))
    #expect(try await outcome(of: body, pieces: Array(1..<body.count)) == whole)
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let pieces = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        Int.random(in: 0...body.count, using: &random)
      }
      #expect(try await outcome(of: body, pieces: pieces) == whole, "\(pieces)")
    }
  }

  @Test("a damaged body is read or refused, and never crashes; its pieces make no difference either")
  func mutations() async throws {
    var random = SeededGenerator(seed: 11)
    for round in 0..<1500 {
      var bytes = body
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      let pieces = (0..<4).map { _ in Int.random(in: 0...bytes.count, using: &random) }
      #expect(
        try await outcome(of: bytes, pieces: []) == outcome(of: bytes, pieces: pieces), "round \(round)")
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[index] = .random(in: 0...255, using: &random)
    case 1: bytes.insert(.random(in: 0...255, using: &random), at: index)
    case 2: bytes.remove(at: index)
    case 3: bytes.removeLast(bytes.count - index)
    default: bytes.insert(contentsOf: bytes[index..<min(index + 60, bytes.count)], at: index)
    }
  }
}

/// SplitMix64: the same numbers in every run, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
