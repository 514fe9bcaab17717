import AsyncHTTPClient
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Postgres
import Synchronization
import Testing

@testable import Web

@Suite("Events of today's list")
struct ScheduleEventsTests {
  /// The next state that an open answer tells of, past signs of life.
  private func version(
    _ body: inout HTTPClientResponse.Body.AsyncIterator, after known: String = ""
  ) async throws -> String {
    while let part = try await body.next() {
      for line in String(buffer: part).split(separator: "\n") where line.hasPrefix("data: ") {
        if line.dropFirst(6) != known { return String(line.dropFirst(6)) }
      }
    }
    throw Ended()
  }

  private struct Ended: Error {}

  @Test("tell of each change, and in which state the page is that was shown", .timeLimit(.minutes(1)))
  func changes() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let path = try await site.booked(by: paul)
      let amira = try await site.test.session(of: DemoCast.amira)
      site.test.clock.set(TestClinic.monday + 86_400 + 1800)
      let answer = try await site.open("/schedule/events", as: amira)
      #expect(answer.status == .ok)
      #expect(answer.headers.first(name: "content-type") == "text/event-stream")
      #expect(answer.headers.first(name: "cache-control") == "no-store")
      var body = answer.body.makeAsyncIterator()
      var known = try await version(&body)
      for noun in ["arrival", "start", "fulfilment"] {
        let page = try await site.get("/schedule", as: amira)
        #expect(page.body.contains("data-version=\"\(known)\""), "before \(noun)")
        #expect(try await site.post("\(path)/\(noun)", [("sequence", "0")], as: amira).status == 303)
        known = try await version(&body, after: known)
      }
      // Of another day there is nothing to hear.
      #expect(!(try await site.get("/schedule?day=2026-03-09", as: amira)).body.contains("data-live="))
    }
  }

  @Test(
    "are for doctors, from so many pages at once that the oldest makes room; a look at the head takes no place",
    .timeLimit(.minutes(1)))
  func places() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      for _ in 0..<10 {
        let head = try await site.send(
          "HEAD", "/schedule/events", as: amira, at: "riverside.localhost", headers: [:], body: nil)
        #expect(head.status == 200)
      }
      var open: [HTTPClientResponse.Body.AsyncIterator] = []
      for _ in 0..<6 {
        let answer = try await site.open("/schedule/events", as: amira)
        #expect(answer.status == .ok)
        var body = answer.body.makeAsyncIterator()
        _ = try await body.next()
        open.append(body)
      }
      let seventh = try await site.open("/schedule/events", as: amira)
      var body = seventh.body.makeAsyncIterator()
      _ = try await version(&body)
      // The first has made room; the second is there.
      while try await open[0].next() != nil {}
      _ = try await version(&open[1])
      let paul = try await site.test.session(of: DemoCast.paul)
      #expect(try await site.get("/schedule/events", as: paul).status == 403)
      #expect(try await site.get("/schedule/events").status == 303)
    }
  }

  @Test("do not hold up a server that stops", .timeLimit(.minutes(1)))
  func shutdown() async throws {
    let asked = Mutex(ContinuousClock.now)
    let ended = Mutex(false)
    let clock = ContinuousClock()
    let streams = Mutex<[Task<Void, any Error>]>([])
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      for _ in 0..<3 {
        let answer = try await site.open("/schedule/events", as: amira)
        var body = answer.body.makeAsyncIterator()
        _ = try await body.next()
        let rest = UncheckedIterator(body)
        streams.withLock { streams in
          streams.append(Task { while try await rest.next() != nil {} })
        }
      }
      asked.withLock { $0 = .now }
    }
    let took = asked.withLock { $0.duration(to: clock.now) }
    #expect(took < .seconds(3))
    // Each ended as a whole answer, and was not cut off.
    for stream in streams.withLock({ $0 }) { try await stream.value }
    ended.withLock { $0 = true }
    #expect(ended.withLock { $0 })
  }

  @Test("and what a page fetches by itself make no session longer; what somebody asks for does")
  func unattended() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      func idleUntil() async throws -> Int {
        try await site.count("session WHERE seen_at > '2026-03-02 07:00Z'")
      }
      site.test.clock.advance(by: 120)
      let answer = try await site.open("/schedule/events", as: amira)
      var body = answer.body.makeAsyncIterator()
      _ = try await body.next()
      let fetched = try await site.get("/schedule", as: amira, headers: ["X-Unattended": "1"])
      #expect(fetched.status == 200 && fetched.body.contains("Dr Amira"))
      #expect(try await idleUntil() == 0)
      #expect(try await site.get("/schedule", as: amira).status == 200)
      #expect(try await idleUntil() == 1)
    }
  }
}

/// One reader, handed to the task that reads on.
private final class UncheckedIterator: @unchecked Sendable {
  private var body: HTTPClientResponse.Body.AsyncIterator
  init(_ body: HTTPClientResponse.Body.AsyncIterator) { self.body = body }
  func next() async throws -> ByteBuffer? { try await body.next() }
}
