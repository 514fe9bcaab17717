import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// The reasons why a time is not offered, in words.
struct HindranceWords {
  let formats: Formats
  let names: [UUID: String]

  func reasons(_ hindrances: [Hindrance]) -> [WhyNotReason] { hindrances.flatMap(reasons) }

  private func reasons(_ hindrance: Hindrance) -> [WhyNotReason] {
    switch hindrance {
    case .skipped: [reason("skipped")]
    case .past: [reason("past")]
    case .tooSoon(let minutes): [reason("too-soon", ["minutes": String(minutes)])]
    case .beyondHorizon(let day): [reason("beyond", ["day": formats.longDay(day)])]
    case .holiday(let holiday): [reason("holiday", ["name": holiday.name], record: formats.date(holiday.day))]
    case .otherHours(let hours):
      hours.map {
        reason(
          "other-hours", ["from": formats.time($0.opens), "until": formats.time($0.closes)], record: $0.id)
      }
    case .hoursForOthers(let hours):
      [
        reason(
          "for-others", ["from": formats.time(hours.opens), "until": formats.time(hours.closes)],
          record: hours.id)
      ]
    case .outsideHours(let hours):
      [
        hours.isEmpty
          ? reason("no-hours") : reason("outside", ["hours": formats.words.list(hours.map(span))])
      ]
    case .runsOver(let end): [reason("runs-over", ["end": formats.timeLabel(end)])]
    case .absence(let absence, let of): [reason(absence, of)]
    case .closed(let location, let hours):
      [
        reason(
          hours.isEmpty ? "closed-all-day" : "closed",
          [
            "place": name(location.uuid),
            "hours": formats.words.list(hours.map { "\(formats.time($0.opens))–\(formats.time($0.closes))" }),
          ],
          record: hours.map(\.id.description).joined(separator: ", "))
      ]
    case .offGrid(let near):
      [
        near.isEmpty
          ? reason("no-starts")
          : reason("off-grid", ["times": formats.words.list(near.map(formats.timeLabel))])
      ]
    case .occupied(let resource, let time, let record, let isHeld):
      [
        reason(
          isHeld ? "held" : "occupied", ["name": name(resource), "time": span(time)],
          record: record.uuidString.lowercased())
      ]
    case .noneOf(let pool, let members):
      [reason(members.isEmpty ? "no-such" : "none-of", ["kind": pool.kind])]
        + members.flatMap { member in
          reasons(member.hindrances).map {
            WhyNotReason(text: formats.words.pair(name(member.resource), $0.text), record: $0.record)
          }
        }
    case .groupFull: [reason("group-full")]
    case .dayFull(let most): [reason("day-full", ["most": String(most)])]
    }
  }

  private func reason(_ absence: Absence, _ of: UUID) -> WhyNotReason {
    let (first, last) = (absence.days.lowerBound, absence.days.upperBound)
    let isWhole = absence.starts == .midnight && absence.ends == .endOfDay
    return reason(
      isWhole ? "away" : "away-part",
      [
        "name": name(of), "first": formats.date(first), "last": formats.date(last),
        "from": formats.time(absence.starts), "until": formats.time(absence.ends),
      ], record: absence.id)
  }

  private func reason<Of>(_ key: String, _ values: [String: String] = [:], record: ID<Of>) -> WhyNotReason {
    reason(key, values, record: record.description)
  }

  private func reason(_ key: String, _ values: [String: String] = [:], record: String = "") -> WhyNotReason {
    WhyNotReason(text: formats.words["why.\(key)", values], record: record)
  }

  private func span(_ time: Range<Date>) -> String {
    "\(formats.timeLabel(time.lowerBound))–\(formats.timeLabel(time.upperBound))"
  }

  private func name(_ resource: UUID) -> String { names[resource] ?? "" }

  static let keys = [
    "skipped", "past", "too-soon", "beyond", "holiday", "other-hours", "for-others", "no-hours", "outside",
    "runs-over", "away", "away-part", "closed", "closed-all-day", "no-starts", "off-grid", "occupied", "held",
    "none-of", "no-such", "group-full", "day-full", "not-given",
  ].map { "why.\($0)" }
}
