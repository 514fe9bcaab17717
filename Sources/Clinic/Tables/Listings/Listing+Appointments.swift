internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Everybody's visits.
  public static let appointments = Listing(
    "appointments", of: "appointment a", id: "a.id",
    joins: """
      JOIN patient pt ON pt.id = a.patient_id
      JOIN practitioner p ON p.id = a.practitioner_id
      JOIN healthcare_service s ON s.id = a.service_id
      JOIN location l ON l.id = a.location_id
      LEFT JOIN account booker ON booker.id = a.booked_by
      """,
    columns: [
      Column("start", .instant, "a.starts_at", sorting: "a.starts_at"),
      Column("patient", .text, "concat_ws(' ', pt.given_name, pt.family_name)"),
      Column("number", .number, "pt.number", isShown: false),
      Column("birth", .day, "pt.birth_date", isShown: false),
      Column("phone", .text, "pt.phone", isShown: false),
      Column("doctor", .text, "concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name)"),
      Column("service", .text, "s.name"),
      Column(
        "place", .text, "concat_ws(', ', (SELECT h.name FROM location h WHERE h.id = l.part_of), l.name)"),
      Column("minutes", .number, "extract(epoch FROM a.ends_at - a.starts_at)::int / 60", isShown: false),
      Column("online", .code(.yesOrNo), "CASE WHEN a.online THEN 'yes' ELSE 'no' END", isShown: false),
      Column("price", .money, "a.price_minor, a.currency", isShown: false),
      Column("state", .code(Appointment.Status.codes), "a.status"),
      Column("booked", .instant, "a.booked_at", sorting: "a.booked_at", isShown: false),
      Column("booker", .text, "booker.display_name", isShown: false),
    ],
    filters: [
      Filter(code: "state", Appointment.Status.codes) { code, _ in "a.status = \(code)" },
      Filter(code: "when", Period.codes) { code, moment in
        Period(rawValue: code)?.condition(on: "a.starts_at", at: moment) ?? "false"
      },
      Filter(day: "from") { day, moment in "a.starts_at >= \(moment.zone.interval(of: day).lowerBound)" },
      Filter(day: "until") { day, moment in "a.starts_at < \(moment.zone.interval(of: day).upperBound)" },
      Filter(
        record: "doctor",
        """
        SELECT id, concat_ws(' ', nullif(prefix, ''), given_name, family_name) FROM practitioner WHERE kind = ''
         ORDER BY family_name, given_name, id
        """, in: "a.practitioner_id"),
      Filter(
        record: "service", "SELECT id, name FROM healthcare_service ORDER BY name, id", in: "a.service_id"),
      Filter(
        record: "place",
        """
        SELECT l.id, concat_ws(', ', house.name, l.name) FROM location l LEFT JOIN location house ON house.id = l.part_of
         ORDER BY coalesce(house.name, l.name), house.id IS NOT NULL, l.name, l.id
        """
      ) { .among("SELECT id FROM location WHERE id = \($0) OR part_of = \($0)", "a.location_id") },
      Filter(code: "waits", .yesOrNo) { code, _ in
        code == "yes" ? Visiting.isWaiting : "NOT (\(Visiting.isWaiting))"
      },
      Filter(code: "online", .yesOrNo) { code, _ in code == "yes" ? "a.online" : "NOT a.online" },
      // Where the numbers of reports lead.
      Filter(code: "counted", Counted.codes) { code, _ in Counted(rawValue: code)?.condition ?? "false" },
    ],
    order: Order("start", isDescending: true), patient: "a.patient_id",
    search: { words in
      let search = PatientSearch(words)
      return search.isEmpty ? nil : .among(search.ids(), "a.patient_id")
    })
}

extension Appointment.Status {
  public static let codes = Codes("status", allCases.map(\.rawValue))
}
