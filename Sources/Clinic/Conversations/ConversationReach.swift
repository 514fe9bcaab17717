internal import FoundationEssentials
internal import Postgres

/// Whose conversations a visitor reaches.
enum ConversationReach {
  /// Whether conversation `c` is the visitor's: as the patient or a parent; at the clinic, as who sees to it, as a member of its team,
  /// or as a doctor of the patient's. Those that nobody would read any more are the front desk's.
  static func includes(_ side: Conversation.Side, at now: Date) -> SQL {
    switch side {
    case .own: "c.patient_id IN (\(Patient.mine(for: .message, at: now)))"
    case .clinic: "(\(isMine) OR \(isOfMyTeams) OR \(isOfMyPatient(at: now)) OR \(isNobodys))"
    }
  }

  static let isMine: SQL = "c.taken_by = (SELECT current_account())"

  static let isOfMyTeams: SQL = "c.team_id IN (\(teams(of: "(SELECT current_account())")))"

  /// A query of ids.
  static func teams(of account: SQL) -> SQL {
    """
    SELECT team_id FROM care_team_participant WHERE account_id = \(account)
    UNION ALL
    SELECT t.id FROM care_team t JOIN practitioner p ON p.id = t.practitioner_id WHERE p.account_id = \(account)
    """
  }

  static func isOfMyPatient(at now: Date) -> SQL { RecordReach.treats("c.patient_id", at: now) }

  /// Neither who sees to it nor anybody of its team can come in.
  private static let isNobodys: SQL = """
    (EXISTS (SELECT FROM account o WHERE o.id = (SELECT current_account())
               AND o.role = ANY (\(Permission.keepFrontDesk.roles.map(\.rawValue))))
     AND NOT EXISTS (SELECT FROM account t WHERE t.id = c.taken_by AND t.disabled_at IS NULL)
     AND NOT EXISTS (SELECT FROM care_team_participant x JOIN account t ON t.id = x.account_id AND t.disabled_at IS NULL
                      WHERE x.team_id = c.team_id)
     AND NOT EXISTS (SELECT FROM care_team x JOIN practitioner p ON p.id = x.practitioner_id
                       JOIN account t ON t.id = p.account_id AND t.disabled_at IS NULL
                      WHERE x.id = c.team_id))
    """
}
