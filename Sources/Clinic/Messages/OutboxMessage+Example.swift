public import FoundationEssentials

extension OutboxMessage {
  /// A letter that nobody gets, to show what one of its kind looks like: about visits of next week.
  ///
  /// - Parameter recipient: a name.
  public static func example(
    _ kind: LetterKind, in language: String, note: String, to recipient: String, at now: Date
  ) -> OutboxMessage {
    // Half past nine in UTC is in the daytime in most of the world that our clinics are in.
    let midnight = (now.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400
    func instant(_ days: Double) -> Int { Int(midnight + (days * 24 + 9.5) * 3600) }
    let id = ID<Appointment>.unstored
    var message = OutboxMessage(
      id: .unstored, letter: kind, language: language, recipient: "",
      values: [
        "appointment": id.description, "offer": id.description, "patient": recipient,
        "account": id.description,
        "start": "\(instant(7))", "end": "\(instant(7) + 1800)", "was": "\(instant(6))",
        "proposed": "\(instant(8))", "until": "\(instant(2))", "starts": "\(instant(7)) \(instant(14))",
        "occasion": Occasion.week.rawValue, "conversation": id.description,
      ], secret: "", state: "queued", failure: nil, attempts: 0, createdAt: now, note: note)
    message.visits = [
      RemindedVisit(
        appointment: id, patient: recipient, start: Date(timeIntervalSince1970: TimeInterval(instant(7))),
        isOnline: false, address: "")
    ]
    return message
  }
}
