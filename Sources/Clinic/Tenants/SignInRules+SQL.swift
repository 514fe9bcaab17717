internal import FoundationEssentials
internal import Postgres

extension SignInRules {
  init(row: inout Row) throws {
    self.init(
      isSecondFactorOptionalForPatients: try row.next(String.self) == "optional",
      passwordMinimum: try row.next(),
      staff: try SessionLimits(idleMinutes: row.next(), hours: row.next()),
      patients: try SessionLimits(idleMinutes: row.next(), hours: row.next()))
  }

  /// For the audit log.
  fileprivate var summary: String {
    let factor = isSecondFactorOptionalForPatients ? "optional" : "required"
    return
      "patients' second factor \(factor), password \(passwordMinimum), staff \(staff.idleMinutes) min/\(staff.hours) h, "
      + "patients \(patients.idleMinutes) min/\(patients.hours) h"
  }

  fileprivate var stored: SQL {
    """
    SELECT set_rules(\(isSecondFactorOptionalForPatients ? "optional" : "required"), \(Int32(passwordMinimum)),
                     \(Int32(staff.idleMinutes)), \(Int32(staff.hours)), \(Int32(patients.idleMinutes)),
                     \(Int32(patients.hours)))
    """
  }
}

extension Clinic {
  /// Gives the clinic these rules. They hold for what begins from now on: passwords chosen, sessions begun.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.invalid` beyond what any clinic may decide.
  public func setRules(_ rules: SignInRules, by visitor: Visitor) async throws {
    try rules.check()
    try await open(visitor) { records in
      try await records.requireConfirmation()
      try await records.finish(
        .rulesChanged, of: records.visit.tenant.id.uuid, [rules.stored],
        detail: "\(records.visit.rules.summary) → \(rules.summary)")
    }
  }
}

extension SignInRules {
  fileprivate func check() throws(Refusal) {
    let fields: [(String, Int, ClosedRange<Int>)] = [
      ("passwordMinimum", passwordMinimum, Self.passwordMinimums),
      ("staffIdle", staff.idleMinutes, SessionLimits.idleMinutes),
      ("staffHours", staff.hours, SessionLimits.hours),
      ("patientIdle", patients.idleMinutes, SessionLimits.idleMinutes),
      ("patientHours", patients.hours, SessionLimits.hours),
    ]
    var wrong = fields.filter { !$0.2.contains($0.1) }.map { name, _, range in
      Problem(
        name, "problem.number-range", ["least": String(range.lowerBound), "most": String(range.upperBound)])
    }
    // NIST SP 800-63B-4 section 3.1.1.2.
    if isSecondFactorOptionalForPatients, passwordMinimum < Self.passwordMinimumAlone {
      wrong.append(
        Problem("passwordMinimum", "problem.passwords-alone", ["least": String(Self.passwordMinimumAlone)]))
    }
    if !wrong.isEmpty { throw .invalid(wrong) }
  }
}
