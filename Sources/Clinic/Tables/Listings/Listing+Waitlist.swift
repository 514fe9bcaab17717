internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Who waits for a time, and what became of it.
  public static let waitlist = Listing(
    "waitlist", of: "waitlist_entry e", id: "e.id",
    joins: """
      JOIN patient pt ON pt.id = e.patient_id
      LEFT JOIN specialty sp ON sp.id = e.specialty_id
      LEFT JOIN healthcare_service s ON s.id = e.service_id
      LEFT JOIN practitioner p ON p.id = e.practitioner_id
      LEFT JOIN waitlist_offer o ON o.entry_id = e.id AND o.state = 'open'
      """,
    columns: [
      Column("since", .instant, "e.created_at", sorting: "e.created_at"),
      Column("patient", .text, "concat_ws(' ', pt.given_name, pt.family_name)"),
      Column("phone", .text, "pt.phone", isShown: false),
      Column("specialty", .text, "sp.name"),
      Column("service", .text, "s.name"),
      Column(
        "doctor", .text,
        "CASE WHEN p.id IS NOT NULL THEN concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name) END"
      ),
      // Two thousand and one began with a Monday.
      Column(
        "weekdays", .text,
        """
        (SELECT string_agg(to_char(date '2001-01-01' + (w - 1), 'Dy'), ', ' ORDER BY w) FROM unnest(e.weekdays) AS w)
        """),
      Column("hours", .text, "to_char(e.from_time, 'HH24:MI') || '–' || to_char(e.until_time, 'HH24:MI')"),
      Column("last-day", .day, "e.until_day"),
      Column("wish", .code(WaitlistEntry.codes), "e.state"),
      Column("offered", .instant, "lower(o.during)"),
      Column("answer", .instant, "o.answer_until", isShown: false),
    ],
    filters: [
      Filter(code: "wish", WaitlistEntry.codes) { code, moment in
        // A wish is over with its last day, also where nothing has said so yet.
        code == WaitlistEntry.State.waiting.rawValue
          ? "e.state = 'waiting' AND e.until_day >= \(moment.today.sql)" : "e.state = \(code)"
      },
      Filter(record: "specialty", "SELECT id, name FROM specialty ORDER BY name, id", in: "e.specialty_id"),
      Filter(
        record: "service", "SELECT id, name FROM healthcare_service ORDER BY name, id", in: "e.service_id"),
      Filter(
        record: "doctor",
        """
        SELECT id, concat_ws(' ', nullif(prefix, ''), given_name, family_name) FROM practitioner WHERE kind = ''
         ORDER BY family_name, given_name, id
        """, in: "e.practitioner_id"),
    ],
    order: Order("since", isDescending: true), patient: "e.patient_id",
    search: { words in
      let search = PatientSearch(words)
      return search.isEmpty ? nil : .among(search.ids(), "e.patient_id")
    })
}

extension WaitlistEntry {
  public static let codes = Codes("wish", State.allCases.map(\.rawValue))
}
