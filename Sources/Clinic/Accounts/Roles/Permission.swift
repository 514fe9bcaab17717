/// What somebody may do. Every route that does not admit everybody names one.
public enum Permission: String, Hashable, Sendable, CaseIterable {
  /// One's own way in: password, factors, sessions, profile.
  case keepOwnAccount = "keep-own-account"
  case seeOwnRecord = "see-own-record"
  case bookForOneself = "book-for-oneself"
  case seeOwnSchedule = "see-own-schedule"
  /// To answer requests for one's own time, and to mark who came.
  case keepOwnSchedule = "keep-own-schedule"
  /// To propose another time for what was asked for, and to note which papers are there: of one's own visits, or of all.
  case seeToVisits = "see-to-visits"
  /// To book for the patients of one's own visits.
  case bookFollowUps = "book-follow-ups"
  /// Private links by which calendar programs read one's own appointments.
  case keepOwnCalendar = "keep-own-calendar"
  /// Why a time can't be booked, with anybody.
  case explainTimes = "explain-times"
  /// Everybody's day, and to book and to change in a patient's stead.
  case keepFrontDesk = "keep-front-desk"
  /// The codes at the door, and what hangs on the wall.
  case keepWaitingRooms = "keep-waiting-rooms"
  /// To find patients, to register them, and to book in their stead.
  case bookForPatients = "book-for-patients"
  /// Practitioners, their hours and services.
  case manageStaff = "manage-staff"
  /// Invitations, and everybody else's roles, factors and sessions.
  case manageAccounts = "manage-accounts"
  /// The clinic's own rules of signing in.
  case setRules = "set-rules"
  case readAuditLog = "read-audit-log"
  /// Letters that did not arrive, and to have them sent again.
  case seeToLetters = "see-to-letters"

  /// That a doctor is away: oneself; anybody, for whoever settles what follows.
  case enterAbsences = "enter-absences"
  /// To speak with patients whose visits can't take place as booked, and to move or cancel these.
  case settleTasks = "settle-tasks"
  /// To repeat visits for patients, and to change all of a series.
  case keepSeries = "keep-series"

  /// In the order in which roles are declared.
  public var roles: [Role] { Role.allCases.filter { $0.may(self) } }
}
