import Foundation
import ICalendar
import Testing

@Suite("A line of a calendar")
struct ContentLineTests {
  @Test(
    "is at most 75 bytes long, cut between characters, and whole again when unfolded",
    arguments: ["a", "é", "汉", "👩🏽‍⚕️", "ab", "é汉", "a\u{301}"])
  func folding(character: String) throws {
    for count in [
      1, 20, 31, 32, 33, 34, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 80, 140, 141, 142, 143, 150,
    ] {
      let text = String(repeating: character, count: min(count, 900 / character.utf8.count))
      let reading = Reading(try object([event(summary: text)]))
      #expect(reading.line("SUMMARY") == ":\(text)")
      for line in reading.physicalLines {
        #expect(line.count <= 75)
        #expect(String(validating: line, as: UTF8.self) != nil)
      }
    }
  }

  @Test("is folded at 76 bytes and not at 75")
  func bothSides() throws {
    // "SUMMARY:" is 8 bytes long.
    for (length, pieces) in [(67, 1), (68, 2), (67 + 74, 2), (67 + 75, 3)] {
      let reading = Reading(try object([event(summary: String(repeating: "x", count: length))]))
      let first = try #require(reading.physicalLines.firstIndex { $0.starts(with: "SUMMARY".utf8) })
      let rest = reading.physicalLines[(first + 1)...].prefix { $0.first == UInt8(ascii: " ") }
      #expect(rest.count == pieces - 1, "\(length)")
    }
  }

  @Test("ends with CRLF, and has neither CR nor LF elsewhere")
  func lineEnds() throws {
    let bytes = Reading(try object([event(summary: "a\nb", location: "c\rd\r\ne")])).bytes
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A { #expect(bytes[index - 1] == 0x0D) }
      if byte == 0x0D { #expect(bytes[index + 1] == 0x0A) }
    }
    #expect(bytes.suffix(2) == [0x0D, 0x0A])
  }

  @Test("holds text with what means something escaped")
  func escaping() throws {
    let reading = Reading(try object([event(summary: "a, b; c\\ \"d\": e\r\nf\ng\tend", location: "\\n\\,")]))
    #expect(reading.line("SUMMARY") == ":a\\, b\\; c\\\\ \"d\": e\\nf\\ng\tend")
    #expect(reading.line("LOCATION") == ":\\\\n\\\\\\,")
  }

  static let breaks = [
    "\n", "\r", "\r\n", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}", "\0", "\u{1B}", "\u{7F}",
    "\u{9F}",
    "\n ", "\r\n\t",
  ]

  @Test("can't be left by anything in a text, a name or an address", arguments: breaks)
  func injection(lineBreak: String) throws {
    let evil = "x\(lineBreak)END:VEVENT\(lineBreak)BEGIN:VALARM\(lineBreak)ATTENDEE:mailto:evil@example.org"
    let party = CalendarUser(name: evil, mail: evil)
    for organizer in [party, CalendarUser(name: evil, page: evil)] {
      let reading = Reading(
        try object(
          [event(summary: evil, description: evil, location: evil, url: evil, uid: evil)],
          as: .request(party), by: organizer, subscription: .init(name: evil, hours: 1)))
      #expect(
        reading.components.filter { $0 != "STANDARD" && $0 != "DAYLIGHT" } == [
          "VCALENDAR", "VTIMEZONE", "VEVENT",
        ])
      #expect(reading.lines.count { $0.hasPrefix("ATTENDEE") } == 1)
      let text = String(decoding: reading.bytes, as: UTF8.self)
      for scalar in text.replacing("\r\n", with: "").unicodeScalars {
        #expect(scalar == "\t" || scalar.properties.generalCategory != .control)
        #expect(scalar != "\u{2028}" && scalar != "\u{2029}")
      }
    }
  }

  @Test("keeps a parameter within its quotes (RFC 6868)")
  func parameters() throws {
    func organizer(_ name: String) throws -> String? {
      Reading(try object([event()], by: CalendarUser(name: name, mail: "a@b"))).line("ORGANIZER")
    }
    #expect(try organizer("Riverside") == ";CN=Riverside:mailto:a@b")
    #expect(try organizer("St. John; 1:2, x") == ";CN=\"St. John; 1:2, x\":mailto:a@b")
    #expect(try organizer("The \"best\" ^ clinic\r\nX") == ";CN=The ^'best^' ^^ clinic^nX:mailto:a@b")
  }

  @Test("has addresses without what has a meaning in them")
  func addresses() throws {
    let odd = CalendarUser(name: "x", mail: "a+b%c?d=e&f#g@example.org")
    #expect(
      Reading(try object([event()], by: odd)).line("ORGANIZER")
        == ";CN=x:mailto:a+b%25c%3Fd%3De%26f%23g@example.org")
    let reading = Reading(try object([event(url: "https://x.example/a?b=c;d#é \"<")]))
    #expect(reading.line("URL") == ":https://x.example/a?b=c;d#%C3%A9%20%22%3C")
  }

  @Test("is cut where its text is longer than anybody reads, within no character")
  func limits() throws {
    let whole = String(repeating: "é", count: 500)
    #expect(Reading(try object([event(summary: whole)])).line("SUMMARY") == ":\(whole)")
    let cut = Reading(try object([event(summary: whole + "x")])).line("SUMMARY")
    #expect(cut == ":" + String(repeating: "é", count: 498) + "…")
    let name = CalendarUser(name: String(repeating: "👩🏽‍⚕️", count: 100), mail: "a@b")
    let organizer = try #require(Reading(try object([event()], by: name)).line("ORGANIZER"))
    #expect(organizer.utf8.count < 230 && organizer.contains("👩🏽‍⚕️…:mailto:a@b"))
  }
}
