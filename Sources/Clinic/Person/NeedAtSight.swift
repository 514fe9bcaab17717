public import FoundationEssentials
internal import Postgres

/// What whoever receives a patient is to know at a glance.
public enum NeedAtSight: Hashable, Sendable {
  case need(Need)
  /// In words of the catalogues: `sign.bfi`.
  case signLanguage(SignLanguage)
  case interpreter(SpokenLanguage)
  /// There is a text to read at the patient.
  case note
}

extension NeedAtSight {
  /// Of patient `alias`, as an array of texts.
  static func column(of alias: SQL) -> SQL {
    """
    coalesce(\(alias).needs, '{}'::text[])
      || CASE WHEN \(alias).sign_language <> '' THEN ARRAY['sign:' || \(alias).sign_language] ELSE '{}'::text[] END
      || CASE WHEN \(alias).interpreter THEN ARRAY['interpreter:' || coalesce(\(alias).languages[1], '')] ELSE '{}'::text[] END
      || CASE WHEN \(alias).need_note <> '' THEN ARRAY['note'] ELSE '{}'::text[] END
    """
  }

  /// With which sign language says that there is one.
  static func all(stored: [String]) -> [NeedAtSight] {
    let all = stored.compactMap(NeedAtSight.init(stored:))
    let isNamed = all.contains { if case .signLanguage = $0 { true } else { false } }
    return all.filter { !(isNamed && $0 == .need(.signLanguage)) }
  }

  private init?(stored text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count == 2 ? parts[1] : "") {
    case ("sign", let code): self.init(SignLanguage(rawValue: code).map(Self.signLanguage))
    case ("interpreter", let code): self.init(SpokenLanguage(rawValue: code).map(Self.interpreter))
    case ("note", _): self = .note
    default: self.init(Need(rawValue: text).map(Self.need))
    }
  }

  private init?(_ found: NeedAtSight?) {
    guard let found else { return nil }
    self = found
  }
}

extension Row {
  mutating func needsAtSight() throws -> [NeedAtSight] {
    NeedAtSight.all(stored: try next([String].self))
  }
}

/// What is not known of a patient, who could say it.
public enum ProfileGap: String, Sendable, CaseIterable {
  case phone, address, contacts, languages, needs, coverage
}

extension ProfileGap {
  /// Of patient `p`, as an array of texts.
  static let column: SQL = """
    array_remove(ARRAY[
      CASE WHEN p.phone = '' THEN 'phone' END,
      CASE WHEN coalesce(p.address ->> 'city', '') = '' THEN 'address' END,
      CASE WHEN NOT EXISTS (SELECT FROM patient_contact c WHERE c.patient_id = p.id) THEN 'contacts' END,
      CASE WHEN cardinality(p.languages) = 0 THEN 'languages' END,
      CASE WHEN p.needs_told_at IS NULL THEN 'needs' END,
      CASE WHEN NOT EXISTS (SELECT FROM coverage c WHERE c.patient_id = p.id) THEN 'coverage' END], NULL)
    """
}

extension Query<[ProfileGap]> {
  /// What a record lacks: one's own, a child's, or anybody's for whoever keeps patients; nothing for who has none.
  ///
  /// - Parameter id: nil for the visitor's own record.
  public static func profileGaps(of id: ID<Patient>? = nil, by visitor: Visitor, at now: Date) -> Self {
    Query("SELECT \(ProfileGap.column) FROM patient p WHERE \(visitor.isTheirs(id, at: now))") { rows in
      try rows.decode { row in try row.next([String].self).compactMap(ProfileGap.init) }.first ?? []
    }
  }
}

extension Query<[NeedAtSight]> {
  /// Of whoever is signed in; nothing for who has no record.
  public static var ownNeeds: Self {
    Query(
      "SELECT \(NeedAtSight.column(of: "p")) FROM patient p WHERE p.account_id = (SELECT current_account())"
    ) { rows in
      try rows.decode { row in try row.needsAtSight() }.first ?? []
    }
  }
}
