import Clinic
import FoundationEssentials
import Pages

/// A conversation in a list.
struct ConversationRow: View {
  let topic: String
  let href: String
  /// With whom, as the patient sees it; the patient, as staff do.
  let who: String
  /// Of a parent: whose it is.
  var child: String?
  let when: String
  let state: Badge
  /// Who sees to it, as staff are told.
  var takenBy: String?
  /// `2 new`; nil for nothing unread.
  var unread: String?
  /// By when there is an answer, as a rule.
  var due: String?

  var fields: Fields {
    [
      "topic": .text(topic), "href": .text(href), "who": .text(who), "child": .text(child),
      "when": .text(when),
      "state": .view(state), "takenBy": .text(takenBy), "unread": .text(unread), "due": .text(due),
    ]
  }

  static let samples = [
    ConversationRow(
      topic: "My blood pressure at home", href: "/messages/1", who: "Dr Amira Haddad",
      when: "24 November 2026, 09:40",
      state: Badge("Answered: your turn", .good), unread: "New messages: 1"),
    ConversationRow(
      topic: "سؤال عن الفاتورة", href: "/messages/2", who: "Billing", child: "Léo Moreau",
      when: "23 November 2026, 18:02",
      state: Badge("Waiting for the clinic", .quiet), takenBy: "Ben Carter",
      due: "Thursday 26 November 2026, 14:00"),
  ]
}

extension ConversationRow {
  init(_ one: Conversation, _ side: Conversation.Side, _ formats: Formats, at now: Date) {
    let words = formats.words
    self.init(
      topic: one.topic, href: Path.conversation(one.id, side),
      who: side == .own ? one.teamName ?? one.takenByName ?? "" : one.patientName,
      child: side == .own && !one.isOwn ? one.patientName : nil, when: formats.moment(one.lastAt),
      state: Badge(one, side, words, at: now),
      takenBy: side == .clinic ? one.takenByName ?? one.teamName : nil,
      unread: one.unread > 0 ? words["messages.new-count", ["count": String(one.unread)]] : nil,
      due: one.answerDue.map { formats.longInstant($0) })
  }

  /// What this file asks of the catalogues.
  static let keys =
    Conversation.State.allCases.flatMap {
      ["messages.state-\($0.rawValue)", "conversations.state-\($0.rawValue)"]
    }
    + ["conversations.overdue", "messages.new-count"]
}

extension Badge {
  init(_ one: Conversation, _ side: Conversation.Side, _ words: Words, at now: Date) {
    if side == .clinic, let due = one.answerDue, due < now {
      self.init(words["conversations.overdue"], .warn)
      return
    }
    let isTurn = one.state == (side == .own ? .patient : .clinic)
    self.init(
      words["\(side == .own ? "messages" : "conversations").state-\(one.state.rawValue)"],
      isTurn || one.unread > 0 ? .good : .quiet)
  }
}

extension Formats {
  /// `24 November 2026, 09:40`
  func moment(_ instant: Date) -> String {
    words["format.day-and-time", ["day": date(day(instant)), "time": timeLabel(instant)]]
  }
}
