import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("Who is at work")
struct ShiftsTests {
  private let amira = ID<Practitioner>(UUID())
  private let chloe = ID<Practitioner>(UUID())

  private func times(_ text: String) -> [DeskDay.Times] {
    text.split(separator: " ").map { part in
      let ends = part.split(separator: "-").compactMap { TimeOfDay(iso: $0) }
      return DeskDay.Times(from: ends[0], until: ends[1])
    }
  }

  private func doctor(_ id: ID<Practitioner>, _ hours: String, away: String = "") -> DeskDay.Doctor {
    DeskDay.Doctor(id: id, name: "", hours: times(hours), absences: times(away))
  }

  private func hands(_ doctors: [DeskDay.Doctor], at time: String) throws -> [Int]? {
    let now = try #require(TimeOfDay(iso: time))
    return Shifts(doctors).hands(of: [amira, chloe], at: now).map { [$0.count, $0.begin] }
  }

  @Test("counts who is there now, else the first who will be, and nobody after hours")
  func hours() throws {
    let doctors = [doctor(amira, "09:00-12:00 13:00-17:00"), doctor(chloe, "10:00-16:00")]
    #expect(try hands(doctors, at: "08:30") == [1, 30])
    #expect(try hands(doctors, at: "09:00") == [1, 0])
    #expect(try hands(doctors, at: "10:00") == [2, 0])
    #expect(try hands(doctors, at: "12:00") == [1, 0])
    #expect(try hands([doctors[0]], at: "12:00") == [1, 60])
    #expect(try hands(doctors, at: "16:59") == [1, 0])
    #expect(try hands(doctors, at: "17:00") == nil)
    #expect(try hands([], at: "10:00") == nil)
  }

  @Test("takes absences out, within a shift, over its end and of the whole day")
  func absences() throws {
    #expect(try hands([doctor(amira, "09:00-12:00", away: "10:00-10:30")], at: "10:10") == [1, 20])
    #expect(try hands([doctor(amira, "09:00-12:00", away: "11:00-14:00")], at: "11:00") == nil)
    #expect(try hands([doctor(amira, "09:00-12:00", away: "08:00-09:30")], at: "09:00") == [1, 30])
    #expect(try hands([doctor(amira, "09:00-12:00", away: "00:00-24:00")], at: "09:00") == nil)
  }
}
