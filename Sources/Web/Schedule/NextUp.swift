import Pages

/// Who is with the practitioner, or comes next: what stands out on their day.
struct NextUp: View {
  let row: ScheduleRow
  /// Their visit goes on.
  let isCurrent: Bool
  /// `Waiting since 09:31`.
  let since: String

  var fields: Fields {
    [
      "id": .text(isCurrent ? "current" : "next-patient"), "row": .view(row), "isCurrent": .flag(isCurrent),
      "since": .text(since),
    ]
  }

  static let samples = [
    NextUp(row: ScheduleRow.samples[1], isCurrent: true, since: "Since 09:44"),
    NextUp(row: ScheduleRow.samples[2], isCurrent: false, since: "Expected at 10:20"),
  ]
}
