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
  /// To put two records of one patient together, and to take them apart.
  case mergePatients = "merge-patients"
  /// Invitations, and everybody else's roles, factors and sessions.
  case manageAccounts = "manage-accounts"
  /// The clinic's own rules of signing in.
  case setRules = "set-rules"
  case readAuditLog = "read-audit-log"
  /// How the clinic does: numbers of visits, waiting times, revenue.
  case readReports = "read-reports"
  /// Invoices: to make and issue them, to take them back, and to note what was paid.
  case keepInvoices = "keep-invoices"
  /// Letters that did not arrive, and to have them sent again.
  case seeToLetters = "see-to-letters"

  /// That a doctor is away: oneself; anybody, for whoever settles what follows.
  case enterAbsences = "enter-absences"
  /// To speak with patients whose visits can't take place as booked, and to move or cancel these.
  case settleTasks = "settle-tasks"
  /// What the clinic knows of its patients as persons: to read and to change all of it.
  case keepPatients = "keep-patients"
  /// What people say of these pages: to read, to answer and to close it.
  case answerFeedback = "answer-feedback"
  /// Everybody's visits as a list, and to move or cancel many at once.
  case listVisits = "list-visits"
  /// All patients as a list.
  case listPatients = "list-patients"
  /// To take patients' records out of use, and back.
  case retirePatients = "retire-patients"
  /// To take lists away as files.
  case exportLists = "export-lists"
  /// To bring files of patients, and to take all patients' records away as one.
  case importPatients = "import-patients"
  /// To give views of lists a name.
  case saveViews = "save-views"
  /// To give them to all of the clinic's staff.
  case shareViews = "share-views"

  /// To repeat visits for patients, and to change all of a series.
  case keepSeries = "keep-series"

  /// The records of the patients of one's own visits, and in an emergency anybody's.
  case openRecords = "open-records"
  /// To write notes, prescriptions and letters of the patients of one's own visits, and to sign them.
  case writeNotes = "write-notes"
  /// How notes and letters begin.
  case keepTemplates = "keep-templates"
  /// To add one's own documents, to read and to delete them.
  case keepOwnDocuments = "keep-own-documents"
  /// Documents of the patients who are one's work.
  case keepDocuments = "keep-documents"
  /// To write to the clinic, and to read what it writes: for oneself and one's children.
  case writeToClinic = "write-to-clinic"
  /// The conversations with patients that are one's own, one's teams' or about one's patients.
  case answerPatients = "answer-patients"
  /// The teams that patients can write to.
  case manageTeams = "manage-teams"
  /// To say whether it was right to open a record in an emergency.
  case reviewEmergencies = "review-emergencies"
  /// That a person's data are erased, as they ask: to decide on it, and to read what the law keeps.
  case decideErasures = "decide-erasures"

  /// In the order in which roles are declared.
  public var roles: [Role] { Role.allCases.filter { $0.may(self) } }
}
