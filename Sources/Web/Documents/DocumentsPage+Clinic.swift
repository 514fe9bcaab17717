import Clinic
import FoundationEssentials
import Pages
import Shell

extension DocumentRow {
  init(_ document: DocumentReference, _ side: DocumentSide, _ formats: Formats, isOfChild: Bool) {
    let words = formats.words
    let kind = words["documents.kind.\(document.kind.ending)"]
    self.init(
      title: document.title, href: Path.document(document.id, side),
      category: words["documents.category.\(document.category.rawValue)"],
      what: formats.words.list([kind, formats.bytes(document.size)]),
      when: formats.longInstant(document.created),
      author: document.isOwn ? words["documents.by-you"] : document.author,
      child: isOfChild ? document.patientName : nil,
      visit: document.visit.map { formats.words.list([formats.longInstant($0.start), $0.service]) },
      visibility: document.visibility == .shared
        ? nil
        : Badge(
          document.visibility == .clinic
            ? words["documents.clinic"]
            : words["documents.practitioner", ["doctor": document.practitioner ?? ""]], .quiet),
      state: Badge(document.content, words))
  }
}

extension Badge {
  /// Nil for a document that can be had.
  fileprivate init?(_ content: DocumentReference.Content, _ words: Words) {
    switch content {
    case .ready: return nil
    case .waiting, .infected, .lost, .removed: self.init(words["documents.\(content.rawValue)"], .warn)
    }
  }
}

extension DocumentViewRow {
  init(_ view: DocumentView, _ formats: Formats) {
    self.init(
      who: view.name, role: view.role.map { formats.words["role.\($0.rawValue)"] } ?? "",
      what: formats.words[view.isOpened ? "documents.opened" : "documents.read"],
      when: formats.longInstant(view.at))
  }
}

extension Formats {
  /// `340 kB`, `12 MB`, `20 GB`: in units of 1024, rounded up: a limit is never said to be lower than what it bounds.
  func bytes(_ count: Int) -> String {
    for (key, unit) in [("gigabytes", 1 << 30), ("megabytes", 1 << 20)] where count >= unit {
      return words["format.\(key)", ["n": String((count + unit - 1) / unit)]]
    }
    return words["format.kilobytes", ["n": String((count + 1023) / 1024)]]
  }
}

extension ChoiceField {
  /// - Parameter chosen: what was chosen before, if anything.
  static func categories(_ chosen: String, _ shown: ShownForm) -> ChoiceField {
    ChoiceField(
      "category",
      DocumentReference.Category.chosen.map { category in
        Choice(
          category.rawValue, shown.words["documents.category.\(category.rawValue)"],
          chosen: chosen == category.rawValue)
      }, label: shown.words["documents.category"], problem: shown.problem("category"))
  }

  static func visibilities(_ side: DocumentSide, _ chosen: String, _ shown: ShownForm) -> ChoiceField {
    let all = side == .own ? ["shared"] : ["shared", "clinic"]
    return ChoiceField(
      "visibility", all.map { Choice($0, shown.words["documents.\($0)"], chosen: chosen == $0) },
      label: shown.words["documents.visibility"], problem: shown.problem("visibility"))
  }
}

extension Path {
  static let documents = "/documents"
  static func documents(of patient: ID<Patient>) -> String { "/patients/\(patient)/documents" }
  static func document(_ id: ID<DocumentReference>, _ side: DocumentSide) -> String {
    side == .own ? "\(documents)/\(id)" : "/patient-documents/\(id)"
  }
}
