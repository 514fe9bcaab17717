internal import Pages

/// `GET /desk/visits/:id` and a refused act upon it: a visit at the front desk, and what can be done with it.
struct DeskVisitPage: Page {
  let patient: String
  let number: Int
  let birthDate: String
  let age: String
  let phone: String
  /// Where letters about it go; empty where nobody reads any.
  let letters: String
  /// `Tuesday 24 November 2026, 09:20 – 10:00`
  let when: String
  let doctor: String
  let service: String
  let place: String
  let isOnline: Bool
  let status: Badge
  let reason: String
  let sequence: Int
  let documentsHref: String
  /// Back to the day that the visit is on.
  let dayHref: String
  /// What was answered before the visit.
  var questions = "/desk/visits/1/questionnaire"
  /// Where it is moved; nil when it can't be.
  let moveHref: String?
  /// Where a series is made of it; nil when it can't be.
  var seriesHref: String?
  /// Where another time is proposed for a request; nil when none can be.
  var proposeHref: String?
  /// The time that was proposed, while the patient has not answered.
  var proposed: String?
  /// Consents and documents that are not there, with a button for each that was handed over.
  var papers: [VisitAct] = []
  /// What whoever receives them is to know, and where all is that is known of them.
  var needs: [Badge] = []
  var person = "/patients/1"
  /// What can be done to it now.
  let acts: [VisitAct]
  var notice: String?
  /// Its invoice, and where one is made of it; nil for none.
  var invoice: InvoiceListRow?
  var draftHref: String?
  /// The visit on paper.
  var summaryHref: String?

  static let template = "desk/visit"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "patient": .text(patient), "number": .number(number),
      "birthDate": .text(birthDate), "age": .text(age), "phone": .text(phone),
      "letters": .text(letters), "when": .text(when),
      "doctor": .text(doctor), "service": .text(service), "place": .text(place), "isOnline": .flag(isOnline),
      "status": .view(status), "reason": .text(reason), "sequence": .number(sequence),
      "dayHref": .text(dayHref), "documentsHref": .text(documentsHref), "questionsHref": .text(questions),
      "moveHref": .text(moveHref),
      "seriesHref": .text(seriesHref), "proposeHref": .text(proposeHref), "proposed": .text(proposed),
      "needs": .list(needs), "hasNeeds": .flag(!needs.isEmpty), "person": .text(person),
      "papers": .list(papers), "hasPapers": .flag(!papers.isEmpty), "acts": .list(acts),
      "invoice": .view(invoice), "draftHref": .text(draftHref), "summaryHref": .text(summaryHref),
    ]
  }

  static var samples: [DeskVisitPage] {
    [
      sample(
        Badge("Booked", .good), letters: "mohammed@mail.example", moveHref: "/desk/visits/1/move?service=1",
        acts: [VisitAct(action: "/desk/visits/1/cancellation", text: "Cancel it", isQuiet: true)]),
      sample(
        Badge("Cancelled", .warn), acts: [],
        notice: "This appointment has changed since you looked at it. Nothing was done: please look again."),
    ]
  }

  private static func sample(
    _ status: Badge, letters: String = "", moveHref: String? = nil, acts: [VisitAct], notice: String? = nil
  ) -> DeskVisitPage {
    DeskVisitPage(
      patient: "محمد العربي", number: 1043, birthDate: "1 January 1948", age: "78 years",
      phone: "+44 7700 900123", letters: letters,
      when: "Tuesday 24 November 2026, 09:20 – 10:00", doctor: "Dr Amira Haddad",
      service: "First consultation",
      place: "Room 2", isOnline: false, status: status, reason: "ضغط الدم مرتفع", sequence: 1,
      documentsHref: "/patients/1/documents", dayHref: "/desk?day=2026-11-24", moveHref: moveHref,
      seriesHref: moveHref.map { _ in "/appointments/1/series" },
      proposeHref: moveHref.map { _ in "/requests/1/proposal" },
      proposed: moveHref == nil ? "Monday 30 November 2026, 09:20" : nil,
      papers: moveHref == nil
        ? [] : [VisitAct(action: "/desk/visits/1/papers/1", text: "Consent to the operation", isQuiet: true)],
      needs: Badge.sampleNeeds, acts: acts, notice: notice,
      invoice: moveHref == nil ? InvoiceListRow.samples[1] : nil,
      draftHref: moveHref.map { _ in "/desk/visits/1/invoice" }, summaryHref: "/desk/visits/1/summary.pdf")
  }
}
