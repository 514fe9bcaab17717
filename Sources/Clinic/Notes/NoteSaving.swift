internal import FoundationEssentials
internal import Postgres

/// One section as somebody sends it.
public struct SectionEdit: Hashable, Sendable {
  /// Of the section.
  public let position: Int
  public let text: String
  /// The revision that they were shown.
  public let revision: Int
  /// Of the text that they were shown (`String.fingerprint`).
  public let shown: String

  public init(position: Int, text: String, revision: Int, shown: String) {
    self.position = position
    self.text = text
    self.revision = revision
    self.shown = shown
  }

  public enum Verdict: Hashable, Sendable {
    /// Nothing to write: it says the same, or only somebody else has changed it.
    case stays
    case saved
    /// Somebody else has changed it meanwhile, and so have they: they are shown both, and decide.
    case differs
  }

  /// What becomes of it, given what is stored.
  public func verdict(over stored: (revision: Int, text: String)) -> Verdict {
    if text == stored.text { return .stays }
    if revision == stored.revision { return .saved }
    return text.fingerprint == shown ? .stays : .differs
  }
}

/// What came of a saving.
public struct NoteSaving: Sendable {
  /// As it is stored now.
  public let note: Composition
  /// The sections that were not saved, since somebody else has changed them meanwhile.
  public let differing: Set<Int>
}

extension Clinic {
  /// Saves what was typed, section by section. Where somebody else has changed a section meanwhile, theirs is kept until whoever
  /// sends this has seen it.
  ///
  /// One line of the audit log tells of all that one doctor typed within ten minutes.
  ///
  /// - Throws: `Refusal.unknown` for what is not theirs to write; `.conflict(.noteState)` once it is signed; `.invalid` for what is
  ///   too long.
  public func save(_ id: ID<Composition>, _ edits: [SectionEdit], by visitor: Visitor) async throws
    -> NoteSaving
  {
    try await open(visitor) { records in
      let (now, tenant) = (records.now, records.visit.tenant.id)
      guard let found = try await records.ask(.noteLocked(id, at: now)) else { throw Refusal.unknown }
      guard found.status == .preliminary else { throw Refusal.conflict(.noteState) }
      var note = try opened(found, at: records.visit)
      var (statements, differing) = ([SQL](), Set<Int>())
      for edit in edits {
        guard let index = note.sections.firstIndex(where: { $0.position == edit.position }) else { continue }
        let section = note.sections[index]
        switch edit.verdict(over: (section.revision, section.text)) {
        case .stays: continue
        case .differs: differing.insert(edit.position)
        case .saved:
          let sealed = try seal(edit.text, section.id, tenant)
          note.sections[index] = section.saved(edit.text, sealed)
          statements.append(
            """
            UPDATE composition_section
               SET text = \(sealed), revision = \(Int32(section.revision + 1)), saved_by = \(NoteReach.me), saved_at = \(now)
             WHERE id = \(section.id)
            """)
        }
      }
      if !statements.isEmpty {
        let isNoted = try await records.ask(.isSavingNoted(id, since: now - 600))
        if isNoted {
          try await records.transaction.finish(statements)
        } else {
          try await records.finish(.noteSaved, of: id.uuid, statements)
        }
      }
      return NoteSaving(note: note, differing: differing)
    }
  }
}

extension NoteSection {
  fileprivate func saved(_ text: String, _ sealed: [UInt8]) -> NoteSection {
    var saved = NoteSection(
      id: id, position: position, code: code, title: title, prompt: prompt, revision: revision + 1,
      savedBy: savedBy, sealed: sealed)
    saved.text = text
    return saved
  }
}

extension Query<Bool> {
  fileprivate static func isSavingNoted(_ id: ID<Composition>, since: Date) -> Self {
    Query(
      """
      SELECT FROM audit_event e
       WHERE e.entity = \(id) AND e.act = \(Act.noteSaved.rawValue) AND e.account_id = (SELECT current_account()) AND e.at > \(since)
      """
    ) { !$0.isEmpty }
  }
}
