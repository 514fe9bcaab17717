internal import Pages

/// `GET /desk/bookings/new` and a refused `POST /desk/bookings`: time and patient, and the button.
struct DeskBookingPage: Page {
  let summary: BookingSummary
  let patient: FoundRow
  let patientID: String
  let offer: String
  /// Makes sending the form twice book once.
  let key: String
  let reason: Field
  var kept: KeptTime?
  /// The doctor has to say yes before it is booked.
  var asks = false
  /// To somebody else, with the same time.
  let patientsHref: String
  let timesHref: String
  var obstacle: BookingObstacle?
  /// The patient's own visit that is in the way, or is this very one.
  var own: Link?
  /// The nearest other times for the same patient, where this one can't be had.
  var times: [TimeLink] = []
  var notice: String?

  static let template = "desk/booking"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [reason.control])), "summary": .view(summary),
      "who": .view(patient), "patient": .text(patient.name), "patientID": .text(patientID),
      "offer": .text(offer), "key": .text(key),
      "reason": .view(reason), "kept": .view(obstacle == nil ? kept : nil), "asks": .flag(asks),
      "patientsHref": .text(patientsHref), "timesHref": .text(timesHref), "obstacle": .view(obstacle),
      "own": .view(own),
      "others": .list(times), "hasOthers": .flag(!times.isEmpty),
    ]
  }

  static var samples: [DeskBookingPage] {
    [
      sample(kept: KeptTime.samples[0]), sample(asks: true),
      sample(
        reason: Field(
          "reason", "My knee hurts.", label: "Reason for your visit", problem: "Use 500 characters or fewer")),
      sample(obstacle: BookingObstacle.samples[0], times: TimeLink.samples),
      sample(obstacle: BookingObstacle.samples[0], own: Link.samples[0], times: TimeLink.samples),
      sample(obstacle: BookingObstacle.samples[2], own: Link.samples[0]),
    ]
  }

  private static func sample(
    reason: Field = Field("reason"), kept: KeptTime? = nil, asks: Bool = false,
    obstacle: BookingObstacle? = nil, own: Link? = nil,
    times: [TimeLink] = []
  ) -> DeskBookingPage {
    DeskBookingPage(
      summary: BookingSummary.samples[0], patient: FoundRow.samples[0], patientID: "1", offer: "offer",
      key: "key", reason: reason, kept: kept, asks: asks, patientsHref: "/desk/patients?offer=offer",
      timesHref: "/desk/times?service=1", obstacle: obstacle, own: own, times: times)
  }
}
