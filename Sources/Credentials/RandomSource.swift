/// Where random numbers come from: the system in production, a seeded sequence in a test.
///
/// A value rather than a generator held `inout`, so that it can be handed to several owners at once.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private let draw: @Sendable () -> UInt64

  /// - Parameter draw: gives 64 unpredictable bits at each call, from any thread.
  public init(_ draw: @escaping @Sendable () -> UInt64) {
    self.draw = draw
  }

  /// The kernel's generator (`getrandom`): cryptographically secure, safe from every thread.
  public static let system = RandomSource {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }

  public func next() -> UInt64 { draw() }

  public func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
      withUnsafeBytes(of: next().littleEndian) { bytes.append(contentsOf: $0) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
