internal import Clinic

/// What makes one clinic of the demo differ from the other.
struct DemoPlan: Sendable {
  let slug: String
  let name: String
  let timeZone: String
  let currency: String
  let phone: String
  let address: String
  let catalogue: Catalogue
  let roster: [Profile]
  let rooms: [String]
  /// Who lives around the clinic, by weight.
  let names: KeyValuePairs<NamePool, Int>
  let neighbourhood: Neighbourhood
  let rules: DemoRules

  var cast: [DemoAccount] { DemoCast.accounts.filter { $0.tenant == slug } }

  static let all = [riverside, hilltop]

  func tenant(baseDomain: String) -> NewTenant {
    NewTenant(
      slug: slug, name: name, timeZone: timeZone, currency: currency, hosts: ["\(slug).\(baseDomain)"],
      phone: phone, address: address)
  }
}
