internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Sign-ins that were refused: a wrong password, a wrong code, a passkey that is nobody's.
  public static let refusedSignIns = Listing(
    "sign-ins", of: "audit_event e", id: "e.id", joins: "LEFT JOIN account a ON a.id = e.entity",
    scope: { _ in Act.isRefusedSignIn },
    columns: [
      Column("at", .instant, "e.at", sorting: "e.at"),
      Column("act", .code(Act.codes), "e.act"),
      Column("name", .text, "a.display_name"),
      Column("network", .text, "e.address"),
      Column("browser", .text, "e.agent", isShown: false),
    ],
    filters: [
      Filter(code: "act", Act.codes) { code, _ in "e.act = \(code)" },
      Filter(code: "when", Period.codesBehind) { code, moment in
        Period(rawValue: code)?.condition(on: "e.at", at: moment) ?? "false"
      },
      Filter(day: "from") { day, moment in "e.at >= \(moment.zone.interval(of: day).lowerBound)" },
      Filter(day: "until") { day, moment in "e.at < \(moment.zone.interval(of: day).upperBound)" },
    ],
    order: Order("at", isDescending: true))
}

extension Act {
  static let codes = Codes("act", refusedSignIns.map(\.rawValue))
}
