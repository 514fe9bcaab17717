internal import Pages

/// `GET /notes/:id` of what is not signed, and its refused form: where it is written.
struct NoteDraftPage: Page {
  let content: NoteContent
  let patient: String
  let number: Int
  let list: String
  let action: String
  let sections: [SectionField]
  /// Of a prescription.
  let medications: [MedicationFields]
  let validUntil: Field
  /// Where it can be said that it was an error.
  let error: String
  let why: Field
  var isSaved = false
  var notice: String?

  static let template = "notes/draft"

  private var problems: ProblemSummary? {
    ProblemSummary(
      notice: notice,
      sections.map(\.control) + medications.flatMap(\.controls) + [validUntil.control, why.control])
  }

  var fields: Fields {
    [
      "problems": .view(problems), "content": .view(content), "patient": .text(patient),
      "number": .number(number), "listHref": .text(list), "action": .text(action),
      "sections": .list(sections), "medications": .list(medications),
      "isPrescription": .flag(!medications.isEmpty), "validUntil": .view(validUntil),
      "errorAction": .text(error), "why": .view(why), "isSaved": .flag(isSaved),
      "heading": .text(content.title),
    ]
  }

  static let samples = [
    NoteDraftPage(
      content: NoteContent.samples[0], patient: "Paul Moreau", number: 1042, list: "/records/1/notes",
      action: "/notes/1", sections: SectionField.samples, medications: [], validUntil: Field("until"),
      error: "/notes/1/error", why: Field("why"), isSaved: true),
    NoteDraftPage(
      content: NoteContent.samples[1], patient: "محمد العربي", number: 1043, list: "/records/2/notes",
      action: "/notes/2", sections: [SectionField.hidden], medications: MedicationFields.samples,
      validUntil: Field("until", "soon", label: "Good until", problem: "Please enter a day"),
      error: "/notes/2/error", why: Field("why", label: "Why", problem: "Please fill this in"),
      notice: "Somebody else has changed it."),
  ]
}

/// A section where it is written.
struct SectionField: View {
  let position: Int
  let title: String
  let prompt: String
  let value: String
  let revision: Int
  /// Of the text that was shown.
  let shown: String
  /// A prescription's, whose text is its medications.
  var isHidden = false
  var isPlain = false
  /// What somebody else has written there meanwhile, and who.
  var theirs: String?
  var by = ""
  var problem: String?

  var name: String { "s\(position)" }
  var control: Control { Control(id: name, label: title, problem: problem) }

  var fields: Fields {
    [
      "position": .number(position), "name": .text(name), "title": .text(title), "prompt": .text(prompt),
      "value": .text(value), "revision": .number(revision), "shown": .text(shown),
      "isHidden": .flag(isHidden), "isPlain": .flag(isPlain), "theirs": .text(theirs),
      "hasTheirs": .flag(theirs != nil), "by": .text(by), "problem": .text(problem),
    ]
  }

  static let samples = [
    SectionField(
      position: 1, title: "Findings", prompt: "What was seen and measured", value: "Blood pressure 148/92",
      revision: 3, shown: "0a"),
    SectionField(
      position: 2, title: "Plan", prompt: "", value: "Measure at home", revision: 2, shown: "0b",
      theirs: "Measure at home for a week, then call.", by: "Dr Jonas Lindqvist"),
    SectionField(
      position: 3, title: "In plain words", prompt: "", value: "", revision: 0, shown: "0c", isPlain: true,
      problem: "Please use at most 10000 characters"),
  ]
  static let hidden = SectionField(
    position: 1, title: "Prescription", prompt: "", value: "", revision: 1, shown: "0d", isHidden: true,
    theirs: "Ramipril 5 mg, one in the morning", by: "Dr Jonas Lindqvist")
}

/// A line of a prescription where it is written.
struct MedicationFields: View {
  let number: Int
  let medication: Field
  let code: Field
  let dosage: Field
  let quantity: Field
  let repeats: Field

  var controls: [Control] { [medication, code, dosage, quantity, repeats].map(\.control) }

  var fields: Fields {
    [
      "line": .number(number), "medication": .view(medication), "code": .view(code), "dosage": .view(dosage),
      "quantity": .view(quantity), "repeats": .view(repeats),
    ]
  }

  static let samples = [
    MedicationFields(
      number: 1, medication: Field("m1medication", "Ramipril 5 mg"), code: Field("m1code", "C09AA05"),
      dosage: Field("m1dosage", label: "How to take it", problem: "Please fill this in"),
      quantity: Field("m1quantity", "30 tablets"), repeats: Field("m1repeats", "2")),
    MedicationFields(
      number: 2, medication: Field("m2medication"), code: Field("m2code"), dosage: Field("m2dosage"),
      quantity: Field("m2quantity"), repeats: Field("m2repeats")),
  ]
}

/// `GET /notes/:id/signing`: all of it once more, before it is signed.
struct NoteSigningPage: Page {
  let content: NoteContent
  let patient: String
  let number: Int
  let draft: String
  let action: String
  /// Of what is shown.
  let seen: String
  let release: ChoiceField
  let days: Field
  /// Why something is prescribed in spite of an allergy; nil until that is asked.
  var despite: Field?
  /// It is empty still.
  let isEmpty: Bool
  var notice: String?

