internal import Pages

/// One of those whose pages somebody sees, and where.
struct PersonLink: View {
  let name: String
  let href: String
  let isCurrent: Bool

  var fields: Fields { ["name": .text(name), "href": .text(href), "isCurrent": .flag(isCurrent)] }

  static let samples = [
    PersonLink(name: "Paul Fletcher", href: "/health", isCurrent: true),
    PersonLink(name: "Léo Moreau", href: "/health?of=2", isCurrent: false),
  ]
}
