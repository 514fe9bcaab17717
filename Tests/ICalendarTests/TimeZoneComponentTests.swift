import CivilTime
import Foundation
import ICalendar
import Testing

@Suite("The time zone in a calendar")
struct TimeZoneComponentTests {
  @Test("tells each change of the clocks by itself, from the year before to the year after")
  func london() throws {
    let lines = Reading(try object([event()])).lines.drop { $0 != "BEGIN:VTIMEZONE" }
      .prefix { $0 != "END:VTIMEZONE" }
    #expect(
      lines.prefix(14) == [
        "BEGIN:VTIMEZONE", "TZID:Europe/London", "BEGIN:STANDARD", "DTSTART:20241027T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000", "TZNAME:GMT", "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:20250330T010000",
        "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "TZNAME:BST", "END:DAYLIGHT",
      ])
    #expect(lines.filter { $0.hasPrefix("DTSTART") }.count == 7)
    #expect(lines.contains("DTSTART:20271031T020000"))
  }

  @Test("calls summer summer where the database has it the other way round")
  func dublin() throws {
    let lines = Reading(try object([event()], zone: "Europe/Dublin")).lines
    let summers = lines.indices.filter { lines[$0] == "BEGIN:DAYLIGHT" }
    #expect(summers.count == 3 && summers.allSatisfy { lines[$0 + 4] == "TZNAME:IST" })
    let winters = lines.indices.filter { lines[$0] == "BEGIN:STANDARD" }
    #expect(winters.count == 4 && winters.allSatisfy { lines[$0 + 4] == "TZNAME:GMT" })
  }

  @Test("is told of a zone that never changes, and of one that long has not")
  func still() throws {
    for (zone, expected) in [
      ("UTC", ["DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000"]),
      ("Asia/Kathmandu", ["DTSTART:19860101T000000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0545"]),
      // Its last change was in 1945.
      ("Asia/Kolkata", ["DTSTART:19700101T053000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530"]),
    ] {
      let lines = Reading(try object([event()], zone: zone)).lines
      let start = try #require(lines.firstIndex(of: "BEGIN:STANDARD"))
      #expect(Array(lines[(start + 1)...(start + 3)]) == expected)
      #expect(lines.count { $0.hasPrefix("TZOFFSETTO") } == 1)
    }
  }

  @Test("agrees with the rules at every hour of three years, in every zone and whichever year")
  func agrees() throws {
    let database = TimeZoneDatabase()
    for identifier in database.choices() {
      let rules = try database.rules(for: identifier)
      for year in [1972, 2011, 2026, 2060] {
        let middle = try instant("\(year)-07-01T12:00:00Z")
        let calendar = try CalendarObject(.publish, by: clinic, [], in: rules, at: middle)
        let onsets = try Onset.all(in: Reading(calendar).lines)
        let hours = stride(from: -365 * 24, through: 365 * 24, by: 7).map {
          middle.addingTimeInterval(Double($0) * 3600)
        }
        // Around each change as well.
        let edges = onsets.flatMap { [$0.instant.addingTimeInterval(-1), $0.instant] }.filter {
          $0 >= hours[0]
        }
        for time in hours + edges {
          let holding = onsets.last { $0.instant <= time }
          if holding?.offset != rules.offset(at: time).seconds {
            Issue.record("\(identifier) at \(time)")
            break
          }
        }
      }
    }
  }
}

/// An observance as a reader without our rules takes it.
private struct Onset {
  let instant: Date
  let offset: Int

  static func all(in lines: [String]) throws -> [Onset] {
    let starts = lines.indices.filter { lines[$0] == "BEGIN:STANDARD" || lines[$0] == "BEGIN:DAYLIGHT" }
    return try starts.map { start in
      let text = lines[start + 1].dropFirst("DTSTART:".count)
      let digits = text.filter(\.isNumber).map { $0.wholeNumberValue ?? 0 }
      func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
      let day = try #require(Day(year: number(0..<4), month: number(4..<6), day: number(6..<8)))
      let seconds = number(8..<10) * 3600 + number(10..<12) * 60 + number(12..<14)
      let from = offset(lines[start + 2])
      return Onset(
        instant: Date(timeIntervalSince1970: Double(Int(day.daysSinceEpoch) * 86_400 + seconds - from)),
        offset: offset(lines[start + 3]))
    }
  }

  private static func offset(_ line: String) -> Int {
    let text = line.drop { $0 != "+" && $0 != "-" }
    let digits = text.dropFirst().map { $0.wholeNumberValue ?? 0 } + [0, 0]
    let seconds =
      (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60 + digits[4] * 10 + digits[5]
    return text.first == "-" ? -seconds : seconds
  }
}
