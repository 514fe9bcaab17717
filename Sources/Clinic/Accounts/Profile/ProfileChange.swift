internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Changes who the signed-in patient is; the account is called by their preferred name from now on. What stays as it
  /// was is no change, and nothing is noted.
  ///
  /// - Parameter seen: the edition that the form was made of; nil for whatever there is.
  /// - Throws: `Refusal.unknown` for an account without a patient; `.conflict(.entryChanged)` when somebody else changed it
  ///   meanwhile.
  public func change(_ profile: PatientProfile, seen: String? = nil, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      guard let patient = try await records.ask(.ownPatientLocked) else { throw Refusal.unknown }
      let details = profile.details(changedFrom: patient.profile)
      if details.isEmpty { return }
      if let seen, seen != patient.profile.edition { throw Refusal.conflict(.entryChanged) }
      try await records.finish(
        .profileChanged, of: account.uuid, changed: details,
        [
          try .set(profile, of: patient.id), .setDisplayName(profile.displayName, of: account),
          try .noting(
            profile.told(changedFrom: patient.profile), .name, of: patient.id, visitor, id: newID(),
            at: records.now),
        ])
    }
  }

  /// Changes where the signed-in patient is reached.
  ///
  /// - Parameter seen: the edition that the form was made of; nil for whatever there is.
  /// - Throws: `Refusal.unknown` for an account without a patient; `.conflict(.entryChanged)` when somebody else changed it
  ///   meanwhile.
  public func change(_ contact: PatientContact, seen: String? = nil, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      guard let patient = try await records.ask(.ownPatientLocked) else { throw Refusal.unknown }
      let details = contact.details(changedFrom: patient.contact)
      if details.isEmpty { return }
      if let seen, seen != patient.contact.edition { throw Refusal.conflict(.entryChanged) }
      try await records.finish(
        .contactChanged, of: account.uuid, changed: details,
        [
          try .set(contact, of: patient.id),
          try .noting(
            contact.told(changedFrom: patient.contact), .reach, of: patient.id, visitor, id: newID(),
            at: records.now),
        ])
    }
  }

  /// Changes what a member of staff is called here. The name that patients see is the doctor's own, and the
  /// administrator's to change; a patient's account is called as the patient is.
  ///
  /// - Throws: `Refusal.forbidden` for a patient.
  public func change(displayName: String, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account
      guard account.role.isStaff else { throw Refusal.forbidden }
      guard let own = try await records.ask(.ownAccountLocked), own.name != displayName else { return }
      try await records.finish(
        .profileChanged, of: account.id.uuid, changed: [.displayName],
        [.setDisplayName(displayName, of: account.id)])
    }
  }
}

extension SQL {
  static func setDisplayName(_ name: String, of account: ID<Account>) -> SQL {
    "UPDATE account SET display_name = \(name) WHERE id = \(account)"
  }
}
