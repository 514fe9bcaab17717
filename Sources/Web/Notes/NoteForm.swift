import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import NIOCore
import Pages
import Shell

extension Form {
  /// What was typed into the sections `s1`, `s2`…, or into the lines of a prescription, with what was shown of each.
  ///
  /// - Throws: `Refusal.invalid`, with the section's control.
  func sectionEdits() throws(Refusal) -> [SectionEdit] {
    var reader = FieldReader(self)
    var edits: [SectionEdit] = []
    for position in 1...20 {
      guard let revision = value(of: "r\(position)").flatMap({ Int($0) }) else { continue }
      let text =
        value(of: "m1medication") != nil
        ? prescribed(&reader).stored
        : reader.text("s\(position)", atMost: NoteSection.longest, required: false, lines: true)
      edits.append(
        SectionEdit(position: position, text: text, revision: revision, shown: self["w\(position)"]))
    }
    try reader.finish()
    return edits
  }

  private func prescribed(_ reader: inout FieldReader) -> PrescribedLines {
    var lines: [MedicationLine] = []
    for number in 1...MedicationLine.most where isUsed(number) {
      let repeats = self["m\(number)repeats"].trimmed.withWesternDigits
      let count = repeats.isEmpty ? 0 : Int(repeats)
      if count.map({ !(0...MedicationLine.mostRepeats).contains($0) }) ?? true {
        reader.refuse("m\(number)repeats", "problem.repeats", ["most": String(MedicationLine.mostRepeats)])
      }
      lines.append(
        MedicationLine(
          medication: reader.text("m\(number)medication", atMost: MedicationLine.longestMedication),
          code: reader.text("m\(number)code", atMost: MedicationLine.longestCode, required: false),
          dosage: reader.text("m\(number)dosage", atMost: MedicationLine.longestDosage),
          quantity: reader.text(
            "m\(number)quantity", atMost: MedicationLine.longestQuantity, required: false),
          repeats: count ?? 0))
    }
    let until = self["until"].trimmed
    if !until.isEmpty, Day(iso: until) == nil { reader.refuse("until", "problem.day") }
    return PrescribedLines(lines, validUntil: until)
  }

  /// Whether anything was typed into a line of a prescription.
  func isUsed(_ number: Int) -> Bool {
    ["medication", "code", "dosage", "quantity", "repeats"].contains {
      !self["m\(number)\($0)"].trimmed.isEmpty
    }
  }

  /// As the page of a prescription has it.
  init(_ stored: PrescribedLines) {
    var fields: [(name: String, value: String)] = [("until", stored.validUntil)]
    for (index, line) in stored.lines.enumerated() {
      let name = "m\(index + 1)"
      fields += [
        ("\(name)medication", line.medication), ("\(name)code", line.code), ("\(name)dosage", line.dosage),
        ("\(name)quantity", line.quantity), ("\(name)repeats", line.repeats == 0 ? "" : String(line.repeats)),
      ]
    }
    self.init(filledWith: fields)
  }
}

extension MedicationFields {
  init(_ number: Int, _ shown: ShownForm) {
    func field(_ what: String) -> Field { shown.field("m\(number)\(what)", label: "orders.\(what)") }
    self.init(
      number: number, medication: field("medication"), code: field("code"), dosage: field("dosage"),
      quantity: field("quantity"), repeats: field("repeats"))
  }

  /// What this file asks of the catalogues.
  static let keys = ["medication", "code", "dosage", "quantity", "repeats"].map { "orders.\($0)" }
}

extension SectionField {
  /// - Parameter typed: what was typed and is not saved.
  init(_ section: NoteSection, _ typed: Form?, isDiffering: Bool, problem: String?, _ words: Words) {
    let name = "s\(section.position)"
    // Whoever is shown what somebody else has written decides over that.
    let keeps = typed != nil && !isDiffering
    let revision = keeps ? typed.flatMap { Int($0["r\(section.position)"]) } : nil
    let shown = keeps ? typed?["w\(section.position)"] : nil
    self.init(
      position: section.position, title: section.title, prompt: section.prompt,
      value: typed?.value(of: name) ?? section.text, revision: revision ?? section.revision,
      shown: shown ?? section.text.fingerprint, isHidden: section.code == .medications,
      isPlain: section.code == .plain, theirs: isDiffering ? section.said : nil, by: section.savedBy ?? "",
      problem: problem)
  }
}

extension NoteSection {
  /// In words, where it is not text already.
  fileprivate var said: String {
    guard code == .medications else { return text }
    let stored = PrescribedLines(stored: text)
    return (stored.lines.map { "\($0.named): \($0.dosage) \($0.quantity)" } + [stored.validUntil])
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

/// What a script is told of the sections after it has saved them.
struct DraftState: Encodable {
  let sections: [Section]

  struct Section: Encodable {
    let position: Int
    let revision: Int
    let shown: String
    let text: String
    let by: String
    /// It was not saved: somebody else has changed it meanwhile.
    let isDiffering: Bool
  }

  init(_ saving: NoteSaving) {
    sections = saving.note.sections.map { section in
      Section(
        position: section.position, revision: section.revision, shown: section.text.fingerprint,
        text: section.text,
        by: section.savedBy ?? "", isDiffering: saving.differing.contains(section.position))
    }
  }

  var response: Response {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(try encoder.encode(self)))))
    }
  }
}
