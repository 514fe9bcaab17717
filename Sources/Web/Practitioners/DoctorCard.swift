internal import Pages

/// A doctor in the directory.
struct DoctorCard: View {
  let name: String
  let qualification: String
  /// A list in words, like `languages`: `Cardiology, General practice`.
  let specialties: String
  let languages: String
  /// With the small picture.
  let face: Face
  let href: String
  /// Nil when there is nothing to book with them online.
  let times: CardTimes?

  var fields: Fields {
    [
      "name": .text(name), "qualification": .text(qualification),
      "specialties": .text(specialties), "languages": .text(languages),
      "face": .view(face), "href": .text(href), "times": .view(times),
    ]
  }

  static let samples = [
    DoctorCard(
      name: "Dr Amira Haddad", qualification: "MBBS, MRCP", specialties: "Cardiology",
      languages: "English, Arabic, French",
      face: Face(picture: nil, givenName: "Amira", familyName: "Haddad"), href: "/doctors/1",
      times: CardTimes.samples[0]),
    DoctorCard(
      name: "Dr Nguyễn Thị Minh Khai", qualification: "MD, FRCPCH",
      specialties: "Paediatrics, General practice", languages: "English, Vietnamese",
      face: Face(picture: nil, givenName: "Minh Khai", familyName: "Nguyễn"), href: "/doctors/2",
      times: CardTimes.samples[1]),
    DoctorCard(
      name: "Dr 김서연", qualification: "MD, PhD", specialties: "Dermatology",
      languages: "English, Korean", face: Face(picture: nil, givenName: "서연", familyName: "김"),
      href: "/doctors/3", times: CardTimes.samples[2]),
    DoctorCard(
      name: "محمد العربي", qualification: "", specialties: "Physiotherapy", languages: "Arabic",
      face: Face(picture: nil, givenName: "محمد", familyName: "العربي"), href: "/doctors/4", times: nil),
    DoctorCard(
      name: "Prof. Dr. Annegret Müller-Lüdenscheidt von und zu Hohenstein",
      qualification: "Dr. med., Fachärztin für Innere Medizin und Kardiologie",
      specialties: "Cardiology, General practice, Gynaecology and obstetrics", languages: "German",
      face: Face(picture: nil, givenName: "Annegret", familyName: "Müller"), href: "/doctors/5",
      times: CardTimes.samples[3]),
    DoctorCard(
      name: "Ms Siobhán O'Brien", qualification: "BSc Physiotherapy", specialties: "", languages: "",
      face: Face(picture: nil, givenName: "Siobhán", familyName: "O'Brien"), href: "/doctors/6",
      times: CardTimes.samples[4]),
  ]
}
