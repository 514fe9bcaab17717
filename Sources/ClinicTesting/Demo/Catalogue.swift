/// What a clinic of the demo offers, by specialty.
struct Catalogue: Sendable {
  let specialties: [Specialty]

  struct Specialty: Sendable {
    let name: String
    let patients: Audience
    /// What people come with; some say nothing.
    let reasons: [String]
    let services: [Service]
  }

  struct Service: Sendable {
    let name: String
    let minutes: Int
    /// In whole pounds or euros.
    let price: Int64
    let description: String

    init(_ name: String, minutes: Int, price: Int64, _ description: String) {
      self.name = name
      self.minutes = minutes
      self.price = price
      self.description = description
    }
  }

  /// Who sees such a specialist.
  enum Audience: Sendable {
    case anybody, adults, children, women
  }
}
