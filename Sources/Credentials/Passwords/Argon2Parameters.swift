/// What one hash costs (RFC 9106 section 3.1).
public struct Argon2Parameters: Hashable, Sendable {
  /// Memory in KiB, at least 8 per lane.
  public let memoryKiB: UInt32
  public let passes: UInt32
  public let lanes: UInt32

  public init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) {
    self.memoryKiB = memoryKiB
    self.passes = passes
    self.lanes = lanes
  }

  /// 19 MiB, two passes, one lane: the OWASP Password Storage Cheat Sheet's choice for Argon2id.
  public static let standard = Argon2Parameters(memoryKiB: 19 * 1024, passes: 2, lanes: 1)

  /// The most that is computed for a stored hash.
  public static let ceiling = Argon2Parameters(memoryKiB: 256 * 1024, passes: 16, lanes: 4)

  var isAcceptable: Bool {
    let most = Argon2Parameters.ceiling
    return (1...most.lanes).contains(lanes) && (1...most.passes).contains(passes)
      && (8 * lanes...most.memoryKiB).contains(memoryKiB)
  }
}
