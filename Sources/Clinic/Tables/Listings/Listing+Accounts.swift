internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Listing {
  /// Who can sign in. Accounts that their owners have closed are over.
  public static let accounts = Listing(
    "accounts", of: "account a", id: "a.id", scope: { _ in "a.closed_at IS NULL" },
    columns: [
      Column("name", .text, "a.display_name", sorting: "a.display_name"),
      Column("email", .text, "a.email", sorting: "a.email"),
      Column("role", .code(Role.codes), "a.role"),
      Column(
        "access", .code(AccountSummary.codes),
        "CASE WHEN a.disabled_at IS NULL THEN 'open' ELSE 'disabled' END"),
      Column(
        "app", .code(.yesOrNo), "CASE WHEN a.totp_seed IS NULL THEN 'no' ELSE 'yes' END", isShown: false),
      Column(
        "passkeys", .number, "(SELECT count(*) FROM passkey k WHERE k.account_id = a.id)", isShown: false),
      Column(
        "seen", .instant,
        "(SELECT max(s.seen_at) FROM session s WHERE s.account_id = a.id AND s.stage = 'full')",
        isShown: false),
      Column("created", .instant, "a.created_at", sorting: "a.created_at", isShown: false),
    ],
    filters: [
      Filter(code: "role", Role.codes) { code, _ in "a.role = \(code)" },
      Filter(code: "access", AccountSummary.codes) { code, _ in
        code == "open" ? "a.disabled_at IS NULL" : "a.disabled_at IS NOT NULL"
      },
    ],
    order: Order("name"),
    search: { words in .among(SQL.accounts(called: words), "a.id") })

  /// Who is asked to make an account, and has not.
  public static let invitations = Listing(
    "invitations", of: "invitation i", id: "i.id",
    joins: "LEFT JOIN account inviter ON inviter.id = i.invited_by",
    scope: { _ in "i.accepted_at IS NULL AND i.withdrawn_at IS NULL" },
    columns: [
      Column("name", .text, "concat_ws(' ', i.given_name, i.family_name)"),
      Column("email", .text, "i.email", sorting: "i.email"),
      Column("role", .code(Role.codes), "i.role"),
      Column("sent", .instant, "i.sent_at"),
      Column("expires", .instant, "i.expires_at"),
      Column("inviter", .text, "inviter.display_name", isShown: false),
      Column("created", .instant, "i.created_at", sorting: "i.created_at", isShown: false),
    ],
    filters: [
      Filter(code: "role", Role.codes) { code, _ in "i.role = \(code)" },
      Filter(code: "lapsed", .yesOrNo) { code, moment in
        code == "yes" ? "i.expires_at <= \(moment.now)" : "i.expires_at > \(moment.now)"
      },
    ],
    order: Order("created", isDescending: true),
    search: { words in
      .holds("strpos(folded(concat_ws(' ', i.given_name, i.family_name, i.email)), folded(\(words))) > 0")
    })
}

extension Role {
  public static let codes = Codes("role", allCases.map(\.rawValue))
}

extension AccountSummary {
  /// Whether somebody gets in.
  public static let codes = Codes("access", ["open", "disabled"])
}

extension SQL {
  /// A query of ids: by the whole address; patients as the front desk finds them; of staff, who are few, by any part of their
  /// name or address.
  fileprivate static func accounts(called words: String) -> SQL {
    let search = PatientSearch(words)
    let fits = words.split(separator: " ").map { word in
      "strpos(folded(display_name || ' ' || email), folded(\(String(word)))) > 0" as SQL
    }
    let patients: SQL =
      search.isEmpty
      ? ""
      : """
      UNION SELECT pt.account_id FROM patient pt
             WHERE pt.id = ANY (ARRAY(\(search.ids()))) AND pt.account_id IS NOT NULL
      """
    return """
      SELECT id FROM account WHERE email = \(words.lowercased())
      UNION SELECT id FROM account
             WHERE role = ANY (\(Role.allCases.filter(\.isStaff).map(\.rawValue)))
               AND \(fits.joined(separator: " AND "))
      \(patients)
      """
  }
}
