/// A picture of a person in the two sizes in which pages show it: JPEG, square, sRGB, without metadata.
public struct Portrait: Hashable, Sendable {
  /// 640 by 640 pixels.
  public let large: [UInt8]
  /// 160 by 160 pixels.
  public let small: [UInt8]
}
