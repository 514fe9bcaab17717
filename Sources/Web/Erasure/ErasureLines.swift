import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// One kind of data: what happens to it, and why.
struct ErasureLineRow: View {
  let topic: String
  let fate: String
  let rows: Int
  /// Empty for what is erased.
  let why: String

  var fields: Fields {
    ["topic": .text(topic), "fate": .text(fate), "rows": .number(rows), "why": .text(why)]
  }

  static let samples = [
    ErasureLineRow(topic: "Name, address and contacts", fate: "is erased", rows: 4, why: ""),
    ErasureLineRow(
      topic: "Medical record", fate: "is kept", rows: 112,
      why: "The law asks for it after treatment, until 24 November 2036."),
  ]
}

/// What happens to a person's data, in words.
struct ErasureWords {
  let formats: Formats
  let recordUntil: Day?
  let invoicesUntil: Day?

  init(_ plan: ErasurePlan, _ formats: Formats) {
    (self.formats, recordUntil, invoicesUntil) = (formats, plan.recordUntil, plan.invoicesUntil)
  }

  init(_ request: ErasureRequest, _ formats: Formats) {
    (self.formats, recordUntil, invoicesUntil) = (formats, request.recordUntil, request.invoicesUntil)
  }

  func rows(_ lines: [ErasureLine]) -> [ErasureLineRow] {
    ErasureLine.summed(lines).map { line in
      ErasureLineRow(
        topic: formats.words["erasure.topic.\(line.topic)"],
        fate: formats.words["erasure.fate.\(line.fate.rawValue)"],
        rows: line.rows, why: line.fate == .erased ? "" : why(line.hold))
    }
  }

  private func why(_ hold: ErasureLine.Hold) -> String {
    let until: Day? =
      switch hold {
      case .nothing, .always: nil
      case .record: recordUntil
      case .invoices: invoicesUntil
      case .either: [recordUntil, invoicesUntil].compactMap(\.self).max()
      }
    guard let until else { return formats.words["erasure.why.always"] }
    return formats.words["erasure.why.\(hold.rawValue)", ["date": formats.date(until)]]
  }

  static let keys =
    ErasureLine.topics.map { "erasure.topic.\($0)" }
    + ErasureLine.Fate.allCases.map { "erasure.fate.\($0.rawValue)" }
    + ["record", "invoices", "either", "always"].map { "erasure.why.\($0)" }
    + ErasureRequest.State.allCases.map { "erasure.state.\($0.rawValue)" }
    + ErasureRequest.Basis.allCases.map { "erasure.basis.\($0.rawValue)" }
}
