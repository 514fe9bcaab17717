public import FoundationEssentials

/// Who stands at the door, and what the route they asked for is for and whom it admits.
public struct Visitor: Sendable {
  /// The host of the request, lower case, without port: it names the tenant.
  public let host: String
  /// The hash of the token that the browser showed, signed in or not.
  public let tokenHash: [UInt8]?
  public let access: Access
  public let purpose: Purpose
  public let requestID: String
  public let client: Client
  /// A page that looks by itself: nobody is at the keyboard, so it does not make the session longer.
  public var isUnattended = false
  /// What they ask for, as the audit log names it where it is refused; nil where nothing is.
  public var aim: Aim?

  public struct Aim: Hashable, Sendable {
    /// A route by its name: `desk.visit`.
    public let route: String
    /// What its address names.
    public let record: UUID?

    public init(route: String, record: UUID?) {
      self.route = route
      self.record = record
    }
  }

  public init(
    host: String, tokenHash: [UInt8]?, access: Access, purpose: Purpose, requestID: String,
    client: Client = .unknown
  ) {
    self.host = host
    self.tokenHash = tokenHash
    self.access = access
    self.purpose = purpose
    self.requestID = requestID
    self.client = client
  }

  /// Whether they act in the stead of any patient of the clinic: the door has let them in for that.
  var actsForPatients: Bool {
    access == .may(.keepFrontDesk) || access == .may(.bookForPatients) || access == .may(.listVisits)
  }

  /// The same visitor from a browser that nothing is kept for.
  public var asNewBrowser: Visitor {
    Visitor(
      host: host, tokenHash: tokenHash, access: access, purpose: purpose, requestID: requestID,
      client: Client(
        address: client.address, agent: client.agent, deviceHash: client.deviceHash, holdHash: nil))
  }

  /// The same visitor at a page that admits everybody.
  public var asAnybody: Visitor {
    var anybody = Visitor(
      host: host, tokenHash: tokenHash, access: .anyone, purpose: purpose, requestID: requestID,
      client: client)
    anybody.isUnattended = isUnattended
    return anybody
  }
}

/// What the door found: the tenant, and the account if there is one.
public struct Visit: Sendable {
  public let tenant: Tenant
  public let account: SignedIn?
  public let rules: SignInRules
  public let look: TenantLook
  /// How many appointments a patient may have ahead by booking online.
  public let mostAhead: Int
  /// Unread messages of a patient; of staff, conversations that wait for their answer.
  public let messagesWaiting: Int
  /// The instant at which the door was opened.
  public let now: Date

  public struct SignedIn: Sendable {
    public let id: ID<Account>
    public let role: Role
    public let stage: Session.Stage
    public let name: String
    /// When the session ends if nothing more is asked for, and when it ends in any case.
    public let idleUntil: Date
    public let expires: Date
  }
}
