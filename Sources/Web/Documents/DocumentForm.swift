import Clinic
import FoundationEssentials
import Shell

extension Form {
  /// What is said of the files that come with a form.
  ///
  /// - Parameters:
  ///   - patient: whose page it is, at the clinic; the patient's own form says whose it is.
  ///   - part: which of the form's files.
  /// - Throws: `Refusal.invalid`; `.staleForm` when the key is none of ours.
  func document(
    _ side: DocumentSide, of patient: ID<Patient>? = nil, part: Int, mark: String = ""
  ) throws(Refusal) -> NewDocument {
    var fields = FieldReader(self)
    let category = fields.choice("category", DocumentReference.Category.self)
    let practitioner = ID<Practitioner>(self["visibility"])
    let visibility =
      practitioner == nil
      ? DocumentReference.Visibility(rawValue: self["visibility"]) : DocumentReference.Visibility.practitioner
    if visibility == nil || (visibility == .practitioner && practitioner == nil)
      || (side == .own && visibility == .clinic)
    {
      fields.refuse("visibility", "problem.choose")
    }
    let whose = patient ?? ID<Patient>(self["patient"])
    if whose == nil { fields.refuse("patient", "problem.choose") }
    try fields.finish()
    guard let key = ID<NewDocument>(self["key"]) else { throw .staleForm }
    guard let category, let visibility, let whose else { throw .invalid(fields.problems) }
    return NewDocument(
      patient: whose, category: category, visibility: visibility, practitioner: practitioner,
      appointment: ID<Appointment>(self["appointment"]), key: key.uuid, part: part, mark: mark)
  }

  /// Besides those that every page asks for.
  static let documentKeys =
    [
      "problem.document-kind", "problem.document-size", "problem.document-empty", "problem.document-broken",
      "problem.storage-full", "problem.document-choose", "problem.documents-many", "documents.category",
      "documents.visibility", "documents.files",
      "documents.shared", "documents.clinic", "documents.practitioner", "documents.waiting",
      "documents.infected", "documents.lost", "documents.removed", "documents.by-you", "documents.opened",
      "documents.read", "format.kilobytes", "format.megabytes", "format.gigabytes",
    ] + DocumentReference.Category.allCases.map { "documents.category.\($0.rawValue)" }
    + DocumentReference.Kind.allCases.map { "documents.kind.\($0.ending)" }
}
