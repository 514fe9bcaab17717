public import FoundationEssentials

/// What a visit occupies, and from which minute to which.
public struct RequirementRow: EntryRow {
  public var stored: UUID?
  var needs = Needs.practitioner
  /// Of rooms, devices and whoever helps.
  var kind = ""
  var from = 0
  /// Nil for the visit's end.
  var until: Int?

  enum Needs: String, CaseIterable, Sendable {
    case practitioner, room, staff, location, device

    var isOfKind: Bool { self != .practitioner && self != .room }
  }

  public static let blank = RequirementRow()
  public static let fields: [EntryField<RequirementRow>] = [
    EntryField("needs", \.needs, .oneOf(words: "needs")),
    EntryField("kind", \.kind, .title(atMost: 50, required: false, suggesting: .kind)),
    EntryField("from", \.from, .number(in: 0...479).orZero),
    EntryField("until", \.until, .optional(.number(in: 1...480))),
  ]
  public var order: String { String(1000 + from) + needs.rawValue + kind }

  public var faults: [(part: String, fault: TextFault)] {
    var faults: [(String, TextFault)] = []
    if needs.isOfKind, kind.isEmpty { faults.append(("kind", TextFault("problem.required"))) }
    if !needs.isOfKind, !kind.isEmpty { faults.append(("kind", TextFault("problem.no-kind"))) }
    if let until, until <= from { faults.append(("until", TextFault("problem.minutes-order"))) }
    return faults
  }
}

/// What has to be on paper before a visit.
public struct PaperRow: EntryRow {
  public var stored: UUID?
  var kind = Kind.document
  var name = ""

  enum Kind: String, CaseIterable, Sendable {
    case consent, document
  }

  public static let blank = PaperRow()
  public static let fields: [EntryField<PaperRow>] = [
    EntryField("kind", \.kind, .oneOf(words: "paper")),
    EntryField("name", \.name, .title()),
  ]
  public var order: String { kind.rawValue + name }
}
