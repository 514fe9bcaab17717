import Clinic
import Pages

/// What a time of the week is chosen for at the front desk.
enum DeskTimesAim {
  /// Somebody at the counter, who is found or registered next.
  case booking
  case moving(DeskVisit)
  /// Another time than the one that was asked for.
  case proposing(DeskVisit)

  var visit: DeskVisit? {
    switch self {
    case .booking: nil
    case .moving(let visit), .proposing(let visit): visit
    }
  }

  /// Where the times are looked at.
  var address: String {
    switch self {
    case .booking: "/desk/times"
    case .moving(let visit): Path.deskVisit(visit.id, "move")
    case .proposing(let visit): Path.proposal(visit.id)
    }
  }

  /// Where the buttons of the times go.
  var action: String {
    if case .booking = self { "/desk/holds" } else { address }
  }

  func head(_ formats: Formats, back: String?) -> DeskVisitHead? {
    guard let visit else { return nil }
    var kind = "move"
    if case .proposing = self { kind = "proposal" }
    return DeskVisitHead(
      heading: formats.words["desk.\(kind)"], question: formats.words["desk.\(kind)-here"],
      hint: kind == "move" ? nil : formats.words["desk.proposal-hint"], patient: visit.patientName,
      when: formats.longInstant(visit.during.lowerBound), doctor: visit.practitionerName,
      href: back ?? Path.deskVisit(visit.id), sequence: visit.sequence)
  }

  /// What this file asks of the catalogue.
  static let keys = [
    "desk.move", "desk.move-here", "desk.proposal", "desk.proposal-here", "desk.proposal-hint",
  ]
}
