internal import Pages

/// `GET /doctors/:id`: one doctor, and what can be booked with them.
struct PractitionerPage: Page {
  let name: String
  let qualification: String
  let specialties: [String]
  /// In words: `English`, `French`.
  /// In words.
  let languages: String
  /// Paragraphs.
  let bio: [String]
  /// With the large picture.
  let face: Face
  let services: [ServiceRow]

  static let template = "practitioners/practitioner"

  var fields: Fields {
    [
      "name": .text(name),
      "qualification": .text(qualification),
      "specialties": .list(specialties.map(Line.init)),
      "hasSpecialties": .flag(!specialties.isEmpty),
      "languages": .text(languages),
      "bio": .list(bio.map(Line.init)),
      "hasBio": .flag(!bio.isEmpty),
      "face": .view(face),
      "services": .list(services),
      "isBookable": .flag(!services.isEmpty),
    ]
  }

  static let samples = [
    PractitionerPage(
      name: "Dr Amira Haddad", qualification: "MBBS, MRCP", specialties: ["Cardiology", "General practice"],
      languages: "English, Arabic, French",
      bio: [
        "Dr Haddad looks after people with high blood pressure, irregular heartbeats and heart failure.",
        "She takes time to explain what a finding means for everyday life, with our physiotherapists.",
      ],
      face: Face(picture: nil, givenName: "Amira", familyName: "Haddad"), services: ServiceRow.samples),
    PractitionerPage(
      name: "محمد العربي", qualification: "", specialties: [], languages: "", bio: [],
      face: Face(picture: nil, givenName: "محمد", familyName: "العربي"), services: []),
  ]
}
