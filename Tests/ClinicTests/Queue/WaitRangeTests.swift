import FoundationEssentials
import Testing

@testable import Clinic

@Suite("How long somebody may wait")
struct WaitRangeTests {
  private static let now = TestNow.instant
  private let amira = ID<Practitioner>(UUID())
  private let chloe = ID<Practitioner>(UUID())

  private func turn(
    _ number: Int, _ doctors: Set<ID<Practitioner>>, due minutes: Double = 0, lasts: Int = 20,
    _ stage: WaitRange.Turn.Stage = .waiting, isBooked: Bool = false
  ) -> WaitRange.Turn {
    WaitRange.Turn(
      doctors: doctors, due: Self.now + minutes * 60, number: number, minutes: lasts, stage: stage,
      isBooked: isBooked)
  }

  /// - Parameter hands: from and until when, in minutes from now; the whole day for each doctor unless given.
  private func wait(
    _ own: WaitRange.Turn, _ others: [WaitRange.Turn], by hands: [(Double, Double)]? = nil
  ) -> [Int] {
    let hands = hands ?? own.doctors.map { _ in (-60, 600) }
    let range = WaitRange(
      of: own, among: others + [own],
      by: hands.map { (Self.now + $0.0 * 60)..<(Self.now + $0.1 * 60) }, at: Self.now)
    return range.map { [$0.shortest, $0.longest] } ?? []
  }

  @Test("is at least five minutes wide, and begins at none with nobody ahead")
  func nobody() {
    #expect(wait(turn(1, [amira]), []) == [0, 5])
    #expect(wait(turn(1, [amira]), [turn(2, [amira]), turn(3, [chloe], due: -10)]) == [0, 5])
  }

  @Test("is three quarters to five quarters of those ahead, in whole five minutes outwards")
  func ahead() {
    #expect(wait(turn(3, [amira]), [turn(1, [amira]), turn(2, [amira])]) == [30, 50])
    #expect(wait(turn(2, [amira]), [turn(1, [amira], lasts: 15)]) == [10, 20])
  }

  @Test("counts what is left of a visit that goes on, and a while more of one that takes too long")
  func called() {
    let since = { (minutes: Double) in WaitRange.Turn.Stage.called(Self.now - minutes * 60) }
    #expect(wait(turn(2, [amira]), [turn(1, [amira], due: 10, since(10))]) == [5, 15])
    #expect(wait(turn(2, [amira]), [turn(1, [amira], due: 10, since(90))]) == [0, 5])
  }

  @Test("is shared among the doctors who can see the next")
  func shared() {
    let both: Set = [amira, chloe]
    #expect(wait(turn(3, both), [turn(1, both), turn(2, both)]) == [15, 25])
    // Whoever could be seen by another lengthens the longest wait alone.
    #expect(wait(turn(2, [amira]), [turn(1, both)]) == [0, 25])
    // One of them is not there.
    #expect(wait(turn(3, both), [turn(1, both), turn(2, both)], by: [(-60, 600)]) == [30, 50])
  }

  @Test("begins when the first begins to work, and nothing is promised when nobody works any more")
  func hours() {
    #expect(wait(turn(1, [amira]), [], by: []) == [])
    #expect(wait(turn(1, [amira]), [], by: [(-240, 0)]) == [])
    #expect(wait(turn(1, [amira]), [], by: [(-240, 1)]) == [0, 5])
    #expect(wait(turn(1, [amira, chloe]), [], by: [(90, 240), (150, 240)]) == [90, 95])
    #expect(wait(turn(2, [amira]), [turn(1, [amira])], by: [(90, 240)]) == [105, 115])
    #expect(wait(turn(1, [amira], due: 90, isBooked: true), [], by: [(60, 240)]) == [90, 95])
  }

  @Test("counts those who are there at each moment, and not while they are away")
  func hands() {
    let ahead = [turn(1, [amira]), turn(2, [amira])]
    // 30 to 50 minutes of work: ten now, the rest after an hour's break.
    #expect(wait(turn(3, [amira]), ahead, by: [(-60, 10), (70, 300)]) == [90, 110])
    // One until a second comes: ten minutes alone, then two at once.
    let both: Set = [amira, chloe]
    #expect(wait(turn(3, both), [turn(1, both), turn(2, both)], by: [(-60, 300), (10, 300)]) == [20, 30])
  }

  @Test("is not promised when those ahead fill the day, but whoever can be begun is seen")
  func endOfDay() {
    let ahead = [turn(1, [amira]), turn(2, [amira])]
    #expect(wait(turn(3, [amira]), ahead, by: [(-60, 30)]) == [])
    #expect(wait(turn(3, [amira]), ahead, by: [(-60, 31)]) == [30, 50])
  }

  @Test(
    "of a walk-in is longer for who is booked before and has not come; of a booked visit it ends at its time at the earliest"
  )
  func booked() {
    #expect(
      wait(turn(2, [amira], due: 10), [turn(0, [amira], due: 5, .expected, isBooked: true)]) == [0, 25])
    #expect(
      wait(turn(2, [amira], due: 10), [turn(0, [amira], due: 15, .expected, isBooked: true)]) == [0, 5])
    #expect(wait(turn(1, [amira], due: 40, isBooked: true), []) == [40, 45])
    #expect(wait(turn(1, [amira], due: -20, isBooked: true), []) == [0, 5])
  }
}

private enum TestNow {
  static let instant = Date(timeIntervalSince1970: 1_795_600_000)
}
