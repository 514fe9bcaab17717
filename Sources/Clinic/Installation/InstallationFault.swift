/// Why a server must not be started on this database.
public enum InstallationFault: Error, Hashable, CustomStringConvertible {
  case mightyRole(String)

  public var description: String {
    switch self {
    case .mightyRole(let role):
      """
      POLYCLINIC_DATABASE_URL names the role \(role), which row-level security does not bind: use polyclinic_app, as \
      Migrations/roles.sql makes it
      """
    }
  }
}
