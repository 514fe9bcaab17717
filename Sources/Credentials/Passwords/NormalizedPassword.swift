@_spi(_Unicode) internal import Swift

/// A password in Normalization Form C, as RFC 8265 section 4.2 (OpaqueString) has it, so that it does not
/// matter whether a keyboard sends `é` as one character or as two.
///
/// Nothing else is changed: nothing is trimmed, cut off or put in lower case (ASVS 6.2.8), and no character
/// is refused; what cannot be typed into a form is the form's business.
struct NormalizedPassword {
  /// In bytes of UTF-8: as many characters as a policy allows, four bytes each.
  static let longest = 4 * PasswordPolicy.maximumLength

  let text: String

  /// Nil for a text longer than `longest`. Normalising makes UTF-8 at most three times shorter (a Hangul
  /// syllable of three bytes, typed as three letters of three), so what is longer than that is not looked at.
  init?(_ typed: String) {
    guard typed.utf8.count <= 3 * NormalizedPassword.longest else { return nil }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: typed._nfc)
    text = String(scalars)
    guard bytes.count <= NormalizedPassword.longest else { return nil }
  }

  /// What is hashed.
  var bytes: [UInt8] { Array(text.utf8) }

  /// In Unicode scalars.
  var characterCount: Int { text.unicodeScalars.count }
}
