internal import Clinic

/// The people whom tests, stories and demonstrations call by name.
public enum DemoCast {
  /// Doctor at Riverside.
  public static let amira = DemoAccount(
    name: "amira", givenName: "Amira", familyName: "Haddad", role: .practitioner, tenant: "riverside",
    password: "lantern-orchard-amira")
  /// Front desk at Riverside.
  public static let ben = DemoAccount(
    name: "ben", givenName: "Ben", familyName: "Carter", role: .frontDesk, tenant: "riverside",
    password: "biscuit-harbour-ben")
  /// Administrator of Riverside.
  public static let dana = DemoAccount(
    name: "dana", givenName: "Dana", familyName: "Whitfield", role: .admin, tenant: "riverside",
    password: "compass-meadow-dana")
  /// Patient of Riverside.
  public static let paul = DemoAccount(
    name: "paul", givenName: "Paul", familyName: "Fletcher", role: .patient, tenant: "riverside",
    password: "walnut-railway-paul")
  /// Doctor at Hilltop: must see nothing of Riverside.
  public static let chloe = DemoAccount(
    name: "chloe", givenName: "Chloé", familyName: "Laurent", role: .practitioner, tenant: "hilltop",
    password: "saffron-terrace-chloe")
  /// Administrator of Hilltop.
  public static let etienne = DemoAccount(
    name: "etienne", givenName: "Étienne", familyName: "Garnier", role: .admin, tenant: "hilltop",
    password: "velvet-chestnut-etienne")
  /// Patient of Hilltop.
  public static let lucie = DemoAccount(
    name: "lucie", givenName: "Lucie", familyName: "Moreau", role: .patient, tenant: "hilltop",
    password: "marble-sparrow-lucie")

  public static let accounts = [amira, ben, dana, paul, chloe, etienne, lucie]

  /// Finds `paul`, or `paul@riverside`.
  public static func account(_ name: some StringProtocol) -> DemoAccount? {
    accounts.first { $0.name == name || "\($0.name)@\($0.tenant)" == name || $0.email == name }
  }
}
