import Clamd
import Clinic
import Credentials
import Images
import Logging
import Mail
import ObjectStore
import Pages
import Printing
import Shell
import Web

/// The application put together: everything that serving and checking share.
struct Parts {
  let clinic: Clinic
  let library: TemplateLibrary
  let assets: Assets
  let site: Site
  let origins: Origins
  let objects: any ObjectStore

  /// - Throws: what is wrong with templates, assets or settings.
  init(_ settings: Settings, logger: Logger) throws {
    objects = try settings.makeObjectStore(logger: logger)
    // For a provider with money: docs/invoices.md.
    let testPayments = settings.isDevelopment ? TestPayments(keys: settings.keys) : nil
    assets = try Assets(folder: "\(settings.root)/Public")
    library = try TemplateLibrary(
      folder: "\(settings.root)/Templates", languages: Site.languages, frame: Site.frame, assets: assets.paths
    )
    let images = ImageProcessor(magic: try MagicDatabase())
    let printer = Printer()
    clinic = try Clinic(
      connection: settings.databaseURL, poolSize: settings.poolSize, objects: objects, keys: settings.keys,
      auditKeys: settings.auditKeys, hasher: PasswordHasher(pepper: Pepper(settings.keys)),
      payments: testPayments,
      inspection: DocumentInspection(images, scanner: settings.clamav.map { ClamdClient($0) }),
      papers: try ArchivePapers(library: library, printer: printer), logger: logger)
    try Site.checkTexts(of: library)
    origins = Origins(
      isSecure: settings.isBehindTLS, baseDomain: settings.baseDomain, port: settings.publicPort,
      mail: settings.mail?.from.address)
    site = try Site(
      clinic: clinic, library: library, images: images, printer: printer, origins: origins,
      keys: settings.keys,
      testPayments: testPayments, isDevelopment: settings.isDevelopment,
      directoryTimes: settings.directoryTimes)
  }

  /// Finishes what runs and lets go of database and object store.
  func close() async {
    await clinic.close()
    if let store = objects as? S3Store { try? await store.shutDown() }
  }
}

extension Settings {
  func makeObjectStore(logger: Logger) throws -> any ObjectStore {
    switch objectStore {
    case .files(let folder):
      return try FileStore(folder: folder)
    case .s3(let endpoint, let region, let bucket, let accessKey, let secretKey, let virtualHost):
      var settings = S3Settings(
        endpoint: endpoint, bucket: bucket,
        credentials: S3Credentials(accessKey: accessKey, secretKey: secretKey))
      settings.region = region
      settings.addressing = virtualHost ? .virtualHost : .path
      return try S3Store(settings, logger: logger)
    }
  }
}
