import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// A message as its form brings it, with its files.
struct MessageForm {
  let form: Form
  /// What became of its files.
  let intake: DocumentIntake

  static let limits: FormLimits = {
    var limits = FormLimits()
    limits.bytes = 96 * 1024
    return limits
  }()
  static let repeating: Set<String> = ["documents"]

  /// Reads the form; its files are kept as they come, for the patient whom it is about.
  ///
  /// - Parameter patient: nil where the form says whom it is about.
  static func read(
    _ call: Call, _ site: Site, _ side: Conversation.Side, about patient: ID<Patient>?
  ) async throws -> MessageForm {
    let intake = DocumentIntake(
      site, call, side == .own ? .own : .clinic, atMost: Conversation.mostDocuments
    ) { form, part throws(Refusal) in
      guard let key = ID<NewDocument>(form["key"]) else { throw .staleForm }
      guard let patient = patient ?? ID<Patient>(form["patient"]) else {
        throw .invalid([Problem("patient", "problem.choose")])
      }
      return NewDocument(patient: patient, category: .message, visibility: .shared, key: key.uuid, part: part)
    }
    do {
      let form = try await site.clinic.takingIn(for: call.visitor) {
        var limits = MultipartLimits(form: limits)
        limits.files = Conversation.mostDocuments + 1
        return try await MultipartForm.fields(
          of: call.request, limits: limits, repeating: repeating, files: intake)
      }
      await intake.stop()
      return MessageForm(form: form, intake: intake)
    } catch {
      await intake.stop()
      throw error
    }
  }

  /// - Throws: `Refusal.invalid`; `.staleForm` for a key that is none of ours; what a file was refused for.
  func message(_ fields: inout FieldReader) async throws -> NewMessage {
    let text = fields.text("text", atMost: Conversation.longestText, lines: true)
    let chosen = form.all("documents").map { ID<DocumentReference>($0) }
    if chosen.contains(where: { $0 == nil }) { fields.refuse("documents", "problem.choose") }
    guard let key = ID<NewMessage>(form["key"]) else { throw Refusal.staleForm }
    switch await intake.refusal {
    case .invalid(let problems)?:
      for problem in problems { fields.refuse(problem.field, problem.message, problem.values) }
    // Whoever answers a patient who is not their work otherwise adds no documents.
    case .unknown?: fields.refuse("file", "problem.message-files")
    case let other?: throw other
    case nil: break
    }
    try fields.finish()
    return NewMessage(
      text: text, key: key.uuid, documents: chosen.compactMap(\.self), seen: Int(form["seen"]) ?? -1,
      awaitsAnswer: form["awaits"] == "yes")
  }
}

extension Refusal {
  /// What is told of a message that was not sent, or of what was not done with its conversation.
  func messageProblems(_ side: Conversation.Side) -> [Problem] {
    switch self {
    case .conflict(.changedMeanwhile):
      [Problem("", side == .own ? "problem.message-crossed" : "problem.conversation-crossed")]
    case .conflict(.tooLate):
      [Problem("", "problem.conversation-over", ["days": String(Conversation.reopensWithin)])]
    case .limited: [Problem("", "problem.messages-enough")]
    default: problems
    }
  }

  /// What these files ask of the catalogues.
  static let messageKeys = [
    "problem.message-crossed", "problem.conversation-crossed", "problem.conversation-over",
    "problem.messages-enough", "problem.message-files", "problem.message-files-of",
    "problem.message-documents", "messages.text", "messages.topic", "messages.file", "messages.patient-label",
  ]
}

extension [DocumentChoice] {
  init(_ documents: [SendableDocument], _ shown: ShownForm, besides own: ID<Patient>?) {
    let chosen = Set(shown.form.all("documents"))
    self = documents.map { one in
      DocumentChoice(
        value: "\(one.id)", title: one.title, child: one.patient == own ? nil : one.patientName,
        isChosen: chosen.contains("\(one.id)"))
    }
  }
}
