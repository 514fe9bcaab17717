import CivilTime
import Clinic
import Pages

/// Days as they were last read and drawn. A desk looks at the same day all day long, and most looks change nothing.
///
/// That a day is still the same is the database's word, with each look: an edition that it does not confirm is not shown.
final class DeskDays: Sendable {
  struct Name: Hashable {
    /// Each tenant has hosts of its own.
    let host: String
    let day: Day
    let isByRoom: Bool
  }

  struct Kept: Sendable {
    let edition: String
    let visits: [DeskDay.Visit]
    let doctors: [DeskDay.Doctor]
    let names: NamesAtDesk
    let zone: String
    let drawing: Drawing
  }

  /// A full day takes about a megabyte.
  private let days = Recent<Name, Kept>(most: 32)

  subscript(name: Name) -> Kept? { days[name] }

  /// What the database said now, with the drawing of before where everything is the same.
  func keep(
    _ visits: DeskDay.Visits, _ doctors: [DeskDay.Doctor], _ names: NamesAtDesk, zone: String,
    after before: Kept?, as name: Name
  ) -> Kept {
    let same =
      visits.all == nil && before?.doctors == doctors && before?.names == names && before?.zone == zone
    let kept = Kept(
      edition: visits.edition, visits: visits.all ?? before?.visits ?? [], doctors: doctors, names: names,
      zone: zone, drawing: same ? before?.drawing ?? Drawing() : Drawing())
    days[name] = kept
    return kept
  }
}
