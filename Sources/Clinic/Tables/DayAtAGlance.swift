public import CivilTime
public import FoundationEssentials
internal import Postgres

/// The clinic's day at a glance.
public struct DayAtAGlance: Sendable {
  /// Visits of the day in each state, those that are cancelled too.
  public let visits: [Appointment.Status: Int]
  /// Who has come and whose visit has not begun.
  public let waiting: Int
  /// Up to ``most``; one more says that there are more.
  public let failedMessages: Int
  /// Within a day.
  public let refusedSignIns: Int
  /// Records that were opened in an emergency and not reviewed yet.
  public let emergencies: Int
  public let storage: Storage
  /// Documents in which a virus was found, and those whose file the store has no more.
  public let infected: Int
  public let lost: Int
  /// What people said of these pages, and nobody has answered or closed.
  public let feedback: Int
  /// Requests that a person's data be erased.
  public let erasures: Int
  /// To be answered, and patients to be called because their visit needs another time.
  public let requests: Int
  public let tasks: Int
  let doctors: [(id: ID<Practitioner>, name: String)]
  let schedule: Schedule

  /// Nothing is counted beyond: who has a thousand failed letters does not need the thousand and first.
  public static let most = 1000
  /// Seconds that refused sign-ins are looked back for.
  static let lookedBack: TimeInterval = 86_400

  /// Time for which somebody could still be booked.
  public struct FreeTime: Sendable {
    public let doctor: ID<Practitioner>
    public let name: String
    public let minutes: Int
  }

  /// Of each doctor who has some left of the day's hours, by name.
  public func free(zone: TimeZoneRules, at now: Date) -> [FreeTime] {
    let today = zone.local(now).day
    let clock = WallClock(zone, days: today.adding(days: -1)...today.adding(days: 1))
    let passed = Spans([Int.min / 2..<Int(now.timeIntervalSince1970)])
    return doctors.compactMap { doctor in
      let hours = Attendance(of: doctor.id, for: nil, on: today, in: schedule, clock).spans
      let taken = Spans((schedule.busy[doctor.id.uuid] ?? []).map(\.during))
      let seconds = hours.subtracting(passed).subtracting(taken).ranges.reduce(0) { $0 + $1.count }
      return seconds < 60 ? nil : FreeTime(doctor: doctor.id, name: doctor.name, minutes: seconds / 60)
    }
  }
}

extension Query<DayAtAGlance> {
  public static func dayAtAGlance(_ moment: Listing.Moment, for visitor: Visitor) -> Self {
    let day = moment.zone.interval(of: moment.today)
    let isToday: SQL = "a.starts_at >= \(day.lowerBound) AND a.starts_at < \(day.upperBound)"
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(
        practitioners: "SELECT id FROM practitioner WHERE active AND kind = ''", services: "SELECT NULL::uuid"
      ),
      between: moment.now..<max(day.upperBound, moment.now + 1), for: visitor.asNewBrowser, at: moment.now)
    func counted(_ rows: SQL) -> SQL {
      "(SELECT count(*) FROM (SELECT \(rows) LIMIT \(DayAtAGlance.most + 1)) AS found)"
    }
    let statements: [SQL] = [
      "SELECT a.status, count(*) FROM appointment a WHERE \(isToday) GROUP BY a.status",
      """
      SELECT (SELECT count(*) FROM appointment a WHERE \(isToday) AND \(Visiting.isWaiting)),
             \(counted("FROM outbox_message m WHERE m.state = 'failed'")),
             \(counted("FROM audit_event e WHERE \(Act.isRefusedSignIn) AND e.at > \(moment.now - DayAtAGlance.lookedBack)")),
             \(counted("FROM emergency_access x WHERE x.reviewed_at IS NULL")),
             \(counted("FROM document_reference d WHERE d.content = 'infected' AND d.status = 'current'")),
             \(counted("FROM document_reference d WHERE d.content = 'lost' AND d.status = 'current'")),
             \(counted("FROM feedback f WHERE f.state = 'open'")),
             \(counted("FROM appointment a WHERE a.status = 'pending' AND a.starts_at > \(moment.now)")),
             \(counted("FROM rebooking r WHERE r.state = 'task'")),
             \(counted("FROM erasure_request q WHERE q.state = 'asked'")),
             \(Storage.used), (SELECT storage_bytes FROM tenant WHERE id = (SELECT current_tenant()))
      """,
      """
      SELECT id, concat_ws(' ', nullif(prefix, ''), given_name, family_name) FROM practitioner
       WHERE active AND kind = '' ORDER BY family_name, given_name, id
      """,
    ]
    return Query(statements + schedule.statements) { rows in
      let first = rows.startIndex
      let states = try rows[first].decode { row in
        (Appointment.Status(rawValue: try row.next()), try row.next(Int.self))
      }
      let counts = try rows[first + 1].decode { row in
        try (
          row.next(Int.self), row.next(Int.self), row.next(Int.self), row.next(Int.self), row.next(Int.self),
          row.next(Int.self), row.next(Int.self), row.next(Int.self), row.next(Int.self), row.next(Int.self),
          Storage(used: row.next(), limit: row.next())
        )
      }[0]
      return DayAtAGlance(
        visits: Dictionary(states.compactMap { state, count in state.map { ($0, count) } }) { one, _ in one },
        waiting: counts.0, failedMessages: counts.1, refusedSignIns: counts.2, emergencies: counts.3,
        storage: counts.10, infected: counts.4, lost: counts.5, feedback: counts.6, erasures: counts.9,
        requests: counts.7,
        tasks: counts.8,
        doctors: try rows[first + 2].decode { row in (id: try row.next(), name: try row.next()) },
        schedule: try schedule.read(rows[(first + statements.count)...]))
    }
  }
}

extension Visiting {
  /// Whether somebody has come for appointment `a`, and it has not begun.
  static var isWaiting: SQL { "a.status = 'arrived' AND a.started_at IS NULL" }
}

extension Act {
  /// What a sign-in can be refused for.
  public static let refusedSignIns: [Act] = [.passwordRefused, .secondFactorRefused, .passkeyRefused]

  /// Whether event `e` is one. In the words of the index `audit_event_sign_in_refused`, which knows no parameters.
  static let isRefusedSignIn: SQL =
    "e.act IN ('password-refused', 'second-factor-refused', 'passkey-refused')"
}
