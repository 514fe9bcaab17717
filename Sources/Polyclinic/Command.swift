import Clinic
import FoundationEssentials
import Mail

/// What the command line asks for.
enum Command {
  case serve
  case migrate
  case tenantCreate(TenantArguments)
  case tenantInvite(slug: String, email: String, givenName: String, familyName: String)
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
                             [--mail-from ADDRESS]
                                          make a clinic; safe to repeat
    polyclinic tenant invite SLUG EMAIL GIVEN-NAME FAMILY-NAME
                                          a link by which somebody becomes an administrator there
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

struct TenantArguments {
  var slug = ""
  var name = ""
  var timeZone = ""
  var currency = "GBP"
  var host: String?
  var mailFrom = ""

  init(_ arguments: [String]) throws(UsageFault) {
    guard let slug = arguments.first, !slug.hasPrefix("-") else {
      throw UsageFault(
        "tenant create needs a slug: polyclinic tenant create lakeside --name 'Lakeside Clinic' ...")
    }
    self.slug = slug
    var rest = arguments.dropFirst()
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw UsageFault("\(option) needs a value") }
      switch option {
      case "--name": name = value
      case "--time-zone": timeZone = value
      case "--currency": currency = value
      case "--host": host = value
      case "--mail-from":
        guard (try? Mailbox(address: value)) != nil else {
          throw UsageFault("--mail-from needs an e-mail address")
        }
        mailFrom = value
      default: throw UsageFault("tenant create knows no option \(option)")
      }
    }
    if name.isEmpty { throw UsageFault("tenant create needs --name") }
    if timeZone.isEmpty { throw UsageFault("tenant create needs --time-zone, such as Europe/London") }
  }
}
