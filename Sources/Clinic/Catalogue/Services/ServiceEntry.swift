/// Something that can be booked, with everything that decides how: docs/scheduling.md.
public struct ServiceEntry: Entry {
  public let id: ID<HealthcareService>
  var name = ""
  var specialty = ""
  var description = ""
  /// In minor units of the clinic's currency.
  var price: Int64 = 0
  /// In place of the clinic's.
  var taxRate: TaxRate?
  var isPaidAhead = false
  var preparation = ""
  /// Its requirements stand beside it, as rows.
  var rules = BookingRules(durationMinutes: 20)
  var requirements: [RequirementRow] = []
  var papers: [PaperRow] = []
  /// How people speak where it is online.
  var channel = Modality.Channel.video
  /// The heading of the list of services below which it stands; empty for its specialty's.
  var category = ""
  /// What patients are asked before; every change is a version of its own.
  var questions: [QuestionRow] = []
  public var isActive = true

  public static let noun = Noun.services
  public static let blank = ServiceEntry(id: .unstored)
  public static let unset: Set = ["price"]
  public var title: String { name }

  public static let groups: [FieldGroup<ServiceEntry>] = [
    FieldGroup(
      "what",
      [
        EntryField("name", \.name, .title()),
        EntryField("specialty", \.specialty, .name(of: .specialty)),
        EntryField("description", \.description, .lines(atMost: 1000)),
        EntryField("price", \.price, .money),
        EntryField("tax", \.taxRate, .optional(.taxRate)),
        EntryField("ahead", \.isPaidAhead, .yesNo),
        EntryField("online", \.rules.isOnline, .yesNo),
        EntryField("channel", \.channel, .oneOf(words: "channel").or(.video)),
        EntryField("category", \.category, .title(atMost: 50, required: false, suggesting: .category)),
      ]),
    FieldGroup(
      "time",
      [
        EntryField("duration", \.rules.durationMinutes, .number(in: 5...480)),
        EntryField("first", \.rules.firstVisitMinutes, .optional(.number(in: 5...480))),
        EntryField("before", \.rules.bufferBeforeMinutes, .number(in: 0...240)),
        EntryField("after", \.rules.bufferAfterMinutes, .number(in: 0...240)),
        EntryField("grid", \.rules.gridMinutes, .optional(.number(in: 5...480))),
        EntryField("packed", \.rules.isPacked, .yesNo),
      ]),
    FieldGroup(
      "booking",
      [
        EntryField("notice", \.rules.noticeMinutes, .span(upTo: 527_040)),
        EntryField("horizon", \.rules.horizonDays, .number(in: 1...400)),
        EntryField("working", \.rules.horizonInWorkingDays, .yesNo),
        EntryField("most", \.rules.mostPerDay, .optional(.number(in: 1...200))),
        EntryField("capacity", \.rules.capacity, .number(in: 1...50)),
        EntryField("approval", \.rules.needsApproval, .yesNo),
        EntryField("cancellation", \.rules.cancellationMinutes, .span(upTo: 43_200)),
      ]),
    FieldGroup(
      "visit",
      [
        EntryField("preparation", \.preparation, .lines(atMost: 1000)),
        EntryField("papers", \.papers, .rows(atMost: 20)),
        EntryField("requirements", \.requirements, .rows(atMost: 20)),
      ]),
    FieldGroup("intake", [EntryField("questions", \.questions, .rows(atMost: Questionnaire.mostItems))]),
  ]

  public var problems: [Problem] { QuestionRow.problems(of: questions) }
}
