internal import Pages

/// `GET /services`: what the clinic does, by specialty.
struct ServicesPage: Page {
  let groups: [ServiceGroup]

  static let template = "services/services"

  var fields: Fields {
    ["groups": .list(groups), "isEmpty": .flag(groups.isEmpty)]
  }

  static let samples = [ServicesPage(groups: ServiceGroup.samples), ServicesPage(groups: [])]
}

/// The services of one specialty.
struct ServiceGroup: View {
  let specialty: String
  /// The anchor of the group on the page: letters, digits and hyphens.
  let anchor: String
  /// Each leads to the doctors who offer it.
  let services: [ServiceRow]

  var fields: Fields {
    ["specialty": .text(specialty), "anchor": .text(anchor), "services": .list(services)]
  }

  static let samples = [
    ServiceGroup(specialty: "Cardiology", anchor: "s1", services: ServiceRow.samples),
    ServiceGroup(specialty: "Dermatology", anchor: "s2", services: [ServiceRow.samples[0]]),
  ]
}
