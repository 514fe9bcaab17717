internal import Glibc

/// A colour of the sRGB space, as style sheets write it: `#14594f`.
public struct Colour: Hashable, Sendable, CustomStringConvertible {
  /// 0 to 255.
  public let red, green, blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// - Parameter text: six hexadecimal digits, or three, with or without `#`.
  public init?(_ text: String) {
    var digits = text.drop { $0 == "#" }
    guard text.count - digits.count <= 1, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      return nil
    }
    if digits.count == 3 { digits = Substring(digits.flatMap { [$0, $0] }) }
    guard digits.count == 6, let value = UInt32(digits, radix: 16) else { return nil }
    self.init(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
  }

  public var description: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// WCAG 2.2, "relative luminance": 0 for black, 1 for white.
  public var luminance: Double {
    let parts = [red, green, blue].map { byte -> Double in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  /// WCAG 2.2, "contrast ratio": 1 to 21.
  public func contrast(with other: Colour) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// - Parameter part: how much of the other, 0 to 1.
  public func mixed(with other: Colour, _ part: Double) -> Colour {
    func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
      UInt8((Double(one) * (1 - part) + Double(two) * part).rounded())
    }
    return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// The nearest on the way to another that stands out from all grounds; the other itself where none does.
  public func reaching(_ ratio: Double, on grounds: [Colour], towards other: Colour) -> Colour {
    for step in 0...100 {
      let mixed = mixed(with: other, Double(step) / 100)
      if grounds.allSatisfy({ mixed.contrast(with: $0) >= ratio }) { return mixed }
    }
    return other
  }

  public static let white = Colour(255, 255, 255)
  public static let black = Colour(0, 0, 0)
}
