import CivilTime
import Clinic
import FoundationEssentials
import Pages
import Shell

/// A part of the day that its practitioner takes for themselves: from when, and for how long.
struct BlockForm: View {
  let from: Field
  let lengths: ChoiceField
  let note: Field
  var isOpen = false
  /// The visits that lie in it: `10:20 Paul Moreau, First consultation`.
  var within: [String] = []

  /// Minutes; `rest` is to the end of the day.
  static let lengths = ["15", "30", "60", "120", "rest"]

  var controls: [Control] { [from.control, lengths.control, note.control] }

  var fields: Fields {
    [
      "from": .view(from), "lengths": .view(lengths), "note": .view(note), "isOpen": .flag(isOpen),
      "within": .list(within.map(Line.init)), "hasWithin": .flag(!within.isEmpty),
    ]
  }

  static let samples = [
    BlockForm(from: Field("from", "10:45"), lengths: sampleLengths, note: Field("note")),
    BlockForm(
      from: Field("from", "10:00"), lengths: sampleLengths, note: Field("note", "Letters"), isOpen: true,
      within: ["10:20 محمد العربي, First consultation"]),
  ]

  private static let sampleLengths = ChoiceField(
    "minutes",
    [
      Choice("15", "15 minutes"), Choice("30", "30 minutes", chosen: true), Choice("60", "60 minutes"),
      Choice("120", "120 minutes"), Choice("rest", "The rest of the day"),
    ])
}

extension BlockForm {
  /// - Parameters:
  ///   - form: as it was sent; nil for a new one.
  ///   - visits: of the day.
  init(
    _ form: Form?, _ refusal: Refusal?, day: Day, _ visits: [Visiting], _ formats: Formats, at now: Date
  ) {
    let typed = ShownForm(form ?? Self.new(on: day, formats, at: now), refusal?.problems ?? [], formats.words)
    let block = form.flatMap { try? Block($0, today: formats.day(now)) }
    let spans = refusal == .conflict(.visitsWithin) ? block?.spans(in: formats.zone) ?? [] : []
    self.init(
      from: typed.field("from"),
      lengths: typed.choices(
        "minutes",
        Self.lengths.map { length in
          (length, Int(length).map { formats.minutes($0) } ?? formats.words["block.rest"])
        }),
      note: typed.field("note"), isOpen: form != nil,
      within: visits.filter { $0.lies(in: spans) }.map {
        "\(formats.timeLabel($0.during.lowerBound)) \($0.patientName), \($0.service)"
      })
  }

  /// From the next quarter of an hour on; of another day, from noon.
  private static func new(on day: Day, _ formats: Formats, at now: Date) -> Form {
    let local = formats.zone.local(now)
    let quarter = (local.time.minutesSinceMidnight / 15 + 1) * 15
    let from = local.day == day ? TimeOfDay(minutesSinceMidnight: quarter) : TimeOfDay(hour: 12, minute: 0)
    let text = from.map { $0 < .endOfDay ? $0.description : "" } ?? ""
    return Form(filledWith: [("from", text), ("minutes", "30")])
  }

  /// What this file asks of the catalogue.
  static let keys = [
    "block.rest", "block.all-day", "problem.visits-within", "problem.blocks-enough", "problem.whole-day",
    "problem.block-far",
  ]
}

extension Block {
  /// - Throws: `Refusal.invalid`.
  init(_ form: Form, today: Day) throws(Refusal) {
    var fields = FieldReader(form)
    let (day, from) = (Day(iso: form["day"]), TimeOfDay(iso: form["from"]))
    if from == nil || from == .endOfDay { fields.refuse("from", "problem.time") }
    if !BlockForm.lengths.contains(form["minutes"]) { fields.refuse("minutes", "problem.choose") }
    let note = fields.text("note", atMost: Block.longestNote, required: false)
    if let day, !(0...Block.mostDaysAhead).contains(today.days(until: day)) {
      fields.refuse("", day < today ? "problem.date-past" : "problem.block-far")
    }
    if day == nil { fields.refuse("", "problem.date") }
    let starts = from ?? .midnight
    let ends = Int(form["minutes"]).flatMap { starts.adding(minutes: $0) } ?? .endOfDay
    if starts == .midnight, ends == .endOfDay { fields.refuse("minutes", "problem.whole-day") }
    try fields.finish()
    guard let day, let block = Block(day: day, starts: starts, ends: ends, note: note) else { throw .unknown }
    self = block
  }
}

/// Time of a day at which its practitioner is away.
struct BlockRow: View {
  /// `12:00 – 13:00`
  let time: String
  /// For staff alone; empty when nothing.
  let note: String
  /// Where it is taken back; nil for what is more than a part of one day.
  let action: String?

  var fields: Fields { ["time": .text(time), "note": .text(note), "action": .text(action)] }

  static let samples = [
    BlockRow(time: "12:00 – 12:30", note: "Letters", action: "/schedule/blocks/1/removal"),
    BlockRow(time: "All day", note: "", action: nil),
  ]
}

extension BlockRow {
  init(_ own: OwnAbsence, _ formats: Formats) {
    self.init(
      time: own.time(formats), note: own.note, action: own.isBlock ? Path.unblock(own.absence.id) : nil)
  }
}

extension OwnAbsence {
  /// `12:00 – 13:00`, or that it is all day.
  func time(_ formats: Formats) -> String {
    isWholeDay
      ? formats.words["block.all-day"]
      : formats.words.span(formats.time(absence.starts), formats.time(absence.ends))
  }
}
