internal import Pages

/// `GET /admin/practitioners`: everybody who sees patients here, active or not.
struct PractitionerListPage: Page {
  let practitioners: [PractitionerRow]
  /// Who was just added.
  var added: String?

  static let template = "admin/practitioners"

  var fields: Fields {
    [
      "practitioners": .list(practitioners), "count": .number(practitioners.count),
      "isEmpty": .flag(practitioners.isEmpty), "added": .text(added),
    ]
  }

  static let samples = [
    PractitionerListPage(practitioners: PractitionerRow.samples, added: "Dr Amira Haddad"),
    PractitionerListPage(practitioners: []),
  ]
}

/// A doctor as the administrator sees them.
struct PractitionerRow: View {
  let name: String
  let qualification: String
  let specialties: [String]
  let face: Face
  let isActive: Bool
  /// The public page.
  let href: String

  var fields: Fields {
    [
      "name": .text(name), "qualification": .text(qualification),
      "specialties": .text(specialties.joined(separator: ", ")), "face": .view(face),
      "isActive": .flag(isActive), "href": .text(href),
    ]
  }

  static let samples = DoctorCard.samples.enumerated().map { index, card in
    PractitionerRow(
      name: card.name, qualification: card.qualification, specialties: card.specialties, face: card.face,
      isActive: index != 3, href: card.href)
  }
}
