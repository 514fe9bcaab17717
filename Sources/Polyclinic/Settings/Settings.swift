import Addresses
import Clamd
import Clinic
import Credentials
import FoundationEssentials
import Mail
import Shell

/// Everything that the environment says, read once. Each variable is documented in `docs/operations.md`.
struct Settings: Sendable {
  /// Development shows mail at `/dev/mail` and the gallery of pages.
  var isDevelopment: Bool
  var host: String
  var port: Int
  /// Tenants live one label below it: `riverside.<base domain>`.
  var baseDomain: String
  /// The port that people see, where a proxy stands in front.
  var publicPort: Int?
  var isBehindTLS: Bool
  var tls: TLSFiles?
  var trustedProxies: [AddressRange]
  /// libpq connection string of the role `polyclinic_app`.
  var databaseURL: String
  /// libpq connection string of the role `polyclinic_owner`: for commands only, the server does without.
  var ownerDatabaseURL: String
  var poolSize: Int
  /// Whether the directory's cards show next free times.
  var directoryTimes: Bool
  /// Whether this copy also does the work that no visitor waits for; another may.
  var doesWork: Bool
  var keys: KeyRing
  /// What signs the heads of the audit log.
  var auditKeys: AuditKeys
  var objectStore: ObjectStoreSettings
  /// `nil`: mail is not configured, and stays in the outbox.
  var mail: MailSettings?
  /// ClamAV's daemon; nil where documents are given out unscanned.
  var clamav: ClamdClient.Address?
  /// The folder that holds Templates, Public and Migrations.
  var root: String

  enum ObjectStoreSettings: Sendable {
    case files(folder: String)
    case s3(
      endpoint: String, region: String, bucket: String, accessKey: String, secretKey: String,
      virtualHost: Bool)
  }

  struct MailSettings: Sendable {
    var smtp: SMTPSettings
    var from: Mailbox
  }
}

/// All that is wrong with the settings, at once.
struct SettingsFaults: Error, CustomStringConvertible {
  let faults: [String]

  var description: String { faults.joined(separator: "\n") }
}
