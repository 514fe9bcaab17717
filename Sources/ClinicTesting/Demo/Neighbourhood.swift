internal import Clinic

/// Where a clinic's patients live: streets that exist nowhere, and numbers that reach nobody.
struct Neighbourhood: Sendable {
  let streets: [String]
  let towns: [(postalCode: String, city: String)]
  /// An ISO 3166-1 alpha-2 code.
  let country: String
  /// `12 Rope Walk`, or `12, rue Haute`.
  let numberSeparator: String
  /// Digits are drawn for `#`.
  let phone: String

  func address(from generator: inout SeededGenerator) -> Address {
    let (postalCode, city) = generator.pick(towns)
    let number = Int.random(in: 1...140, using: &generator)
    return Address(
      line: ["\(number)\(numberSeparator)\(generator.pick(streets))"], city: city, postalCode: postalCode,
      country: country)
  }

  func phone(from generator: inout SeededGenerator) -> String {
    String(phone.map { $0 == "#" ? generator.pick("0123456789") : $0 })
  }
}
