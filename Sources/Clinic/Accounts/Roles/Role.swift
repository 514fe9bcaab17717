/// What an account may do follows from its one role.
public enum Role: String, Hashable, Sendable, CaseIterable {
  case patient
  case practitioner
  case frontDesk = "front-desk"
  case admin

  /// The one table of roles and permissions. What runs the installation itself (migrations, tenants, backups) is
  /// nobody's: it is done on the command line, as another role of the database.
  public var permissions: Set<Permission> {
    switch self {
    case .patient:
      [.keepOwnAccount, .seeOwnRecord, .bookForOneself, .keepOwnCalendar, .keepOwnDocuments, .writeToClinic]
    case .practitioner:
      [
        .keepOwnAccount, .seeOwnSchedule, .keepOwnSchedule, .seeToVisits, .bookFollowUps, .keepOwnCalendar,
        .explainTimes, .enterAbsences, .openRecords, .keepDocuments, .writeNotes, .keepTemplates,
        .answerPatients,
      ]
    case .frontDesk:
      [
        .keepOwnAccount, .seeToVisits, .explainTimes, .keepFrontDesk, .keepWaitingRooms, .bookForPatients,
        .seeToLetters, .enterAbsences, .settleTasks, .keepSeries, .listVisits, .listPatients, .saveViews,
        .keepInvoices, .keepDocuments, .keepPatients, .answerPatients,
      ]
    case .admin:
      [
        .keepOwnAccount, .explainTimes, .keepWaitingRooms, .manageStaff, .retirePatients, .mergePatients,
        .manageAccounts,
        .setRules, .readAuditLog, .readReports, .seeToLetters, .enterAbsences, .settleTasks, .keepSeries,
        .listVisits, .listPatients, .exportLists, .importPatients, .saveViews, .shareViews,
        .reviewEmergencies, .keepInvoices, .keepPatients, .answerFeedback, .keepTemplates, .answerPatients,
        .manageTeams, .decideErasures,
      ]
    }
  }

  public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

  /// Whether a person works at the clinic: other limits hold for their sessions.
  public var isStaff: Bool { self != .patient }
}
