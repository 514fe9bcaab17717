import Clinic
import FoundationEssentials

/// What the command line asks for.
enum Command {
  case serve
  case migrate
  case tenantCreate(TenantArguments)
  case tenantInvite(slug: String, email: String, givenName: String, familyName: String)
  case tenantList
  case tenantSuspend(slug: String, why: String)
  case tenantResume(slug: String)
  case tenantLimit(slug: String, requests: Int?)
  case tenantStorage(slug: String, bytes: Int)
  case tenantExport(slug: String, archive: Archive)
  case tenantImport(archive: Archive)
  case tenantDelete(slug: String, name: String?)
  case tenantErasures(slug: String)
  case tenantEraseAgain(slug: String, file: String)
  case tenantReceipts
  case tenantDomains
  case tenantConfirmDomain(slug: String, host: String, proof: String)
  case tenantSuspendDomain(slug: String, host: String)
  case auditVerify(slug: String?)
  case auditKey
  case platformTenants
  case platformMigrations
  case platformKeys
  case platformRotate
  case platformCheck
  case demoSeed
  case demoAccounts
  case demoTOTP(name: String)
  case roles
  case routes
  case pages
  case help

  init(_ arguments: [String]) throws(UsageFault) {
    switch (arguments.first, arguments.dropFirst().first) {
    case ("serve", nil): self = .serve
    case ("migrate", nil): self = .migrate
    case ("tenant", "create"): self = .tenantCreate(try TenantArguments(Array(arguments.dropFirst(2))))
    case ("tenant", "invite") where arguments.count == 6:
      self = .tenantInvite(
        slug: arguments[2], email: arguments[3], givenName: arguments[4], familyName: arguments[5])
    case ("tenant", "list") where arguments.count == 2: self = .tenantList
    case ("tenant", "suspend") where arguments.count == 5 && arguments[3] == "--why":
      self = .tenantSuspend(slug: arguments[2], why: arguments[4])
    case ("tenant", "resume") where arguments.count == 3: self = .tenantResume(slug: arguments[2])
    case ("tenant", "limit")
    where arguments.count == 4 && (arguments[3] == "none" || Int(arguments[3]) != nil):
      self = .tenantLimit(slug: arguments[2], requests: Int(arguments[3]))
    case ("tenant", "limit")
    where arguments.count == 5 && arguments[3] == "--storage" && ByteCount(arguments[4]) != nil:
      self = .tenantStorage(slug: arguments[2], bytes: ByteCount(arguments[4])?.bytes ?? 0)
    case ("tenant", "export")
    where arguments.count == 7 && arguments[3] == "--to" && arguments[5] == "--key-file":
      self = .tenantExport(slug: arguments[2], archive: Archive(path: arguments[4], keyFile: arguments[6]))
    case ("tenant", "import") where arguments.count == 5 && arguments[3] == "--key-file":
      self = .tenantImport(archive: Archive(path: arguments[2], keyFile: arguments[4]))
    case ("tenant", "delete") where arguments.count == 3: self = .tenantDelete(slug: arguments[2], name: nil)
    case ("tenant", "delete") where arguments.count == 5 && arguments[3] == "--name":
      self = .tenantDelete(slug: arguments[2], name: arguments[4])
    case ("tenant", "erasures") where arguments.count == 3: self = .tenantErasures(slug: arguments[2])
    case ("tenant", "erase-again") where arguments.count == 4:
      self = .tenantEraseAgain(slug: arguments[2], file: arguments[3])
    case ("tenant", "receipts") where arguments.count == 2: self = .tenantReceipts
    case ("tenant", "domains") where arguments.count == 2: self = .tenantDomains
    case ("tenant", "confirm-domain") where arguments.count == 5:
      self = .tenantConfirmDomain(slug: arguments[2], host: arguments[3], proof: arguments[4])
    case ("tenant", "suspend-domain") where arguments.count == 4:
      self = .tenantSuspendDomain(slug: arguments[2], host: arguments[3])
    case ("audit", "verify") where arguments.count <= 3:
      self = .auditVerify(slug: arguments.count == 3 ? arguments[2] : nil)
    case ("audit", "key") where arguments.count == 2: self = .auditKey
    case ("platform", "tenants") where arguments.count == 2: self = .platformTenants
    case ("platform", "migrations") where arguments.count == 2: self = .platformMigrations
    case ("platform", "keys") where arguments.count == 2: self = .platformKeys
    case ("platform", "rotate") where arguments.count == 2: self = .platformRotate
    case ("platform", "check") where arguments.count == 2: self = .platformCheck
    case ("demo", "seed"): self = .demoSeed
    case ("demo", "accounts"): self = .demoAccounts
    case ("demo", "totp") where arguments.count == 3: self = .demoTOTP(name: arguments[2])
    case ("roles", nil): self = .roles
    case ("routes", nil): self = .routes
    case ("pages", nil): self = .pages
    case (nil, _), ("help", _), ("--help", _), ("-h", _): self = .help
    default:
      throw UsageFault("'\(arguments.joined(separator: " "))' is no command; 'polyclinic help' lists them")
    }
  }

