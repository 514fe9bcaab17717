internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Everybody the clinic has a record of.
  public static let patients = Listing(
    "patients", of: "patient pt", id: "pt.id",
    joins: "LEFT JOIN account own ON own.id = pt.account_id AND own.closed_at IS NULL",
    columns: [
      Column("family", .text, "pt.family_name", sorting: "pt.family_name"),
      Column("given", .text, "pt.given_name"),
      Column("number", .number, "pt.number", sorting: "pt.number"),
      Column("birth", .day, "pt.birth_date", sorting: "pt.birth_date"),
      Column("phone", .text, "pt.phone"),
      Column("email", .text, "coalesce(own.email, pt.email)", isShown: false),
      Column("account", .code(.yesOrNo), "CASE WHEN own.id IS NULL THEN 'no' ELSE 'yes' END"),
      Column(
        "next", .instant,
        """
        (SELECT min(a.starts_at) FROM appointment a
          WHERE a.patient_id = pt.id AND a.starts_at >= now() AND a.status IN ('booked', 'pending'))
        """),
      Column(
        "last", .instant,
        "(SELECT max(a.starts_at) FROM appointment a WHERE a.patient_id = pt.id AND a.status IN ('arrived', 'fulfilled'))",
        isShown: false),
      Column(
        "record", .code(Patient.codes), "CASE WHEN pt.retired_at IS NULL THEN 'active' ELSE 'retired' END"),
      Column("created", .instant, "pt.created_at", sorting: "pt.created_at", isShown: false),
    ],
    filters: [
      Filter(code: "record", Patient.codes) { code, _ in
        code == "active" ? "pt.retired_at IS NULL" : "pt.retired_at IS NOT NULL"
      },
      Filter(code: "account", .yesOrNo) { code, _ in
        code == "yes" ? "pt.account_id IS NOT NULL" : "pt.account_id IS NULL"
      },
      Filter(code: "age", AgeGroup.codes) { code, moment in
        AgeGroup(rawValue: code)?.condition(on: "pt.birth_date", today: moment.today) ?? "false"
      },
    ],
    order: Order("family"), patient: "pt.id",
    search: { words in
      let search = PatientSearch(words)
      return search.isEmpty ? nil : .among(search.ids(), "pt.id")
    })
}

extension Patient {
  /// Whether a record is used.
  public static let codes = Codes("record", ["active", "retired"])
}

/// Ages that clinics tell apart.
public enum AgeGroup: String, Sendable, CaseIterable {
  /// Not of age: up to the eighteenth birthday.
  case child
  case adult
  /// From the sixty-fifth on.
  case senior

  public static let codes = Codes("age", allCases.map(\.rawValue))

  func condition(on birth: SQL, today: Day) -> SQL {
    let (ofAge, old) = (today.yearsBefore(18).sql, today.yearsBefore(65).sql)
    return switch self {
    case .child: "\(birth) > \(ofAge)"
    case .adult: "\(birth) <= \(ofAge) AND \(birth) > \(old)"
    case .senior: "\(birth) <= \(old)"
    }
  }
}

extension Day {
  /// Who was born on a leap day has their birthday on 1 March in other years, as `years(until:)` counts.
  fileprivate func yearsBefore(_ years: Int) -> Day {
    Day(year: year - years, month: month, day: day) ?? Day(year: year - years, month: 2, day: 28) ?? self
  }
}
