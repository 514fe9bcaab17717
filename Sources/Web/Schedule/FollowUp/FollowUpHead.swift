import CivilTime
import Clinic
import Pages

/// Above a week of times: for whom one of them is to be booked, and which service.
struct FollowUpHead: View {
  let patient: String
  /// Where the visit that is followed stands.
  let dayHref: String
  let services: [VisitLink]

  var fields: Fields {
    ["patient": .text(patient), "dayHref": .text(dayHref), "services": .list(services)]
  }

  static let samples = [
    FollowUpHead(
      patient: "김서연", dayHref: "/schedule?day=2026-11-24",
      services: [
        VisitLink(
          text: "Electrocardiogram (ECG)", href: "/appointments/2/follow-up?service=2", isChosen: true),
        VisitLink(text: "First consultation", href: "/appointments/2/follow-up?service=1", isChosen: false),
      ])
  ]
}

extension FollowUpHead {
  init(
    _ visiting: Visiting, _ services: [HealthcareService], chosen: ID<HealthcareService>, from day: Day?,
    _ formats: Formats
  ) {
    self.init(
      patient: visiting.patientName, dayHref: Path.schedule(formats.day(visiting.during.lowerBound)),
      services: services.map {
        VisitLink(
          text: $0.name, href: Path.followUp(visiting.id, $0.id, from: day), isChosen: $0.id == chosen)
      })
  }
}
