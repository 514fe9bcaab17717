internal import Credentials
public import FoundationEssentials
internal import Postgres

/// One saving of what a patient has typed.
public struct Answering: Sendable {
  public let answers: Answers
  /// Which page it comes from, and its how manieth.
  public let page: UUID
  public let saving: Int
  /// Whether it is sent, and not only kept for later.
  public let isSent: Bool

  public init(_ answers: Answers, page: UUID, saving: Int, isSent: Bool) {
    self.answers = answers
    self.page = page
    self.saving = saving
    self.isSent = isSent
  }
}

extension Clinic {
  /// Keeps what was answered. What is older than what is there is left aside, and so is what is only typed once it was sent:
  /// who changes it then sends it again.
  ///
  /// One line of the audit log tells of all that one page saved while somebody typed.
  ///
  /// - Throws: `Refusal.unknown` for no visit of theirs, or one that asks nothing; `.conflict(.tooLate)` once it is over,
  ///   `.conflict(.otherState)` where it will not take place; `.invalid`.
  public func answer(_ id: ID<Appointment>, _ new: Answering, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard let intake = try await records.ask(.myIntakeLocked(id, at: records.now)),
        let questionnaire = intake.questionnaire
      else { throw Refusal.unknown }
      guard intake.isOpen(at: records.now) else {
        throw records.now < intake.during.upperBound ? Refusal.conflict(.otherState) : .conflict(.tooLate)
      }
      let answers = try new.isSent ? questionnaire.complete(new.answers) : questionnaire.draft(new.answers)
      let stored = intake.response
      guard
        Intake.Response.isLater(new.saving, of: new.page, than: stored.map { ($0.saving, $0.page) }),
        new.isSent || stored == nil || stored?.state == .inProgress
      else { return }
      let wasSent = stored.map { $0.state != .inProgress } ?? false
      if wasSent, try records.clinic.answers(of: intake, at: records.visit) == answers { return }
      let state: Intake.State = new.isSent ? wasSent ? .amended : .completed : .inProgress
      let response: ID<Intake.Response> = stored?.id ?? records.clinic.newID()
      let sealed = try records.clinic.seal(answers, response, records.visit.tenant.id)
      let saving: SQL = """
        INSERT INTO questionnaire_response (id, appointment_id, questionnaire_id, status, answers, page, saving, authored_at)
        VALUES (\(response), \(id), \(questionnaire.id), \(state.rawValue), \(sealed), \(new.page), \(Int32(new.saving)),
                \(records.now))
        ON CONFLICT (tenant_id, appointment_id) DO UPDATE
           SET status = excluded.status, answers = excluded.answers, page = excluded.page, saving = excluded.saving,
               author = excluded.author, authored_at = excluded.authored_at
        """
      if !new.isSent, stored?.page == new.page {
        try await records.transaction.finish([saving])
      } else {
        try await records.finish(
          new.isSent ? .answersSent : .answersSaved, of: id.uuid, [saving], detail: state.rawValue)
      }
    }
  }

  /// What was answered; nothing before anything was.
  ///
  /// - Throws: `SecretFault` where the row is not what was sealed.
  public func answers(of intake: Intake, at visit: Visit) throws -> Answers {
    guard let response = intake.response else { return Answers() }
    let bytes = try secrets.box.open(
      response.sealed, context: Intake.Response.context(response.id, visit.tenant.id))
    return Answers(try JSONDecoder().decode([Int: String].self, from: Data(bytes)))
  }

  fileprivate func seal(_ answers: Answers, _ id: ID<Intake.Response>, _ tenant: ID<Tenant>) throws -> [UInt8]
  {
    let bytes = Array(try JSONEncoder().encode(answers.texts))
    return try secrets.box.seal(bytes, context: Intake.Response.context(id, tenant))
  }
}

extension Intake.Response {
  static func context(_ id: ID<Intake.Response>, _ tenant: ID<Tenant>) -> String {
    "\(tenant)/questionnaire_response/answers/\(id)"
  }
}
