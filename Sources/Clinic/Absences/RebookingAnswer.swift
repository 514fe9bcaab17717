internal import CivilTime
public import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Whoever holds the letter's link takes a time: the visit moves there. Any number of times it is done once.
  ///
  /// - Parameter offer: one that the link's page showed; nil for the time that was proposed.
  /// - Throws: `Refusal.unknown` for no such link; `.conflict(.timeTaken)` when the time can't be had any more,
  ///   `.conflict(.otherState)` when the visit was settled otherwise.
  public func acceptRebooking(_ link: Token, _ offer: Offer?, by visitor: Visitor) async throws {
    try await move(
      .rebooking(of: link, by: visitor, at: clock()), Rebooking.of(link), to: offer,
      by: visitor.holding(link.hash))
  }

  /// The front desk moves the visit of a task, as agreed with the patient.
  ///
  /// - Throws: as `acceptRebooking`.
  public func settle(_ task: ID<Rebooking>, _ offer: Offer, by visitor: Visitor) async throws {
    let hash: [UInt8]? = try await ask(visitor, .linkHash(of: task)).answer
    let holder = hash.map(visitor.holding)
    try await move(
      .rebookingTask(task, by: visitor, at: clock()), "r.id = \(task)", to: offer,
      by: holder ?? visitor.asNewBrowser)
  }

  private func move(
    _ question: Query<RebookingChoice?>, _ condition: SQL, to wanted: Offer?, by holder: Visitor
  ) async throws {
    let (visit, answer) = try await ask(holder, question)
    guard let choice = answer else { throw Refusal.unknown }
    let rebooking = choice.rebooking
    let start = wanted?.slot.during.lowerBound ?? rebooking.proposal?.during.lowerBound
    if rebooking.state == .accepted, rebooking.visit.during.lowerBound == start { return }
    guard !rebooking.isSettled else { throw Refusal.conflict(.otherState) }
    let zone = try zones.rules(for: visit.tenant.timeZone)
    do {
      // As it can be had now: the rules may have changed since the letter.
      guard let start, let offer = choice.offer(at: start, zone: zone, at: clock()),
        wanted.map({ $0.isSameVisit(as: offer) }) ?? true
      else { throw Refusal.conflict(.timeTaken) }
      _ = try await carryingOut(offer, by: holder, moving: rebooking.visit.id) { offer in
        let (_, (_, attempt)) = try await ask(
          holder, .queue(for: offer.queueNames + ["\(rebooking.visit.patient)"]),
          .move(
            rebooking.visit.id, to: offer, seen: rebooking.visit.sequence,
            right: .clinics(Rebooking.appointment(where: condition)), by: holder,
            at: clock(), newID: newID))
        return attempt
      }
    } catch let conflict as Refusal
      where conflict == .conflict(.timeTaken) || conflict == .conflict(.offerOutdated)
    {
      // A second press of the same button: the first may have been done while this one looked.
      let after: RebookingChoice? = try await ask(holder, question).answer
      guard let now = after?.rebooking else { throw Refusal.unknown }
      if now.state == .accepted, now.visit.during.lowerBound == start { return }
      throw Refusal.conflict(now.isSettled ? .otherState : .timeTaken)
    }
  }

  /// Whoever holds the letter's link gives the visit up.
  public func cancelRebooking(_ link: Token, by visitor: Visitor) async throws {
    try await cancel(.rebooking(of: link, by: visitor, at: clock()), Rebooking.of(link), by: visitor)
  }

  /// The front desk gives the visit of a task up, as agreed with the patient.
  public func cancel(_ task: ID<Rebooking>, by visitor: Visitor) async throws {
    try await cancel(.rebookingTask(task, by: visitor, at: clock()), "r.id = \(task)", by: visitor)
  }

  private func cancel(
    _ question: Query<RebookingChoice?>, _ condition: SQL, by visitor: Visitor
  ) async throws {
    let choice: RebookingChoice? = try await ask(visitor, question).answer
    guard let rebooking = choice?.rebooking else { throw Refusal.unknown }
    if rebooking.state == .cancelled { return }
    let (_, (isDone, after)) = try await ask(
      visitor,
      .change(
        rebooking.visit.id, by: .cancel, seen: rebooking.visit.sequence, time: .atAnyTime,
        whose: Rebooking.appointment(where: condition), visitor: visitor, at: clock(), newID: newID), question
    )
    if !isDone, after?.rebooking.state != .cancelled { throw Refusal.conflict(.otherState) }
  }

  /// Whoever holds the letter's link would rather be called: a task. What is kept for them stays as long as it was.
  public func askForCall(_ link: Token, by visitor: Visitor) async throws {
    let now = clock()
    let (_, (_, choice)) = try await ask(
      visitor, .askForCall(link, by: visitor, at: now), .rebooking(of: link, by: visitor, at: now))
    guard let choice else { throw Refusal.unknown }
    if choice.rebooking.isSettled { throw Refusal.conflict(.otherState) }
  }
}

extension RebookingChoice {
  /// A time, as it can be had now.
  func offer(at start: Date, zone: TimeZoneRules, at now: Date) -> Offer? {
    guard let practitioner, let service else { return nil }
    let search = search(service, practitioner, zone, now)
    return search.slot(at: start).map { Offer(practitioner, $0, in: search, at: now) }
  }
}

extension Query<Void> {
  fileprivate static func askForCall(_ link: Token, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH asked AS (
        UPDATE rebooking r SET state = 'task', why = 'asked'
         WHERE \(Rebooking.of(link)) AND r.state = 'open'
        RETURNING appointment_id
      )
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.rebookingCallAsked.rawValue), \(visitor.purpose.rawValue), appointment_id,
             \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM asked
      """
    ) { _ in }
  }
}

extension Query<[UInt8]?> {
  fileprivate static func linkHash(of task: ID<Rebooking>) -> Self {
    Query("SELECT token_hash FROM rebooking WHERE id = \(task)") { row in try row.next([UInt8].self) }
  }
}

extension Visitor {
  /// The same visitor, for whom a time is kept under this hash.
  func holding(_ hash: [UInt8]) -> Visitor {
    Visitor(
      host: host, tokenHash: tokenHash, access: access, purpose: purpose, requestID: requestID,
      client: Client(
        address: client.address, agent: client.agent, deviceHash: client.deviceHash, holdHash: hash))
  }
}
