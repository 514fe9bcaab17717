/// Why an act was not done, in terms that a person can be told. One switch in `Web` gives each its status.
public enum Refusal: Error, Hashable, Sendable {
  /// No such thing, or none that this visitor may know of.
  case unknown
  /// The host names no tenant of this installation.
  case unknownTenant
  /// The operator has closed the clinic's pages for now.
  case suspended
  /// The visitor is not signed in, or not far enough.
  case unauthenticated
  case forbidden
  /// Staff of this clinic come in from its own networks alone.
  case elsewhere
  /// The act is sensitive, and it is a while since the visitor proved who they are.
  case unconfirmed
  /// The form was not made for this browser: most often its page had grown old.
  case staleForm
  case conflict(Conflict)
  case invalid([Problem])
  /// Too many tries, or more work than can be queued: worth another try after `seconds`.
  case limited(seconds: Int)
  case unavailable
  /// Too many wrong guesses in a row: the next is judged after `seconds`, or not before the owner has proved
  /// themselves another way.
  case guessedTooOften(seconds: Int?)

  public enum Conflict: String, Sendable {
    /// Somebody has this time: the practitioner, the room or the patient is occupied.
    case timeTaken
    /// The schedule or the service changed after this time was offered.
    case offerOutdated
    /// No time is kept for this browser any more, or it was made longer before.
    case notHeld
    case addressTaken
    /// An administrator's own account is another administrator's to change.
    case ownAccount
    /// Patients have a record, and this account has none.
    case noPatientRecord
    /// As many letters went to this address within the hour as may.
    case lettersEnough
    /// The clinic asks for a second factor.
    case factorRequired
    /// Somebody has to be left who can let others in.
    case lastAdministrator
    /// The same form was sent before.
    case alreadyDone
    /// Somebody else was quicker: it is decided, or in their hands.
    case doneByAnother
    /// The appointment is in a state in which this can't be done to it.
    case otherState
    /// The time until which this could be done is over.
    case tooLate
    case tooEarly
    /// The appointment is no longer what was looked at.
    case changedMeanwhile
    /// A patient can have so many appointments ahead by booking online.
    case visitsEnough
    /// The clinic has taken the patient's record out of use.
    case recordRetired
    /// It is the patient's first visit with the practitioner, and the time that was chosen has the length of a later one.
    case firstVisit
    /// The other way round.
    case laterVisit
    /// An account can have so many children.
    case childrenEnough
    /// So many people can act for one patient.
    case familyEnough
    /// The clinic has ended what somebody was to a patient: it is the clinic's to give back.
    case familyBlocked
    /// A child has to have somebody who acts for them.
    case lastParent
    /// Visits lie in the time that is to be blocked.
    case visitsWithin
    /// A day can have so many blocks.
    case blocksEnough
    /// The same absence is entered already.
    case absenceEntered
    /// Two records that are to be one have visits at one time.
    case visitsOverlap
    /// A record that is out of use is not put together with another.
    case notMergeable
    /// Somebody else changed what the clinic keeps while it was being edited.
    case entryChanged
    /// Something happened with it, so that it can be retired only.
    case hasHistory
    /// Who is to be registered may have a record already.
    case alikePatients
    /// Whoever opened a record in an emergency leaves its review to others.
    case ownEmergency
    /// An invoice has so many lines.
    case linesEnough
    /// The clinic keeps as many bytes of documents as the operator lets it.
    case storageFull
    /// A note, a letter or a prescription is in a state in which this can't be done to it: signed, or an error.
    case noteState
    /// It is no longer what was read.
    case noteChanged
    /// Whoever asked that data be erased leaves the decision to others.
    case ownErasure
  }
}

/// What is wrong with one field, as the key of a text in the message catalogues.
public struct Problem: Codable, Hashable, Sendable {
  public let field: String
  public let message: String
  public let values: [String: String]

  public init(_ field: String, _ message: String, _ values: [String: String] = [:]) {
    self.field = field
    self.message = message
    self.values = values
  }
}
