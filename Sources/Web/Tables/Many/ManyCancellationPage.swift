internal import Pages

/// `GET /admin/appointments/cancellation` and a refused `POST`: visits that are to be cancelled, and why.
struct ManyCancellationPage: Page {
  let visits: [ManyVisitRow]
  let reason: Field
  /// Chosen where all or nothing should be done.
  let isWhole: Bool
  let back: String
  let view: String
  var notice: String?

  static let template = "tables/cancellation"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [reason.control])),
      "visits": .list(visits), "possible": .number(visits.count(where: \.canBe)),
      "impossible": .number(visits.count { !$0.canBe }), "canBe": .flag(visits.contains(where: \.canBe)),
      "isSome": .flag(visits.contains { !$0.canBe }), "reason": .view(reason), "isWhole": .flag(isWhole),
      "back": .text(back), "view": .text(view), "isEmpty": .flag(visits.isEmpty),
    ]
  }

  static let samples = [
    ManyCancellationPage(
      visits: ManyVisitRow.samples, reason: Field("reason", label: "Reason", problem: "Please fill this in"),
      isWhole: true, back: "/admin/appointments?when=today", view: "when=today"),
    ManyCancellationPage(
      visits: [ManyVisitRow.samples[0]], reason: Field("reason", "Dr Haddad is ill.", label: "Reason"),
      isWhole: false,
      back: "/admin/appointments", view: "", notice: "It was changed meanwhile."),
    ManyCancellationPage(
      visits: [], reason: Field("reason", label: "Reason"), isWhole: true, back: "/admin/appointments",
      view: ""),
  ]
}

/// One visit out of a list, and what would become of it.
struct ManyVisitRow: View {
  let id: String
  /// As it was seen: `id.sequence`.
  let seen: String
  let patient: String
  let when: String
  let doctor: String
  let service: String
  let canBe: Bool
  /// When it would be; nil where it only ends.
  var then: String?
  /// Why it can't be done; empty when it can.
  var reasons: [Line] = []
  /// What else is to be known: that nobody reads letters, say.
  var hint: String?

  var fields: Fields {
    [
      "id": .text(id), "seen": .text(seen), "patient": .text(patient), "when": .text(when),
      "doctor": .text(doctor),
      "service": .text(service), "canBe": .flag(canBe), "then": .text(then), "reasons": .list(reasons),
      "hint": .text(hint),
    ]
  }

  static let samples = [
    ManyVisitRow(
      id: "1", seen: "1.0", patient: "Nguyễn Thị Minh Khai", when: "Tue 24 Nov 2026, 09:20",
      doctor: "Dr Amira Haddad",
      service: "First consultation", canBe: true, then: "Tue 1 Dec 2026, 09:20",
      hint: "Nobody reads letters about it: call them."),
    ManyVisitRow(
      id: "2", seen: "2.3", patient: "محمد العربي", when: "Tue 24 Nov 2026, 09:40", doctor: "Dr Amira Haddad",
      service: "Check-up", canBe: false, reasons: [Line("Dr Amira Haddad is away")]),
  ]
}
