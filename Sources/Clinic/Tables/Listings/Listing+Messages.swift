internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Everything that was written to anybody, and what became of it. What a letter is about is found first: under row-level
  /// security no index is asked for what a function says that is not leakproof, as that of `->>` is.
  public static let messages = Listing(
    "messages", of: "outbox_message m", id: "m.id",
    joins: """
      CROSS JOIN LATERAL (SELECT \(WrittenLetter.appointment) AS appointment OFFSET 0) AS about
      LEFT JOIN appointment a ON a.id = about.appointment
      LEFT JOIN patient pt ON pt.id = a.patient_id
      """,
    columns: [
      Column("written", .instant, "m.created_at", sorting: "m.created_at"),
      Column("letter", .code(LetterKind.codes), "m.kind"),
      Column("recipient", .text, "m.recipient"),
      Column("patient", .text, "concat_ws(' ', pt.given_name, pt.family_name)"),
      Column("phone", .text, "pt.phone", isShown: false),
      Column("delivery", .code(OutboxMessage.codes), "m.state"),
      Column("sent", .instant, "m.sent_at", isShown: false),
      Column("attempts", .number, "m.attempts", isShown: false),
      Column("failure", .text, "m.failure"),
    ],
    filters: [
      Filter(code: "delivery", OutboxMessage.codes) { code, _ in "m.state = \(code)" },
      Filter(code: "letter", LetterKind.codes) { code, _ in "m.kind = \(code)" },
      Filter(code: "when", Period.codesBehind) { code, moment in
        Period(rawValue: code)?.condition(on: "m.created_at", at: moment) ?? "false"
      },
      Filter(day: "from") { day, moment in "m.created_at >= \(moment.zone.interval(of: day).lowerBound)" },
      Filter(day: "until") { day, moment in "m.created_at < \(moment.zone.interval(of: day).upperBound)" },
    ],
    order: Order("written", isDescending: true), patient: WrittenLetter.patientID,
    search: { words in
      let patients = PatientSearch(words)
      let known: SQL =
        patients.isEmpty
        ? ""
        : """
        UNION SELECT coalesce(own.email, pt.email) FROM patient pt LEFT JOIN account own ON own.id = pt.account_id
               WHERE pt.id = ANY (ARRAY(\(patients.ids(atMost: 50))))
        """
      return .among("SELECT \(words.lowercased())::text \(known)", "m.recipient")
    })
}

extension LetterKind {
  public static let codes = Codes("letter", allCases.map(\.rawValue))
}

extension OutboxMessage {
  public static let codes = Codes("delivery", ["queued", "sent", "failed", "settled", "dropped", "withheld"])
}
