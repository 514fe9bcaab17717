/// The rules of one service.
struct DemoTerms: Hashable, Sendable {
  var firstVisit: Int?
  var before = 0
  var after = 0
  var grid: Int?
  var packed = false
  /// In minutes.
  var notice = 0
  var horizon = 56
  var inWorkingDays = false
  var mostPerDay: Int?
  var capacity = 1
  var online = false
  var needsApproval = false
  /// In minutes before the start.
  var cancellation = 1440
  var preparation = ""
  var needs: [Need] = []
  /// What has to be signed before, and what has to be brought.
  var consents: [String] = []
  var documents: [String] = []

  struct Need: Hashable, Sendable {
    /// As the table has it: `practitioner`, `room`, `staff`, `location` or `device`.
    let what: String
    var kind = ""
    var from = 0
    var until: Int?
  }

  /// Whether a visit takes its practitioner and the room for as long as it lasts, and nothing else limits how many
  /// there are: what the demo's diary is filled with.
  var isPlain: Bool { before == 0 && after == 0 && mostPerDay == nil && capacity == 1 && needs.isEmpty }
}
