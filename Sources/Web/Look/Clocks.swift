import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// The clinic's clock, and that of whoever is signed in where they have chosen another.
struct Clocks {
  let clinic: Formats
  var own: Formats?

  /// The visitor's own reading of an instant, with its day where that is another; nil where both clocks show the same.
  func own(_ instant: Date) -> String? {
    guard let own, differs(at: instant) else { return nil }
    let (here, there) = (clinic.day(instant), own.day(instant))
    return here == there
      ? own.timeLabel(instant) : own.words.list([own.shortDay(there), own.timeLabel(instant)])
  }

  /// The visitor's own zone in words, where it shows another time at one of these instants.
  func ownZone(at instants: [Date]) -> String? {
    guard let own, instants.contains(where: differs) else { return nil }
    return own.zoneInWords(at: instants)
  }

  private func differs(at instant: Date) -> Bool {
    own.map { $0.zone.offset(at: instant).seconds != clinic.zone.offset(at: instant).seconds } ?? false
  }
}

extension Site {
  /// - Parameter own: of the account, if anybody is signed in.
  func clocks(_ visit: Visit, _ call: Call, _ own: OwnAccount?) throws -> Clocks {
    let isSignedIn = visit.account?.stage == .full
    let zone = isSignedIn ? own?.timeZone : nil
    return Clocks(
      clinic: try formats(visit, call), own: try zone.map { try formats(visit, call, in: $0) })
  }
}
