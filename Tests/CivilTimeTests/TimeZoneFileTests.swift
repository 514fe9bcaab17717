import Foundation
import Testing

@testable import CivilTime

@Suite("A time zone's file")
struct TimeZoneFileTests {
  @Test(
    "is not looked for under a name that is no identifier",
    arguments: [
      "", "/", "../../etc/passwd", "Europe/../UTC", "/usr/share/zoneinfo/UTC", "Europe//Paris",
      "Europe/", "-UTC", "Europe/Paris\0",
      "right/UTC", "posix/UTC", "localtime", "zone.tab", "Europe/Pariß", ".", "Etc/-1",
      String(repeating: "a", count: 256),
    ])
  func badIdentifier(identifier: String) {
    #expect(throws: TimeZoneFault.invalidIdentifier(identifier)) { try TimeZoneRules(identifier: identifier) }
  }

  @Test(
    "is missed by its name", arguments: ["Europe/Atlantis", "Europe", String(repeating: "a", count: 255)])
  func unknown(identifier: String) {
    #expect(throws: TimeZoneFault.unknown(identifier)) { try TimeZoneRules(identifier: identifier) }
  }

  @Test("is refused when it is cut short, wherever that is")
  func cutShort() throws {
    let file = try paris()
    for length in file.indices {
      #expect(throws: TimeZoneFault.self) {
        try TimeZoneRules(identifier: "X", tzif: Array(file.prefix(length)))
      }
    }
    _ = try TimeZoneRules(identifier: "X", tzif: file)
  }

  @Test("never crashes the reader, whatever is changed in it")
  func changed() throws {
    let file = try paris()
    var random = SystemRandomNumberGenerator()
    var refused = 0
    for _ in 0..<3000 {
      var copy = file
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        copy[Int.random(in: copy.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      guard let rules = try? TimeZoneRules(identifier: "X", tzif: copy) else {
        refused += 1
        continue
      }
      for day in [Day.first, .last] { _ = rules.interval(of: day) }
    }
    #expect(refused > 0)
  }

  @Test("is refused with what is wrong")
  func reasons() {
    #expect(reason(Array("#!/bin/sh\n".utf8)) == "it is not TZif")
    #expect(reason(Array("TZif2".utf8)) == "it is cut short")
    var version1 = Array("TZif\0".utf8) + [UInt8](repeating: 0, count: 39)
    version1[39] = 1
    #expect(reason(version1) == "version 1 has no 64-bit data")
  }

  @Test(
    "may have any footer that POSIX and RFC 9636 allow",
    arguments: [
      ("UTC0", "2026-07-01", 0), ("<+0330>-3:30", "2026-07-01", 12_600),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01", 7200),
      ("EST5EDT4,J60/2,J300", "2024-02-29", -18_000), ("EST5EDT4,J60/2,J300", "2024-03-02", -14_400),
      ("EST5EDT4,59/2,300", "2024-02-28", -18_000), ("EST5EDT4,59/2,300", "2024-03-01", -14_400),
      ("XXX3EDT4,0/0,J365/23", "2026-01-01", -14_400), ("XXX3EDT4,0/0,J365/23", "2026-12-31", -14_400),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-07-01", -3600),
    ])
  func footer(text: String, day: String, seconds: Int) throws {
    let noon = Int(try #require(Day(iso: day)).daysSinceEpoch) * 86_400 + 43_200
    #expect(try PosixTimeZone(text).period(at: noon).offset.seconds == seconds)
  }

  @Test(
    "may not have any other footer",
    arguments: [
      "CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
      "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
      "CET-25", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,J0,J10",
      "CET-1CEST,J366,J10", "CET-1CEST,M3.5.0,M10.5.0/3x",
      "<CET-1", "CET-1:60",
      "EST5EDT,4294967296,300",
    ])
  func notAFooter(text: String) {
    #expect(throws: Malformed.self) { try PosixTimeZone(text) }
  }

  private func paris() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Paris")))
  }

  private func reason(_ bytes: [UInt8]) -> String? {
    do {
      _ = try TimeZoneRules(identifier: "X", tzif: bytes)
      return nil
    } catch {
      guard case .malformed(_, let reason) = error else { return "\(error)" }
      return reason
    }
  }
}
