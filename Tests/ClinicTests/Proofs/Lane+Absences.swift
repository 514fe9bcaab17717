import FoundationEssentials
import Postgres

@testable import Clinic

extension Lane {
  /// A doctor is away for an hour, or a room is closed.
  mutating func block() async -> Outcome {
    let (resource, isDoctor, time) = stage.absence(from: &generator)
    let (id, column): (UUID, SQL) = (clinic.newKey(), isDoctor ? "practitioner_id" : "location_id")
    let began = ticks.next()
    do {
      try await stage.asAdministrator(
        """
        INSERT INTO absence (id, \(column), first_day, last_day, starts, ends)
        VALUES (\(id), \(resource), \(time.lowerBound)::date, \(time.lowerBound)::date,
                \(time.lowerBound)::time, \(time.upperBound)::time)
        """)
      ledger.block(id, resource, time, began...ticks.next())
      absences.append(id)
      return .done
    } catch {
      return .unexpected(error)
    }
  }

  mutating func unblock() async -> Outcome {
    let id = absences.removeFirst()
    let began = ticks.next()
    do {
      try await stage.asAdministrator("DELETE FROM absence WHERE id = \(id)")
      ledger.unblock(id, began...ticks.next())
      return .done
    } catch {
      return .unexpected(error)
    }
  }
}
