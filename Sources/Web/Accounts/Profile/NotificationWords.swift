import Clinic
import FoundationEssentials
import Pages

/// How kinds of letters are called, and what became of one.
enum NotificationWords {
  /// What these files ask of the catalogues.
  static let keys =
    NotificationKind.allCases.filter { !$0.isReminder && !$0.isSecurity }.map(\.words)
    + [NotificationKind.Channel.mail, .page, .none].map { "notified-by.\($0.rawValue)" }
    + ["queued", "waiting", "sent", "failed", "settled", "dropped", "withheld"].map { "letters.state-\($0)" }
    + ["reminder", "visit", "message", "feedback", "security", "other"].map { "letters.about-\($0)" }
}

extension NotificationKind {
  /// The name of its control, where it can be told in several ways.
  var field: String { "channel-\(rawValue)" }

  var isReminder: Bool { self == .reminderWeek || self == .reminderDay }

  var isSecurity: Bool { self == .newBrowser || self == .guesses }

  /// Comes by letter or not at all, and is no reminder.
  var isChosenAlone: Bool { !isReminder && !channels.contains(.page) }

  /// Of its name in the catalogues.
  var words: String {
    switch self {
    case .reminderWeek: "reminder.week"
    case .reminderDay: "reminder.day"
    case .newBrowser, .guesses: "event.\(rawValue)"
    case .visits, .messages, .record, .invoices, .feedback: "notification.\(rawValue)"
    }
  }
}

extension WrittenRow {
  /// - Parameter isForStaff: who can see to letters that failed.
  init(_ letter: DeliveredLetter, _ formats: Formats, at now: Date, isForStaff: Bool = false) {
    let words = formats.words
    let waits = letter.state == "queued" && letter.due > now
    let state = Badge(
      words["letters.state-\(waits ? "waiting" : letter.state)", ["when": formats.moment(letter.due)]],
      letter.state == "sent" ? .good : letter.state == "failed" ? .warn : .quiet)
    self.init(
      about: words["letters.about-\(letter.about)"], when: formats.moment(letter.written),
      address: letter.masked,
      state: state, href: isForStaff ? Path.letter(letter.id) : nil)
  }
}

extension DeliveredLetter {
  /// What it is about, in the word of the catalogues.
  fileprivate var about: String {
    switch (kind, kind?.notification) {
    case (.appointmentReminder?, _): "reminder"
    case (_, .messages?): "message"
    case (_, .visits?), (.waitlistOffer?, _), (.appointmentRebooking?, _): "visit"
    case (_, .feedback?): "feedback"
    case (nil, _), (.invitation?, _): "other"
    default: "security"
    }
  }
}
