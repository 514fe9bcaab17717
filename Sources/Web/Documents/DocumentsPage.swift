internal import Pages

/// `GET /documents`, `GET /patients/:id/documents` and their refused forms: documents, and a form that adds some.
struct DocumentsPage: Page {
  /// Whose they are, at the clinic; nil for the patient's own page.
  var patient: PatientHead?
  let documents: [DocumentRow]
  /// Where the form goes, and where a script begins an upload.
  let action: String
  let uploads: String
  /// Makes sending the form twice add once.
  let key: String
  /// Whose they may be: the patient and their children.
  var whose = ChoiceField("patient", [])
  var category = ChoiceField("category", [])
  var visibility = ChoiceField("visibility", [])
  /// Doctors to choose from.
  var doctors: [Choice] = []
  /// The visit that they are for: its id.
  var appointment = ""
  var file = Field("file")
  /// How many were just added.
  var added = 0
  /// One was just deleted.
  var isDeleted = false
  var notice: String?

  static let template = "documents/documents"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          notice: notice,
          [whose.control, category.control, visibility.control, file.control])),
      "patient": .view(patient), "documents": .list(documents), "isEmpty": .flag(documents.isEmpty),
      "action": .text(action), "uploads": .text(uploads), "key": .text(key), "whose": .view(whose),
      "isOfOne": .flag(whose.choices.count == 1), "isOfSome": .flag(whose.choices.count > 1),
      "only": .text(whose.choices.first?.value ?? ""), "category": .view(category),
      "visibility": .view(visibility), "doctors": .list(doctors), "hasDoctors": .flag(!doctors.isEmpty),
      "appointment": .text(appointment), "file": .view(file), "added": .number(added),
      "isAdded": .flag(added > 0), "isDeleted": .flag(isDeleted),
    ]
  }

  static var samples: [DocumentsPage] {
    let categories = ChoiceField("category", [Choice("referral", "Referral"), Choice("other", "Other")])
    let visibility = ChoiceField("visibility", [Choice("shared", "You and the clinic")])
    var own = DocumentsPage(
      documents: DocumentRow.samples, action: "/documents", uploads: "/documents/uploads", key: "key")
    own.whose = ChoiceField("patient", [Choice("1", "Paul Moreau"), Choice("2", "Léo Moreau")])
    (own.category, own.visibility) = (categories, visibility)
    own.doctors = [Choice("3", "Dr Amira Haddad")]
    own.added = 2
    var refused = DocumentsPage(
      patient: PatientHead.samples[0], documents: [], action: "/patients/1/documents",
      uploads: "/patients/1/documents/uploads", key: "key")
    (refused.category, refused.visibility) = (categories, visibility)
    refused.file = Field("file", "", label: "Files", problem: "notes.exe is neither a PDF nor a picture")
    return [own, refused]
  }
}

/// Whose documents they are.
struct PatientHead: View {
  let patientName: String
  let number: Int

  var fields: Fields { ["patientName": .text(patientName), "number": .number(number)] }

  static let samples = [PatientHead(patientName: "Paul Moreau", number: 1042)]
}

/// A document in a list.
struct DocumentRow: View {
  let title: String
  let href: String
  let category: String
  /// `PDF, 340 kB`
  let what: String
  /// `Tuesday 24 November 2026, 09:40`
  let when: String
  let author: String
  /// Whose, where it is a child's.
  var child: String?
  /// The visit that it is for.
  var visit: String?
  /// Who sees it, where it is not the patient and the clinic.
  var visibility: Badge?
  /// Nil for one that can be had.
  var state: Badge?

  var fields: Fields {
    [
      "title": .text(title), "href": .text(href), "category": .text(category), "what": .text(what),
      "when": .text(when), "author": .text(author), "child": .text(child), "visit": .text(visit),
      "visibility": .view(visibility), "state": .view(state),
    ]
  }

  static let samples = [
    DocumentRow(
      title: "Blood count.pdf", href: "/documents/1", category: "Result", what: "PDF, 340 kB",
      when: "Tuesday 24 November 2026, 09:40", author: "Ben Carter",
      visit: "Tuesday 24 November 2026, 09:20, First consultation"),
    DocumentRow(
      title: "رسالة الإحالة.jpg", href: "/documents/2", category: "Referral", what: "JPEG picture, 2 MB",
      when: "Monday 23 November 2026, 18:02", author: "You", child: "Léo Moreau",
      visibility: Badge("Dr Amira Haddad only", .quiet), state: Badge("Being checked for viruses", .warn)),
  ]
}
