import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// What is written, as it is read: on pages and on paper.
struct NoteContent: View {
  let title: String
  /// `Note of a visit`
  let kind: String
  /// `First consultation, Tuesday 24 November 2026, 09:20`
  let visit: String
  let sections: [NotePart]
  let orders: [OrderRow]
  /// `Good until 31 December 2026`; nil for no end.
  var validUntil: String?
  /// `Signed by Dr Amira Haddad, Tuesday 24 November 2026, 09:40`; nil for a draft.
  let signed: String?
  /// What was an error, by whom and why.
  let error: String?

  var fields: Fields {
    [
      "title": .text(title), "kind": .text(kind), "visit": .text(visit), "sections": .list(sections),
      "orders": .list(orders), "hasOrders": .flag(!orders.isEmpty), "validUntil": .text(validUntil),
      "signed": .text(signed), "error": .text(error), "isStruck": .flag(error != nil),
    ]
  }

  static let samples = [
    NoteContent(
      title: "Consultation", kind: "Note of a visit",
      visit: "First consultation, Tuesday 24 November 2026, 09:20", sections: NotePart.samples, orders: [],
      signed: "Signed by Dr Amira Haddad, Tuesday 24 November 2026, 09:40", error: nil),
    NoteContent(
      title: "Prescription", kind: "Prescription", visit: "Tuesday 24 November 2026, 09:20", sections: [],
      orders: OrderRow.samples, validUntil: "Good until 31 December 2026",
      signed: "Signed by Dr Amira Haddad, Tuesday 24 November 2026, 09:40",
      error: "Entered in error. Dr Amira Haddad, Tuesday 24 November 2026, 10:02: the wrong patient"),
    NoteContent(
      title: "Letter", kind: "Letter", visit: "Tuesday 24 November 2026, 09:20",
      sections: [NotePart(heading: "رسالة", text: "ضغط الدم مرتفع.\nيرجى المتابعة.", isPlain: false)],
      orders: [],
      signed: nil, error: nil),
  ]
}

/// A section with its words.
struct NotePart: View {
  let heading: String
  let text: String
  /// It is for the patient, in plain words.
  let isPlain: Bool

  var fields: Fields { ["heading": .text(heading), "words": .text(text), "isPlain": .flag(isPlain)] }

  static let samples = [
    NotePart(
      heading: "Findings", text: "Blood pressure 148/92 on both sides.\nHeart sounds clear.", isPlain: false),
    NotePart(
      heading: "In plain words", text: "Your blood pressure is higher than we want it to be.", isPlain: true),
  ]
}

/// A medication of a prescription.
struct OrderRow: View {
  let medication: String
  let dosage: String
  /// `30 tablets · Repeats: 2`
  let amount: String
  /// Nil before it is signed.
  let status: Badge?
  /// Who ended it, and why.
  var ended: String?
  /// `In spite of an allergy: tolerated before`, for staff.
  var despite: String?
  /// Where its end is said; nil where it can't be.
  var action: String?

  var fields: Fields {
    [
      "medication": .text(medication), "dosage": .text(dosage), "amount": .text(amount),
      "status": .view(status), "ended": .text(ended),
      "despite": .text(despite), "action": .text(action),
    ]
  }

  static let samples = [
    OrderRow(
      medication: "Ramipril 5 mg (C09AA05)", dosage: "One tablet in the morning",
      amount: "30 tablets · Repeats: 2", status: Badge("Active", .good),
      despite: "In spite of an allergy: tolerated before", action: "/medications/1/end"),
    OrderRow(
      medication: "Ibuprofen 400 mg", dosage: "One tablet at most three times a day", amount: "20 tablets",
      status: Badge("Stopped", .warn), ended: "Dr Amira Haddad: upset stomach"),
  ]
}

