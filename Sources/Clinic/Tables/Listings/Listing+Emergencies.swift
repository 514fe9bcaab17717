internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Records that were opened in an emergency, and what became of each.
  public static let emergencies = Listing(
    "emergencies", of: "emergency_access x", id: "x.id",
    joins: """
      JOIN account actor ON actor.id = x.account_id
      JOIN patient pt ON pt.id = x.patient_id
      LEFT JOIN account reviewer ON reviewer.id = x.reviewed_by
      """,
    columns: [
      Column("opened", .instant, "x.opened_at", sorting: "x.opened_at"),
      Column("actor", .text, "actor.display_name"),
      Column("patient", .text, "concat_ws(' ', pt.given_name, pt.family_name)"),
      Column("reason", .text, "x.reason"),
      Column("closed", .instant, "x.ends_at", isShown: false),
      Column("review", .code(EmergencyAccess.codes), "coalesce(x.verdict, 'due')"),
      Column("reviewer", .text, "reviewer.display_name"),
      Column("reviewed", .instant, "x.reviewed_at", isShown: false),
      Column("note", .text, "x.note", isShown: false),
    ],
    filters: [
      Filter(code: "review", EmergencyAccess.codes) { code, _ in
        code == "due" ? "x.reviewed_at IS NULL" : "x.verdict = \(code)"
      },
      Filter(
        record: "person",
        """
        SELECT id, display_name FROM account WHERE role = ANY (\(Permission.openRecords.roles.map(\.rawValue)))
         ORDER BY display_name, id
        """, in: "x.account_id"),
      Filter(day: "from") { day, moment in "x.opened_at >= \(moment.zone.interval(of: day).lowerBound)" },
      Filter(day: "until") { day, moment in "x.opened_at < \(moment.zone.interval(of: day).upperBound)" },
    ],
    order: Order("opened", isDescending: true), patient: "x.patient_id",
    search: { words in
      let search = PatientSearch(words)
      return search.isEmpty ? nil : .among(search.ids(), "x.patient_id")
    })
}

extension EmergencyAccess {
  /// What became of it.
  public static let codes = Codes("review", ["due"] + Verdict.allCases.map(\.rawValue))
}
