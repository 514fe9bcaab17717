import Addresses
import Clamd
import Clinic
import Credentials
import FoundationEssentials
import Mail
import Shell

extension Settings {
  /// - Throws: `SettingsFaults`, with every fault found.
  static func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Settings {
    var reader = SettingsReader(environment: environment)
    let isDevelopment =
      reader.choice("POLYCLINIC_ENVIRONMENT", ["development", "production"], default: "production")
      == "development"
    let port = reader.int("POLYCLINIC_PORT", default: 8080, in: 0...65_535)
    let tls = reader.tls()
    let publicPort = reader.int(
      "POLYCLINIC_PUBLIC_PORT", default: isDevelopment ? port : 443, in: 0...65_535)
    let trustedProxies = reader.addressRanges("POLYCLINIC_TRUSTED_PROXIES")
    let databaseURL = reader.required(
      "POLYCLINIC_DATABASE_URL",
      "the database, as the role polyclinic_app, such as postgres://polyclinic_app@/polyclinic")
    let poolSize = reader.int("POLYCLINIC_POOL", default: 8, in: 1...200)
    let directoryTimes =
      reader.choice("POLYCLINIC_DIRECTORY_TIMES", ["shown", "linked"], default: "shown") == "shown"
    let doesWork = reader.choice("POLYCLINIC_WORK", ["done", "left"], default: "done") == "done"
    let keys = reader.keyRing("POLYCLINIC_KEYS")
    let auditKeys = reader.auditKeys()
    let objectStore = reader.objectStore()
    let mail = reader.mail()
    let clamav = reader.clamav()
    let host = reader.string("POLYCLINIC_HOST", default: "127.0.0.1")
    let baseDomain = reader.string("POLYCLINIC_BASE_DOMAIN", default: "localhost").lowercased()
    let ownerDatabaseURL = reader.string("POLYCLINIC_OWNER_DATABASE_URL", default: "")
    let root = reader.string("POLYCLINIC_ROOT", default: ".")
    guard reader.faults.isEmpty, let keys, let auditKeys else { throw SettingsFaults(faults: reader.faults) }
    return Settings(
      isDevelopment: isDevelopment,
      host: host,
      port: port,
      baseDomain: baseDomain,
      publicPort: publicPort,
      isBehindTLS: !isDevelopment || tls != nil,
      tls: tls,
      trustedProxies: trustedProxies,
      databaseURL: databaseURL,
      ownerDatabaseURL: ownerDatabaseURL,
      poolSize: poolSize,
      directoryTimes: directoryTimes,
      doesWork: doesWork,
      keys: keys,
      auditKeys: auditKeys,
      objectStore: objectStore,
      mail: mail,
      clamav: clamav,
      root: root)
  }

  /// - Throws: `SettingsFaults` when the owner's connection is not set: the server needs none, commands do.
  func ownerConnection() throws -> String {
    guard !ownerDatabaseURL.isEmpty else {
      throw SettingsFaults(
        faults: ["POLYCLINIC_OWNER_DATABASE_URL is not set: the database, as the role polyclinic_owner"])
    }
    return ownerDatabaseURL
  }
}

extension SettingsReader {
  fileprivate mutating func tls() -> TLSFiles? {
    switch (string("POLYCLINIC_TLS_CERTIFICATE"), string("POLYCLINIC_TLS_KEY")) {
    case (nil, nil): return nil
    case (let certificate?, let key?): return TLSFiles(certificateChain: certificate, privateKey: key)
    default:
      refuse("POLYCLINIC_TLS_CERTIFICATE and POLYCLINIC_TLS_KEY must be set together")
      return nil
    }
  }

  fileprivate mutating func addressRanges(_ name: String) -> [AddressRange] {
    (string(name) ?? "").split(separator: ",").compactMap { text in
      let range = AddressRange(text.filter { $0 != " " })
      if range == nil { refuse("\(name): '\(text)' is no address range, such as 10.0.0.0/8") }
      return range
    }
  }

  /// `id:base64,id:base64`; the last one seals what is new, the others still open what is old.
  fileprivate mutating func keyRing(_ name: String) -> KeyRing? {
    let meaning = "keys as id:base64 of 32 random bytes, the last one current"
    var keys: [String: [UInt8]] = [:]
    var current = ""
    for part in required(name, meaning).split(separator: ",") {
      let halves = part.split(separator: ":", maxSplits: 1).map(String.init)
      guard halves.count == 2, let key = Data(base64Encoded: halves[1]) else {
        refuse("\(name) must be \(meaning)")
        continue
      }
      current = halves[0]
      keys[current] = Array(key)
    }
    do {
      return try KeyRing(keys: keys, current: current)
    } catch {
      if !keys.isEmpty { refuse("\(name): \(error)") }
      return nil
    }
  }

  fileprivate mutating func objectStore() -> Settings.ObjectStoreSettings {
    guard choice("POLYCLINIC_OBJECT_STORE", ["file", "s3"], default: "file") == "s3" else {
      return .files(folder: required("POLYCLINIC_FILES", "the folder for images and documents"))
    }
    return .s3(
      endpoint: required(
        "POLYCLINIC_S3_ENDPOINT", "the object store's address, such as https://s3.example.org"),
      region: string("POLYCLINIC_S3_REGION", default: "us-east-1"),
      bucket: required("POLYCLINIC_S3_BUCKET", "the bucket for images and documents"),
      accessKey: required("POLYCLINIC_S3_ACCESS_KEY", "the object store's access key"),
      secretKey: required("POLYCLINIC_S3_SECRET_KEY", "the object store's secret key"),
      virtualHost: choice("POLYCLINIC_S3_STYLE", ["path", "virtual"], default: "path") == "virtual")
  }

  fileprivate mutating func clamav() -> ClamdClient.Address? {
    guard let text = string("POLYCLINIC_CLAMAV") else { return nil }
    let address = ClamdClient.Address(text)
    if address == nil { refuse("POLYCLINIC_CLAMAV must be unix:/path/of/clamd.ctl or tcp:host:port") }
    return address
  }

  fileprivate mutating func mail() -> Settings.MailSettings? {
    guard let url = string("POLYCLINIC_SMTP_URL") else { return nil }
    let from = required("POLYCLINIC_MAIL_FROM", "the sender, such as Riverside <post@example.org>")
    do {
      return try Settings.MailSettings(smtp: SMTPSettings(url: url), from: Mailbox(from))
    } catch let fault as SMTPURLFault {
      refuse("POLYCLINIC_SMTP_URL: \(fault)")
    } catch {
      if !from.isEmpty { refuse("POLYCLINIC_MAIL_FROM: \(error)") }
    }
    return nil
  }
}
