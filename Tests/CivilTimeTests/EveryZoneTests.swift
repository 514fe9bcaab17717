import CivilTime
import Foundation
import Testing

@Suite("Every zone of the system, from 1970 to 2100")
struct EveryZoneTests {
  @Test("agrees with Python and the C library about offsets and about local readings")
  func agrees() throws {
    let vectors = try ZoneVectors.generate()
    let database = TimeZoneDatabase()
    #expect(vectors.offsets.count > 50_000)
    #expect(vectors.readings.count > 50_000)

    var wrong: [String] = []
    for expected in vectors.offsets {
      let rules = try database.rules(for: String(expected.identifier))
      let offset = rules.offset(at: Date(timeIntervalSince1970: Double(expected.instant)))
      let isRight =
        offset.seconds == expected.seconds && offset.abbreviation == expected.abbreviation
        && offset.isDaylight == expected.isDaylight
      if !isRight { wrong.append("\(expected) got \(offset)") }
    }
    for expected in vectors.readings {
      let rules = try database.rules(for: String(expected.identifier))
      let instants = rules.instants(of: try localTime(expected.local))
      let seconds = instants.map { Int($0.timeIntervalSince1970) }
      if seconds != expected.instants { wrong.append("\(expected) got \(seconds)") }
    }
    #expect(wrong.isEmpty, "\(wrong.count) wrong, such as \(wrong.prefix(3))")
  }

  private func localTime(_ seconds: Int) throws -> LocalDateTime {
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let wraps = rest < 0
    let day = try #require(Day(daysSinceEpoch: wraps ? days - 1 : days))
    let time = try #require(TimeOfDay(secondsSinceMidnight: wraps ? rest + 86_400 : rest))
    return LocalDateTime(day: day, time: time)
  }

  @Test("is listed, and what is listed can be read")
  func listed() throws {
    let database = TimeZoneDatabase()
    let identifiers = database.identifiers()
    #expect(identifiers.count > 400)
    #expect(identifiers == identifiers.sorted())
    for name in ["Europe/Dublin", "America/Argentina/Ushuaia", "Etc/GMT+5", "UTC"] {
      #expect(identifiers.contains(name))
    }
    for identifier in identifiers { _ = try database.rules(for: identifier) }
  }

  @Test("that people choose from is there once, under the name of today, and can be read")
  func choices() throws {
    let database = TimeZoneDatabase()
    let choices = database.choices()
    #expect((300...500).contains(choices.count))
    #expect(choices == choices.sorted() && Set(choices).count == choices.count)
    for name in ["Europe/London", "America/Argentina/Ushuaia", "Pacific/Chatham"] {
      #expect(choices.contains(name))
    }
    for name in ["US/Eastern", "Asia/Calcutta", "Etc/GMT+5", "GB"] { #expect(!choices.contains(name)) }
    for identifier in choices { _ = try database.rules(for: identifier) }
  }

  @Test("can be chosen where the list of choices is missing")
  func noList() throws {
    #expect(TimeZoneDatabase(directory: "/usr/share/zoneinfo/Pacific").choices().contains("Auckland"))
    #expect(TimeZoneDatabase(directory: "/nowhere").choices() == [])
  }
}
