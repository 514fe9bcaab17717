public import FoundationEssentials
internal import Postgres

/// Whose documents a visitor reaches, and which of these they see.
enum DocumentReach {
  /// Whether the record of patient `patient` is the visitor's own or a child's; at the clinic, whether it is their work: everybody's
  /// at the front desk, for doctors that of their own visits or one opened in an emergency.
  ///
  /// - Parameter patient: an expression.
  static func includes(_ patient: SQL, _ side: DocumentSide, at now: Date) -> SQL {
    switch side {
    case .own: own(patient, .see, at: now)
    case .clinic: clinic(patient, at: now)
    // Whoever writes messages for a patient sends files with them.
    case .either:
      "(\(own(patient, .see, at: now)) OR \(own(patient, .message, at: now)) OR \(clinic(patient, at: now)))"
    }
  }

  /// Whether document `d` is the visitor's to see.
  static func sees(_ side: DocumentSide, at now: Date) -> SQL {
    """
    (d.status = 'current' AND (\(includes("d.patient_id", side, at: now))\(orCameWithMessage(side, at: now))) AND \(isShown(side)))
    """
  }

  /// Whoever reads or answers a conversation sees what came with it, too, and what they themselves are sending.
  private static func orCameWithMessage(_ side: DocumentSide, at now: Date) -> SQL {
    let sent: SQL =
      side == .own
      ? " OR d.account_id = (SELECT current_account()) AND \(own("d.patient_id", .message, at: now))" : ""
    return """
       OR EXISTS (SELECT FROM communication_document x
                    JOIN communication m ON m.id = x.communication_id
                    JOIN conversation c ON c.id = m.conversation_id
                   WHERE x.document_id = d.id
                     AND \(ConversationReach.includes(side == .own ? .own : .clinic, at: now)))\(sent)
      """
  }

  private static func isShown(_ side: DocumentSide) -> SQL {
    let practitioner: SQL = "(SELECT id FROM practitioner WHERE account_id = (SELECT current_account()))"
    return side == .own
      ? "d.visibility <> 'clinic'"
      : """
      (d.visibility <> 'practitioner' OR d.practitioner_id = \(practitioner)
       OR d.account_id = (SELECT current_account()))
      """
  }

  private static func own(_ patient: SQL, _ right: FamilyRight, at now: Date) -> SQL {
    "\(patient) IN (\(Patient.mine(for: right, at: now)))"
  }

  private static func clinic(_ patient: SQL, at now: Date) -> SQL {
    """
    (EXISTS (SELECT FROM account o WHERE o.id = (SELECT current_account())
               AND o.role = ANY (\(Permission.keepFrontDesk.roles.map(\.rawValue))))
     OR \(RecordReach.opens(patient, at: now)))
    """
  }
}

/// From which side somebody comes to documents.
public enum DocumentSide: Sendable {
  /// Their own and their children's.
  case own
  /// Of patients, at work.
  case clinic
  /// A file that they are sending, whichever it is for.
  case either
}

/// Somebody for whom the visitor can do something: themselves, a child, or who has allowed it.
public struct OwnPerson: Sendable {
  public let id: ID<Patient>
  public let name: String
}

extension Query<[OwnPerson]> {
  /// Whoever is signed in first, then those for whom they act, the eldest first.
  public static func ownPeople(for scope: FamilyScope, at now: Date) -> Self {
    people(for: scope.right, at: now)
  }

  /// Whoever is signed in, then their children: whose data are theirs to have.
  public static func keptPeople(at now: Date) -> Self { people(for: .keep, at: now) }

  private static func people(for right: FamilyRight, at now: Date) -> Self {
    Query(
      """
      SELECT id, concat_ws(' ', given_name, family_name) FROM patient WHERE id IN (\(Patient.mine(for: right, at: now)))
       ORDER BY account_id IS DISTINCT FROM (SELECT current_account()), birth_date, id
      """
    ) { row in try OwnPerson(id: row.next(), name: row.next()) }
  }

  /// For whom else the visitor can book, the eldest first.
  public static func othersToBookFor(at now: Date) -> Self {
    Query(
      """
      SELECT p.id, concat_ws(' ', p.given_name, p.family_name)
        FROM acting f JOIN patient p ON p.id = f.patient_id
       WHERE f.account_id = (SELECT current_account()) AND \(FamilyRight.book.holds(at: now))
       ORDER BY p.birth_date, p.id
      """
    ) { row in try OwnPerson(id: row.next(), name: row.next()) }
  }
}
