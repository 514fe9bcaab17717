/// The form of an IANA identifier, such as `America/Argentina/Ushuaia` or `Etc/GMT+5`. A text that passes
/// can be joined to a folder's path: it cannot leave the folder.
enum TimeZoneIdentifier {
  /// tzdata keeps these beside its zones: copies that count leap seconds, copies without, and leftovers.
  private static let notZones: Set<Substring> = ["posix", "right", "localtime", "posixrules", "Factory"]

  static func isWellFormed(_ text: some StringProtocol) -> Bool {
    let names = String(text).split(separator: "/", omittingEmptySubsequences: false)
    guard text.utf8.count <= 255, let first = names.first, !notZones.contains(first) else { return false }
    return names.allSatisfy(isName)
  }

  /// Source: "Names of timezones" in tzdata's `theory.html`. No dots: no zone has one, and `..` climbs.
  private static func isName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
