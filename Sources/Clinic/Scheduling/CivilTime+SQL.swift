internal import CivilTime
internal import Postgres

extension Day {
  var sql: SQLDate { SQLDate(daysSinceEpoch: daysSinceEpoch) }

  init(sql: SQLDate) throws {
    guard let day = Day(daysSinceEpoch: Int(sql.daysSinceEpoch)) else {
      throw StoredValueFault(column: "date")
    }
    self = day
  }
}

extension TimeOfDay {
  var sql: SQLTime { SQLTime(microsecondsSinceMidnight: Int64(secondsSinceMidnight) * 1_000_000) }

  init(sql: SQLTime) throws {
    guard let time = TimeOfDay(secondsSinceMidnight: Int(sql.microsecondsSinceMidnight / 1_000_000)) else {
      throw StoredValueFault(column: "time")
    }
    self = time
  }
}

/// A row holds what this version can't read.
struct StoredValueFault: Error {
  let column: String
}
