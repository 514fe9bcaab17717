import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A hold that many want")
struct HoldRaceTests {
  @Test("of one time asked for by many at once is had by one, and the others are told so")
  func race() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let outcomes = await withTaskGroup(of: Result<Date?, any Error>.self) { group in
        for number in 0..<60 {
          group.addTask {
            do {
              let visitor = test.stranger(from: "198.51.100.\(number)")
              return .success(try await test.clinic.hold(offer, for: Token(from: .system), by: visitor))
            } catch { return .failure(error) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let refusals = outcomes.compactMap {
        if case .failure(let error) = $0 { error as? Refusal } else { nil }
      }
      #expect(refusals == Array(repeating: .conflict(.timeTaken), count: 59))
      #expect(try await test.count("hold") == 1)
      #expect(try await test.count("occupancy") == 2)
    }
  }

  @Test("asked for by one browser many times at once, from wherever, is one")
  func impatient() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offersOfManyDoctors(4))
      try await withThrowingTaskGroup(of: Date?.self) { group in
        for number in 0..<20 {
          group.addTask {
            let visitor = test.stranger(from: "198.51.100.\(number)")
            return try await test.clinic.hold(offers[number % 4], for: token, by: visitor)
          }
        }
        for try await until in group { #expect(until != nil) }
      }
      #expect(try await test.count("hold") == 1)
      #expect(try await test.count("occupancy") == 2)
    }
  }

  @Test("that lapses is taken by one of those who wait for it, and its owner is one of them")
  func raceAfterLapse() async throws {
    try await TestClinic.using { test in
      let (token, offer) = (Token(from: .system), try #require(try await test.offers().first))
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      test.clock.advance(by: 10 * 60)
      var patients = [try await test.patient(holding: token)]
      for _ in 0..<11 { patients.append(try await test.patient(holding: Token(from: .system))) }
      let outcomes = await withTaskGroup(of: (any Error)?.self) { group in
        for (number, visitor) in patients.enumerated() {
          group.addTask {
            do {
              try await test.book(offer, by: visitor)
              return nil
            } catch { return error }
          }
          group.addTask {
            do {
              _ = try await test.clinic.hold(
                offer, for: Token(from: .system), by: test.stranger(from: "198.51.100.\(number)"))
              return nil
            } catch { return error }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == nil } == 1)
      #expect(outcomes.compactMap { $0 as? Refusal }.allSatisfy { $0 == .conflict(.timeTaken) })
      #expect(outcomes.compactMap { $0 as? Refusal }.count == 23)
      #expect(try await test.count("hold") + test.count("appointment") == 1)
      #expect(try await [2, 3].contains(test.count("occupancy")))
    }
  }
}
