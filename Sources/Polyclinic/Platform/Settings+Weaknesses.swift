import Addresses
import Clinic
import Credentials
import FoundationEssentials
import Glibc
import Mail

extension Settings {
  /// What is weak about the settings of an installation that people use, a sentence each.
  ///
  /// - Parameter environment: where they were read from.
  func weaknesses(environment: [String: String]) -> [String] {
    var found: [String] = []
    if isDevelopment {
      found.append("POLYCLINIC_ENVIRONMENT is development: everybody can read all letters at /dev/mail")
    }
    if baseDomain == "localhost" {
      found.append("POLYCLINIC_BASE_DOMAIN is localhost: nobody else reaches it")
    }
    found += doorWeaknesses + keyWeaknesses + neighbourWeaknesses
    return found + Self.secretWeaknesses(environment)
  }

  private var doorWeaknesses: [String] {
    var found: [String] = []
    if tls == nil && !Self.isThisMachine(host) && trustedProxies.isEmpty {
      found.append(
        "the server listens at \(host) without TLS and trusts no proxy: what people send can be read on the way"
      )
    }
    if tls == nil && trustedProxies.isEmpty {
      found.append(
        "POLYCLINIC_TRUSTED_PROXIES is empty: limits and the audit log see every visitor as the proxy")
    }
    let strangers = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"]
    if trustedProxies.contains(where: { range in strangers.contains(where: range.contains) }) {
      found.append("POLYCLINIC_TRUSTED_PROXIES takes in strangers: they can name any address as their own")
    }
    return found
  }

  private var keyWeaknesses: [String] {
    var found = keys.guessable.map {
      "key \($0) of POLYCLINIC_KEYS is not random: make one with openssl rand"
    }
    let retired = keys.ids.filter { $0 != keys.current }
    if !retired.isEmpty {
      found.append(
        "POLYCLINIC_KEYS still has key \(retired.joined(separator: ", ")): docs/security/keys.md says when it can go"
      )
    }
    return found
  }

  /// The services that it speaks to.
  private var neighbourWeaknesses: [String] {
    var found: [String] = []
    for (name, url) in [
      ("POLYCLINIC_DATABASE_URL", databaseURL), ("POLYCLINIC_OWNER_DATABASE_URL", ownerDatabaseURL),
    ]
    where Self.leavesMachineUnverified(url) {
      found.append("\(name) does not say sslmode=verify-full: another could answer in the database's place")
    }
    switch objectStore {
    case .files:
      found.append("POLYCLINIC_OBJECT_STORE is file: one copy of the server can use it, and no other")
    case .s3(let endpoint, _, _, _, _, _):
      if let url = URL(string: endpoint), url.scheme != "https", !Self.isThisMachine(url.host() ?? "") {
        found.append("POLYCLINIC_S3_ENDPOINT is not https: files can be read on the way")
      }
    }
    if clamav == nil {
      found.append("POLYCLINIC_CLAMAV is not set: documents are given out without being scanned for viruses")
    }
    if let mail {
      if mail.smtp.tls == .none && !Self.isThisMachine(mail.smtp.host) {
        found.append("POLYCLINIC_SMTP_URL says tls=none: letters can be read on the way")
      }
    } else {
      found.append("POLYCLINIC_SMTP_URL is not set: letters wait in the outbox")
    }
    return found
  }

  private static func isThisMachine(_ host: String) -> Bool {
    host.isEmpty || host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
      || host.hasPrefix("/")
  }

  /// Of a libpq connection string or URI.
  private static func leavesMachineUnverified(_ connection: String) -> Bool {
    guard !connection.isEmpty, !connection.contains("sslmode=verify-full") else { return false }
    if let url = URL(string: connection), url.scheme?.hasPrefix("postgres") == true {
      let named = connection.split(separator: "host=").dropFirst().first.map { $0.prefix { $0 != "&" } }
      return !isThisMachine(named.map { String($0).replacing("%2F", with: "/") } ?? url.host() ?? "")
    }
    let host = connection.split(separator: " ").first { $0.hasPrefix("host=") }?.dropFirst("host=".count)
    return !isThisMachine(host.map(String.init) ?? "")
  }

  private static let secrets = [
    "POLYCLINIC_KEYS", "POLYCLINIC_AUDIT_KEY", "POLYCLINIC_S3_SECRET_KEY", "POLYCLINIC_SMTP_URL",
    "POLYCLINIC_DATABASE_URL", "POLYCLINIC_OWNER_DATABASE_URL",
  ]

  /// A variable is inherited by every process and shown by many tools; a file has an owner.
  private static func secretWeaknesses(_ environment: [String: String]) -> [String] {
    secrets.compactMap { name in
      if let path = environment["\(name)_FILE"] {
        var file = stat()
        guard stat(path, &file) == 0, file.st_mode & 0o007 != 0 else { return nil }
        return "\(name)_FILE: everybody on the machine can read \(path)"
      }
      let isKey = name.hasSuffix("KEYS") || name.hasSuffix("KEY")
      guard isKey, environment[name] != nil else { return nil }
      return "\(name) is in the environment, which other tools show: use \(name)_FILE"
    }
  }
}
