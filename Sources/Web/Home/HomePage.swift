internal import Pages

/// `GET /`: the front door.
struct HomePage: Page {
  /// At most a dozen; the directory has them all.
  let specialties: [SpecialtyTile]

  static let template = "home/home"

  var fields: Fields {
    ["specialties": .list(specialties), "hasSpecialties": .flag(!specialties.isEmpty)]
  }

  static let samples = [HomePage(specialties: SpecialtyTile.samples), HomePage(specialties: [])]
}

/// A specialty and how many doctors have it.
struct SpecialtyTile: View {
  let name: String
  let doctors: Int
  /// The directory, filtered.
  let href: String

  var fields: Fields {
    ["name": .text(name), "doctors": .number(doctors), "isOne": .flag(doctors == 1), "href": .text(href)]
  }

  static let samples = [
    SpecialtyTile(name: "General practice", doctors: 8, href: "/doctors?specialty=1"),
    SpecialtyTile(name: "Cardiology", doctors: 4, href: "/doctors?specialty=2"),
    SpecialtyTile(name: "Dermatology", doctors: 3, href: "/doctors?specialty=3"),
    SpecialtyTile(name: "Gynaecology and obstetrics", doctors: 5, href: "/doctors?specialty=4"),
    SpecialtyTile(name: "Paediatrics", doctors: 6, href: "/doctors?specialty=5"),
    SpecialtyTile(name: "Physiotherapy", doctors: 1, href: "/doctors?specialty=6"),
  ]
}
