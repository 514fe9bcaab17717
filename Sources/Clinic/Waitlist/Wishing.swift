internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Puts a wish on the waiting list. The same form sent again does nothing more.
  ///
  /// - Parameter key: made with the form; the entry's id.
  /// - Throws: `Refusal.invalid` when it names nothing, nobody gives what it names, or there are as many wishes as may be.
  public func wish(_ wish: Wish, _ key: ID<WaitlistEntry>, by visitor: Visitor) async throws {
    if wish.specialty == nil, wish.service == nil, wish.practitioner == nil {
      throw Refusal.invalid([Problem("specialty", "problem.wish-what")])
    }
    let now = clock()
    let (_, (_, isThere, count)) = try await ask(
      visitor, .wish(wish, key, by: visitor, at: now),
      Query<Bool>(
        "SELECT FROM waitlist_entry WHERE id = \(key) AND account_id = (SELECT current_account())"
      ) { !$0.isEmpty }, .wishCount(at: now))
    if isThere { return }
    throw Refusal.invalid([
      count < Wish.most
        ? Problem("", "problem.wish") : Problem("", "problem.wishes-enough", ["most": String(Wish.most)])
    ])
  }

  /// Takes a wish off the list, and with it what is kept for it. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for what is not the visitor's.
  public func withdrawWish(_ id: ID<WaitlistEntry>, by visitor: Visitor) async throws {
    let now = clock()
    let (_, isDone) = try await ask(
      visitor,
      Query<Bool>(
        """
        WITH own AS (
          SELECT e.id FROM waitlist_entry e WHERE e.id = \(id) AND \(WaitlistEntry.isMineToEnd(at: now))
        ), withdrawn AS (
          UPDATE waitlist_entry e SET state = 'withdrawn' FROM own WHERE e.id = own.id AND e.state IN ('waiting', 'offered')
          RETURNING e.id
        ), \(SQL.closing("entry_id IN (SELECT id FROM withdrawn)", as: .declined)), noted AS (
          INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
          SELECT gen_random_uuid(), \(Act.wishWithdrawn.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
                 \(visitor.client.address), \(visitor.client.agent), \(now)
            FROM withdrawn
        )
        SELECT FROM own
        """
      ) { !$0.isEmpty })
    if !isDone { throw Refusal.unknown }
  }
}

extension Query<Int> {
  /// How many wishes of the visitor's are on the list.
  fileprivate static func wishCount(at now: Date) -> Self {
    Query("SELECT count(*) \(WaitlistEntry.mineAhead(at: now))") { rows in
      try rows.decode { row in try row.next(Int.self) }[0]
    }
  }
}

extension WaitlistEntry {
  /// Whether entry `e` is the visitor's: they made it, and book for that patient still.
  static func mine(at now: Date) -> SQL {
    """
    (e.account_id = (SELECT current_account()) AND e.patient_id = ANY (ARRAY(\(Patient.mine(for: .book, at: now)))))
    """
  }

  /// Whether entry `e` is the visitor's to see and to end: their own, and whoever made it, one for a record that they keep.
  static func isMineToEnd(at now: Date) -> SQL {
    "(\(mine(at: now)) OR e.patient_id = ANY (ARRAY(\(Patient.mine(for: .keep, at: now)))))"
  }

  /// Those that count among the visitor's: a wish goes with the right.
  static func mineAhead(at now: Date) -> SQL {
    "FROM waitlist_entry e WHERE \(mine(at: now)) AND e.state IN ('waiting', 'offered')"
  }
}

extension Query<Void> {
  fileprivate static func wish(_ wish: Wish, _ key: ID<WaitlistEntry>, by visitor: Visitor, at now: Date)
    -> Self
  {
    Query(
      """
      WITH wished AS (\(SQL.insert(wish, key, at: now)) RETURNING id)
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.wishMade.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM wished
      """
    ) { _ in }
  }
}

extension SQL {
  /// The table expressions `closed`, `ended` and `again`: open offers end without a booking, what was kept for them is free,
  /// and the next is looked for.
  static func closing(_ condition: SQL, as state: WaitlistOffer.State) -> SQL {
    """
    closed AS (
      UPDATE waitlist_offer SET state = \(state.rawValue) WHERE state = 'open' AND \(condition)
      RETURNING id, entry_id, freed_id, hold_hash
    ), ended AS (
      DELETE FROM hold USING closed WHERE hold.browser_hash = closed.hold_hash
    ), again AS (
      UPDATE freed_time f SET state = 'new', due_at = '-infinity' FROM closed WHERE f.id = closed.freed_id
    )
    """
  }
}