extension NoteContent {
  /// - Parameters:
  ///   - isOwn: for its patient, whose words come first.
  ///   - keepsEmpty: whether sections without words are shown, too.
  init(_ note: Composition, _ formats: Formats, isOwn: Bool = false, ends: Bool = false) {
    let words = formats.words
    let written = note.sections.filter { $0.code != .medications && !$0.text.isEmpty }
    let (plain, others) = (written.filter { $0.code == .plain }, written.filter { $0.code != .plain })
    let prescribed = note.sections.first { $0.code == .medications }.map { PrescribedLines(stored: $0.text) }
    self.init(
      title: note.title, kind: words["notes.kind.\(note.kind.rawValue)"],
      visit: words.list(
        [note.encounter.service, formats.longInstant(note.encounter.start)].compactMap(\.self)),
      sections: (isOwn ? plain + others : others + plain).map {
        NotePart(heading: $0.title, text: $0.text, isPlain: $0.code == .plain)
      },
      orders: note.orders.isEmpty
        ? prescribed?.lines.map { OrderRow($0, words) } ?? []
        : note.orders.map { OrderRow($0, formats, ends: ends) },
      validUntil: prescribed.flatMap { Day(iso: $0.validUntil) }.map {
        words["notes.valid-until", ["date": formats.date($0)]]
      },
      signed: note.attested.map { attested in
        words["notes.signed-by", ["name": attested.name, "when": formats.longInstant(attested.at)]]
      },
      error: note.error.map { error in
        words[
          note.kind.isPaper ? "notes.void" : "notes.in-error",
          ["name": error.name, "when": formats.longInstant(error.at), "why": error.why]]
      } ?? note.replacedBy.map { _ in words["notes.replaced"] })
  }

  /// What this file asks of the catalogues.
  static let keys =
    [
      "notes.valid-until", "notes.signed-by", "notes.in-error", "notes.void", "notes.replaced",
      "notes.repeats",
    ]
    + Composition.Kind.allCases.map { "notes.kind.\($0.rawValue)" }
    + Composition.Status.allCases.map { "notes.status.\($0.rawValue)" }
    + MedicationRequest.Status.allCases.map { "orders.status.\($0.rawValue)" }
}

extension OrderRow {
  fileprivate init(_ line: MedicationLine, _ words: Words) {
    self.init(
      medication: line.named, dosage: line.dosage, amount: line.amount(words), status: nil)
  }

  fileprivate init(_ order: MedicationRequest, _ formats: Formats, ends: Bool) {
    let words = formats.words
    let tone: Badge.Tone =
      switch order.status {
      case .active: .good
      case .completed: .quiet
      case .cancelled, .stopped: .warn
      }
    self.init(
      medication: order.line.named, dosage: order.line.dosage, amount: order.line.amount(words),
      status: Badge(words["orders.status.\(order.status.rawValue)"], tone),
      ended: order.endedBy.map { [$0, order.why].filter { !$0.isEmpty }.joined(separator: ": ") },
      despite: ends ? order.line.despite.map { words["record.despite-said", ["reason": $0]] } : nil,
      action: ends && order.status == .active ? Path.medicationEnd(order.id) : nil)
  }
}

extension MedicationLine {
  /// `Ramipril 5 mg (C09AA05)`
  var named: String { code.isEmpty ? medication : "\(medication) (\(code))" }

  fileprivate func amount(_ words: Words) -> String {
    [quantity, repeats == 0 ? "" : words["notes.repeats", ["count": String(repeats)]]]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }
}

extension Badge {
  init(_ status: Composition.Status, _ words: Words) {
    let tone: Tone =
      switch status {
      case .preliminary, .enteredInError: .warn
      case .final, .amended: .good
      }
    self.init(words["notes.status.\(status.rawValue)"], tone)
  }
}

extension Path {
  static func notes(of patient: ID<Patient>, _ visit: ID<Appointment>? = nil) -> String {
    "\(record(patient))/notes" + (visit.map { "?visit=\($0)" } ?? "")
  }
  static func notes(ofVisit id: ID<Appointment>) -> String { "/schedule/visits/\(id)/notes" }
  static func note(_ id: ID<Composition>) -> String { "/notes/\(id)" }
  static func note(_ id: ID<Composition>, _ what: String) -> String { "/notes/\(id)/\(what)" }
  static func medicationEnd(_ id: ID<MedicationRequest>) -> String { "/medications/\(id)/end" }
  static let ownNotes = "/health/notes"
  static func ownNote(_ id: ID<Composition>) -> String { "\(ownNotes)/\(id)" }
  static let noteTemplates = "/note-templates"
  static func noteTemplate(_ id: ID<NoteTemplate>) -> String { "\(noteTemplates)/\(id)" }
}
