public import CivilTime
public import Credentials
public import FoundationEssentials
internal import Postgres

/// A place where people wait, as those see it who keep it.
public struct WaitingPlace: Sendable {
  public let id: ID<WaitingRoom>
  /// Empty for the rooms that stand alone.
  public let name: String
  /// Hangs at the door; nil before there is one.
  public let code: String?
  public let isDisplayed: Bool
}

extension Query<[WaitingPlace]> {
  /// Sites, and the clinic itself where rooms stand alone.
  public static var waitingPlaces: Self {
    Query(
      """
      SELECT place.id, place.name, w.code, w.display_hash IS NOT NULL
        FROM (SELECT site.id, site.name FROM location site
               WHERE EXISTS (SELECT FROM location l WHERE l.part_of = site.id)
              UNION ALL
              SELECT \(ID<WaitingRoom>.unstored), ''
               WHERE EXISTS (SELECT FROM location l WHERE l.part_of IS NULL
                                AND NOT EXISTS (SELECT FROM location r WHERE r.part_of = l.id))) AS place
        LEFT JOIN waiting_room w ON w.place = place.id
       ORDER BY place.name, place.id
      """
    ) { row in
      try WaitingPlace(id: row.next(), name: row.next(), code: row.next(), isDisplayed: row.next())
    }
  }
}

/// What hangs on the wall: numbers and rooms, and no names.
public struct WaitingDisplay: Sendable {
  /// So long, in seconds, a call stands there, unless the visit begins before.
  static let callLasts: Double = 600

  public let called: [(number: Int, room: String)]
  /// In the order of the queue.
  public let waiting: [Int]
}

extension Query<WaitingDisplay?> {
  /// Nil for a link that is good no longer.
  ///
  /// - Parameter day: the clinic's today.
  public static func display(_ link: Token, on day: Day, at now: Date) -> Self {
    Query(
      """
      SELECT t.number, t.state = 'called', coalesce(l.name, '')
        FROM waiting_room w
        LEFT JOIN queue_ticket t
          ON t.place = w.place AND t.day = \(day.sql)
             AND (t.state = 'waiting'
                  OR t.state = 'called' AND t.called_at > \(now - WaitingDisplay.callLasts)
                     AND NOT EXISTS (SELECT FROM appointment a WHERE a.id = t.appointment_id AND a.started_at IS NOT NULL))
        LEFT JOIN location l ON l.id = t.room_id
       WHERE w.display_hash = \(link.hash)
       ORDER BY t.called_at DESC NULLS LAST, t.due_at, t.number
      """
    ) { rows in
      if rows.isEmpty { return nil }
      var (called, waiting): ([(number: Int, room: String)], [Int]) = ([], [])
      _ = try rows.decode { row in
        let (number, isCalled, room) = try (row.next(Int?.self), row.next(Bool?.self), row.next(String.self))
        guard let number else { return }
        if isCalled == true { called.append((number, room)) } else { waiting.append(number) }
      }
      return WaitingDisplay(called: called, waiting: waiting)
    }
  }
}

extension Clinic {
  /// A new code for the door, in place of the one before.
  public func makeCheckInCode(at place: ID<WaitingRoom>, by visitor: Visitor) async throws {
    try await keep(place, by: visitor, .checkInCodeMade, code: newCheckInCode(), display: "w.display_hash")
  }

  /// A link to the display of a place, in place of the one before. It is shown this once: only its hash stays.
  public func makeDisplay(of place: ID<WaitingRoom>, by visitor: Visitor) async throws -> (
    visit: Visit, link: Token
  ) {
    let link = Token(from: random)
    return (try await keep(place, by: visitor, .displayMade, code: nil, display: "\(link.hash)::bytea"), link)
  }

  /// From then on the link shows nothing.
  public func revokeDisplay(of place: ID<WaitingRoom>, by visitor: Visitor) async throws {
    try await keep(place, by: visitor, .displayRevoked, code: nil, display: "NULL")
  }

  /// - Parameter code: nil to leave it as it is.
  @discardableResult
  private func keep(
    _ place: ID<WaitingRoom>, by visitor: Visitor, _ act: Act, code: String?, display: SQL
  ) async throws -> Visit {
    let first: SQL = act == .displayMade ? display : "NULL"
    let (visit, isDone) = try await ask(
      visitor,
      Query<Bool>(
        """
        WITH kept AS (
          INSERT INTO waiting_room AS w (place, code, display_hash)
          SELECT \(place), \(code ?? newCheckInCode()), \(first)
           WHERE \(WaitingRoom.exists(place))
          ON CONFLICT (tenant_id, place) DO UPDATE
             SET code = coalesce(\(code), w.code), display_hash = \(display)
          RETURNING place
        ), noted AS (
          INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
          SELECT \(newID() as ID<WaitingRoom>), \(act.rawValue), \(visitor.purpose.rawValue), place, \(visitor.requestID),
                 \(visitor.client.address), \(visitor.client.agent), \(clock())
            FROM kept
        )
        SELECT FROM kept
        """
      ) { !$0.isEmpty })
    guard isDone else { throw Refusal.unknown }
    return visit
  }

  /// Six letters and digits that nobody takes for others.
  private func newCheckInCode() -> String {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    return String(Token(from: random).hash.prefix(6).map { letters[Int($0) % letters.count] })
  }
}
