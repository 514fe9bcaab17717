/// What a visitor opens the records for. Every route names one; it is written into the audit log.
public enum Purpose: String, Sendable, CaseIterable {
  case publicInformation = "public-information"
  case signUp = "sign-up"
  case signIn = "sign-in"
  /// The way into one's own account.
  case account
  case ownRecord = "own-record"
  case booking
  case schedule
  case frontDesk = "front-desk"
  case administration
  /// Documents of patients, at work.
  case documents
  /// Conversations with patients, at work.
  case messages
  /// A record outside of what the visitor's work is, for a reason and a while: `EmergencyAccess`.
  case emergency
  case operation

  /// Whether merely looking is recorded: staff see other people's records.
  var recordsReading: Bool {
    switch self {
    case .schedule, .frontDesk, .administration, .documents, .messages, .emergency: true
    case .publicInformation, .signUp, .signIn, .account, .ownRecord, .booking, .operation: false
    }
  }
}