  func run() async throws {
    switch self {
    case .serve: try await Serving(Settings.read()).run()
    case .migrate: try await migrate(Settings.read())
    case .tenantCreate(let arguments): try await createTenant(arguments, Settings.read())
    case .tenantInvite(let slug, let email, let givenName, let familyName):
      try await inviteAdministrator((email, givenName, familyName), to: slug, Settings.read())
    case .tenantList: try await listTenants(Settings.read())
    case .tenantSuspend(let slug, let why): try await suspendTenant(slug, because: why, Settings.read())
    case .tenantResume(let slug): try await resumeTenant(slug, Settings.read())
    case .tenantLimit(let slug, let requests): try await limitTenant(slug, to: requests, Settings.read())
    case .tenantStorage(let slug, let bytes): try await limitStorage(slug, to: bytes, Settings.read())
    case .tenantExport(let slug, let archive): try await exportTenant(slug, to: archive, Settings.read())
    case .tenantImport(let archive): try await importTenant(from: archive, Settings.read())
    case .tenantDelete(let slug, let name): try await deleteTenant(slug, named: name, Settings.read())
    case .tenantErasures(let slug): try await printErasures(of: slug, Settings.read())
    case .tenantEraseAgain(let slug, let file): try await eraseAgain(file, at: slug, Settings.read())
    case .tenantReceipts: try await printReceipts(Settings.read())
    case .tenantDomains: try await printDomains(Settings.read())
    case .tenantConfirmDomain(let slug, let host, let proof):
      try await confirmDomain(host, of: slug, proof: proof, Settings.read())
    case .tenantSuspendDomain(let slug, let host):
      try await suspendDomain(host, of: slug, Settings.read())
    case .auditVerify(let slug): try await verifyAudit(of: slug, Settings.read())
    case .auditKey: try printAuditKey(Settings.read())
    case .platformTenants: try await printFigures(Settings.read())
    case .platformMigrations: try await printMigrations(Settings.read())
    case .platformKeys: try await printKeys(Settings.read())
    case .platformRotate: try await rotateKeys(Settings.read())
    case .platformCheck: try await checkPlatform(Settings.read())
    case .demoSeed: try await seedDemo(Settings.read())
    case .demoAccounts: try printDemoAccounts(Settings.read())
    case .demoTOTP(let name): try printDemoCode(name)
    case .roles: print(RoleTable.text)
    case .routes: try printRoutes(Settings.read())
    case .pages: try printPages(Settings.read())
    case .help: print(Self.usage)
    }
  }

  static let usage = """
    polyclinic serve                      answer requests until SIGTERM
    polyclinic migrate                    bring the database to this version
    polyclinic tenant create SLUG --name NAME --time-zone ZONE [--currency GBP] [--host HOST]
                             [--mail-from ADDRESS] [--admin EMAIL GIVEN-NAME FAMILY-NAME]
                                          make a clinic, and invite its first administrator by letter; safe to repeat
    polyclinic tenant invite SLUG EMAIL GIVEN-NAME FAMILY-NAME
                                          a link by which somebody becomes an administrator there
    polyclinic tenant list                every clinic, its hosts, and whether it is suspended
    polyclinic tenant suspend SLUG --why REASON
                                          let nobody in and do no work, until it is resumed; nothing is lost
    polyclinic tenant resume SLUG         let everybody in again, and do what waited
    polyclinic tenant limit SLUG REQUESTS how many requests a second each server takes in for it; 'none' for no limit
    polyclinic tenant limit SLUG --storage SIZE
                                          how much it keeps in documents: 500M, 20G, 1T
    polyclinic tenant export SLUG --to FILE --key-file KEY
                                          write all rows and files of a clinic to one sealed archive
    polyclinic tenant import FILE --key-file KEY
                                          bring a clinic in from an archive; it stays suspended until it is resumed
    polyclinic tenant delete SLUG [--name NAME]
                                          delete all that a clinic has; asks for its name unless it is given
    polyclinic tenant erasures SLUG       whose data a clinic has erased, by ids: the list to keep beside backups
    polyclinic tenant erase-again SLUG FILE
                                          erase whom such a list names, after an older archive or backup came back
    polyclinic tenant receipts            what was deleted, when, and by whom
    polyclinic tenant domains             which domains of their own clinics ask for or have
    polyclinic tenant confirm-domain SLUG HOST PROOF
                                          let one lead to its clinic, given what its TXT record says
    polyclinic tenant suspend-domain SLUG HOST
                                          take one out of service
    polyclinic audit verify [SLUG]        compare the audit logs, or one, with their seals: 1 if any is not as sealed
    polyclinic audit key                  the public half of the key that signs them
    polyclinic platform tenants           how large each clinic is, how busy, and what fails there
    polyclinic platform migrations        which have been applied, and when
    polyclinic platform keys              under which keys what is stored lies
    polyclinic platform rotate            put all of it under the current key, while servers run
    polyclinic platform check             name every weakness of this installation: 1 if there is any
    polyclinic demo seed                  fill two clinics with demo data, if they are not there
    polyclinic demo accounts              the people of the demo and their passwords
    polyclinic demo totp NAME             a current six-digit code of one of them
    polyclinic roles                      who may do what
    polyclinic routes                     every route, whom it admits and what for
    polyclinic pages                      check every template

    Settings come from the environment: docs/operations.md lists them.
    """
}

struct UsageFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