  static let template = "notes/signing"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          notice: notice, [release.control, days.control] + [despite?.control].compactMap(\.self))),
      "content": .view(content), "patient": .text(patient), "number": .number(number),
      "draftHref": .text(draft), "action": .text(action), "seen": .text(seen), "release": .view(release),
      "days": .view(days), "despite": .view(despite), "isEmpty": .flag(isEmpty),
      "heading": .text(content.title),
    ]
  }

  static let samples = [
    NoteSigningPage(
      content: NoteContent.samples[2], patient: "Paul Moreau", number: 1042, draft: "/notes/1",
      action: "/notes/1/signature", seen: "0a",
      release: ChoiceField(
        "release", [Choice("at-once", "At once", chosen: true), Choice("by-hand", "Not yet")]),
      days: Field("days", "7"), isEmpty: false),
    NoteSigningPage(
      content: NoteContent.samples[2], patient: "محمد العربي", number: 1043, draft: "/notes/2",
      action: "/notes/2/signature", seen: "0b",
      release: ChoiceField("release", [Choice("at-once", "At once"), Choice("by-hand", "Not yet")]),
      days: Field("days", "900", label: "Days", problem: "Please enter a number from 1 to 90"), isEmpty: true,
      notice: "It was changed meanwhile."),
    NoteSigningPage(
      content: NoteContent.samples[1], patient: "Paul Moreau", number: 1042, draft: "/notes/3",
      action: "/notes/3/signature", seen: "0c",
      release: ChoiceField("release", [Choice("at-once", "At once")]),
      days: Field("days", ""),
      despite: Field(
        "despite", "ok", label: "Why it is given all the same",
        problem: "The patient is allergic to ramipril. Please choose another, or give a reason."),
      isEmpty: false),
  ]
}

/// `GET /notes/:id` of what is signed.
struct NotePage: Page {
  let content: NoteContent
  let patient: String
  let number: Int
  let list: String
  let status: Badge
  /// Whether it still is what was signed, by the audit log; nil of what never was.
  let isProved: Bool?
  let digest: String
  /// `Shown to the patient since …`, or from when on.
  let release: String
  /// Where it is shown to the patient; nil where it is, or can't be.
  let releaseAction: String?
  let addenda: [AddendumView]
  let addendumAction: String?
  let replacementAction: String?
  /// Its draft, where another is to take its place.
  let replacedBy: String?
  let file: String?
  /// Where its file is made among the documents, where that failed.
  let filingAction: String?
  let error: String?
  let why: Field
  /// Of the forms that begin something.
  let key: String
  let isPaper: Bool
  var notice: String?

  static let template = "notes/note"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [why.control])), "content": .view(content),
      "patient": .text(patient), "number": .number(number), "listHref": .text(list), "state": .view(status),
      "isProved": .flag(isProved == true), "isDoubtful": .flag(isProved == false), "digest": .text(digest),
      "releaseText": .text(release), "releaseAction": .text(releaseAction), "addenda": .list(addenda),
      "hasAddenda": .flag(!addenda.isEmpty), "addendumAction": .text(addendumAction),
      "replacementAction": .text(replacementAction), "replacedBy": .text(replacedBy), "fileHref": .text(file),
      "filingAction": .text(filingAction), "errorAction": .text(error), "why": .view(why), "key": .text(key),
      "isPaper": .flag(isPaper), "heading": .text(content.title),
    ]
  }

  static let samples = [
    NotePage(
      content: NoteContent.samples[0], patient: "Paul Moreau", number: 1042, list: "/records/1/notes",
      status: Badge("Signed", .good), isProved: true, digest: String(repeating: "0a", count: 32),
      release: "The patient is not shown it.", releaseAction: "/notes/1/release",
      addenda: AddendumView.samples, addendumAction: "/notes/1/addenda", replacementAction: nil,
      replacedBy: nil, file: "/notes/1/note.pdf", filingAction: nil, error: "/notes/1/error",
      why: Field("why"),
      key: "key", isPaper: false),
    NotePage(
      content: NoteContent.samples[1], patient: "محمد العربي", number: 1043, list: "/records/2/notes",
      status: Badge("Entered in error", .warn), isProved: false, digest: String(repeating: "0b", count: 32),
      release: "Shown to the patient since Tuesday 24 November 2026, 09:40.", releaseAction: nil, addenda: [],
      addendumAction: nil, replacementAction: "/notes/2/replacement", replacedBy: "/notes/3",
      file: "/notes/2/note.pdf", filingAction: "/notes/2/file", error: "/notes/2/error",
      why: Field("why", label: "Why", problem: "Please fill this in"), key: "key", isPaper: true,
      notice: "Please check the form"),
  ]
}

/// An addendum below its note.
struct AddendumView: View {
  let content: NoteContent
  let status: Badge
  /// Where it is gone on with; nil once it is signed.
  let draft: String?
  /// Where it is said that it was an error, or shown to the patient.
  let page: String

  var fields: Fields {
    [
      "content": .view(content), "state": .view(status), "draftHref": .text(draft), "pageHref": .text(page),
    ]
  }

  static let samples = [
    AddendumView(
      content: NoteContent.samples[0], status: Badge("Signed", .good), draft: nil, page: "/notes/2"),
    AddendumView(
      content: NoteContent.samples[2], status: Badge("Draft", .warn), draft: "/notes/3", page: "/notes/3"),
  ]
}
