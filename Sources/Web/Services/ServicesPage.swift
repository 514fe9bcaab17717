internal import Pages

/// `GET /services`: what the clinic does online, by kind, and then everything by specialty.
struct ServicesPage: Page {
  let groups: [ServiceGroup]
  var online: [OnlineGroup] = []

  static let template = "services/services"

  var fields: Fields {
    [
      "groups": .list(groups), "isEmpty": .flag(groups.isEmpty), "online": .list(online),
      "hasOnline": .flag(!online.isEmpty),
    ]
  }

  static let samples = [
    ServicesPage(groups: ServiceGroup.samples, online: OnlineGroup.samples),
    ServicesPage(groups: ServiceGroup.samples), ServicesPage(groups: []),
  ]
}

/// Services of one kind that nobody has to go anywhere for.
struct OnlineGroup: View {
  let title: String
  let anchor: String
  let services: [OnlineServiceCard]

  var fields: Fields { ["title": .text(title), "anchor": .text(anchor), "services": .list(services)] }

  static let samples = [
    OnlineGroup(title: "Telemedicine", anchor: "o1", services: [OnlineServiceCard.samples[0]]),
    OnlineGroup(title: "Mental health counselling", anchor: "o2", services: [OnlineServiceCard.samples[1]]),
  ]
}

/// An online service in the list.
struct OnlineServiceCard: View {
  let name: String
  let description: String
  let duration: String
  let price: String
  let isPhone: Bool
  /// Who gives it: `Dr Amira Haddad, Dr James O'Brien`.
  let doctors: String
  /// The next free time of any of them: `Tuesday 24 November 2026, 09:20`; nil when there is none.
  let next: String?
  let href: String
  /// The times of everybody who gives it.
  let times: String

  var fields: Fields {
    [
      "name": .text(name), "description": .text(description), "duration": .text(duration),
      "price": .text(price), "isPhone": .flag(isPhone), "doctors": .text(doctors), "next": .text(next),
      "href": .text(href), "timesHref": .text(times),
    ]
  }

  static let samples = [
    OnlineServiceCard(
      name: "Telemedicine consultation", description: "For what can be seen and said over the net.",
      duration: "20 minutes", price: "£45.00", isPhone: false, doctors: "Dr Amira Haddad, Dr James O'Brien",
      next: "Tuesday 24 November 2026, 09:20", href: "/services/1", times: "/times?service=1"),
    OnlineServiceCard(
      name: "Diet counselling", description: "", duration: "40 minutes", price: "£70.00", isPhone: true,
      doctors: "Dr 김서연", next: nil, href: "/services/2", times: "/times?service=2"),
  ]
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
