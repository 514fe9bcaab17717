internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// The audit log: who did what to whom, when, from where and why. What was looked at, what was refused and what the server
  /// did by itself are in it.
  public static let audit = Listing(
    "audit", of: "audit_event e", id: "e.id",
    joins: """
      LEFT JOIN account actor ON actor.id = e.account_id
      LEFT JOIN account subject ON subject.id = e.entity
      CROSS JOIN LATERAL (SELECT \(AboutPatient.patient) AS patient OFFSET 0) AS about
      LEFT JOIN patient pt ON pt.id = about.patient
      """,
    columns: [
      Column("at", .instant, "e.at", sorting: "e.at"),
      Column("act", .code(Act.everyCode), "e.act"),
      Column("actor", .text, "actor.display_name"),
      Column("role", .code(Role.codes), "actor.role", isShown: false),
      Column("patient", .text, "concat_ws(' ', pt.given_name, pt.family_name)"),
      Column("number", .number, "pt.number", isShown: false),
      Column("subject", .text, "subject.display_name"),
      Column("why", .code(Purpose.codes), "e.purpose"),
      Column(
        "detail", .text,
        "concat_ws(', ', nullif(e.detail, ''), nullif(array_to_string(e.changed, ', '), ''))"),
      Column("network", .text, "e.address"),
      Column("browser", .text, "e.agent", isShown: false),
      Column("request", .text, "e.request_id", isShown: false),
    ],
    filters: [
      Filter(code: "kind", EventKind.codes) { code, _ in EventKind(rawValue: code)?.condition ?? "false" },
      Filter(
        record: "person",
        """
        SELECT id, display_name FROM account WHERE role = ANY (\(Role.allCases.filter(\.isStaff).map(\.rawValue)))
         ORDER BY display_name, id
        """, in: "e.account_id"),
      // Too many to choose among: links and the search lead here.
      Filter(record: "patient", "SELECT NULL::uuid, '' WHERE false") {
        .among(AboutPatient.things(of: "SELECT \($0)::uuid"), "e.entity")
      },
      Filter(record: "account", "SELECT NULL::uuid, '' WHERE false", in: "e.entity"),
      Filter(code: "act", Act.everyCode) { code, _ in "e.act = \(code)" },
      Filter(code: "when", Period.codesBehind) { code, moment in
        Period(rawValue: code)?.condition(on: "e.at", at: moment) ?? "false"
      },
      Filter(day: "from") { day, moment in "e.at >= \(moment.zone.interval(of: day).lowerBound)" },
      Filter(day: "until") { day, moment in "e.at < \(moment.zone.interval(of: day).upperBound)" },
    ],
    order: Order("at", isDescending: true),
    search: { words in
      let search = PatientSearch(words)
      return search.isEmpty ? nil : .among(AboutPatient.things(of: search.ids()), "e.entity")
    })
}

/// Kinds of events that are told apart at a glance.
public enum EventKind: String, Sendable, CaseIterable {
  /// What somebody changed, or tried to.
  case changes
  /// A record that was looked at.
  case looks
  /// What somebody was not let do.
  case refused
  /// A record that was opened in an emergency, and each look at it.
  case emergency
  /// What the server did by itself.
  case background

  public static let codes = Codes("event-kind", allCases.map(\.rawValue))

  /// On event `e`, in the words of the indexes.
  var condition: SQL {
    switch self {
    case .changes: "e.act <> 'read'"
    case .looks: "e.act = 'read'"
    case .refused: "e.act = 'refused'"
    case .emergency: "e.purpose = 'emergency'"
    case .background: "e.purpose = 'operation'"
    }
  }
}

extension Act {
  public static let everyCode = Codes("act", allCases.map(\.rawValue))
}

extension Purpose {
  public static let codes = Codes("purpose", allCases.map(\.rawValue))
}
