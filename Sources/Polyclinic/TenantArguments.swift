import Clinic
import Mail

/// What `tenant create` is told.
struct TenantArguments {
  var slug = ""
  var name = ""
  var timeZone = ""
  var currency = "GBP"
  var host: String?
  var mailFrom = ""
  var administrator: TenantRegistry.Person?

  init(_ arguments: [String]) throws(UsageFault) {
    guard let slug = arguments.first, !slug.hasPrefix("-") else {
      throw UsageFault(
        "tenant create needs a slug: polyclinic tenant create lakeside --name 'Lakeside Clinic' ...")
    }
    self.slug = slug
    var rest = arguments.dropFirst()
    while let option = rest.popFirst() {
      if option == "--admin" {
        administrator = try Self.person(rest.prefix(3))
        rest = rest.dropFirst(3)
        continue
      }
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
  private static func person(_ values: ArraySlice<String>) throws(UsageFault) -> TenantRegistry.Person {
    let values = values.map { $0.trimmingPrefix { $0.isWhitespace } }.map(String.init)
    guard values.count == 3, (try? Mailbox(address: values[0])) != nil,
      values[1...].allSatisfy({ (1...100).contains($0.count) })
    else { throw UsageFault("--admin needs an e-mail address, a given name and a family name") }
    return (values[0], values[1], values[2])
  }
}
