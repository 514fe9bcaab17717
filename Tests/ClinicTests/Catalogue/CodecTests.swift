import CivilTime
import Testing

@testable import Clinic

@Suite("A field's text")
struct CodecTests {
  static let around = Surroundings(
    currency: "GBP", today: Day(iso: "2026-03-02") ?? .first,
    names: [
      .specialty: [.init("Cardiology"), .init("Dermatology"), .init("Phlebology", isActive: false)],
      .room: [.init("Room 1"), .init("Room 2")], .service: [.init("ECG"), .init("First consultation")],
    ])

  /// What is read from a text, spelled again; or the fault.
  private func read<Value>(
    _ codec: Codec<Value>, _ texts: Texts, currency: String = "GBP"
  ) -> String {
    let around = Surroundings(currency: currency, today: Self.around.today, names: Self.around.names)
    do throws(TextFaults) {
      return codec.texts(try codec.value(texts, around), around).line
    } catch {
      return error.all.map { ($0.part.isEmpty ? "" : $0.part + " ") + $0.message }.joined(separator: ", ")
    }
  }

  private func read<Value>(_ codec: Codec<Value>, _ text: String, currency: String = "GBP") -> String {
    read(codec, .one(text), currency: currency)
  }

  @Test("has a length, counted as PostgreSQL does, and no space around it")
  func lines() {
    #expect(read(.line(atMost: 3), " a b ") == "a b")
    #expect(read(.line(atMost: 3), "abcd") == "problem.too-long")
    #expect(read(.line(atMost: 3), " ") == "problem.required")
    #expect(read(.line(atMost: 3, required: false), "") == "")
    #expect(read(.line(atMost: 9), "a\nb") == "problem.characters")
    #expect(read(.lines(atMost: 3), "a\r\nb") == "a\nb")
    #expect(read(.lines(atMost: 3), "a\u{202E}b") == "problem.characters")
    #expect(read(.title(), "X; Y") == "problem.title" && read(.title(), "X | Y") == "problem.title")
    #expect(read(.title(), "X, Y") == "X, Y")
  }

  @Test("is a whole number between two bounds, both included")
  func numbers() {
    let minutes = Codec<Int>.number(in: 5...480)
    #expect(read(minutes, "5") == "5" && read(minutes, "480") == "480")
    #expect(read(minutes, "٤٨٠") == "480")
    #expect(read(minutes, "4") == "problem.number-range" && read(minutes, "481") == "problem.number-range")
    for wrong in ["-5", "5.5", "5e1", "five", "½", "1000000000"] {
      #expect(read(minutes, wrong) == "problem.number")
    }
    #expect(read(minutes, "") == "problem.required")
    #expect(read(.optional(minutes), "") == "" && read(.optional(minutes), "20") == "20")
    #expect(read(minutes.orZero, "") == "0")
  }

  @Test("is a span in the largest unit that it is whole in")
  func spans() {
    let span = Codec<Int>.span(upTo: 43_200)
    let spellings = [
      "0": "0 minutes", "1": "1 minute", "90": "90 minutes", "90 min": "90 minutes", "60": "1 hour",
      "2h": "2 hours",
      "1 day": "1 day", "2 Days": "2 days", "24 hours": "1 day", "36 hours": "36 hours", "30 days": "30 days",
    ]
    for (typed, spelled) in spellings { #expect(read(span, typed) == spelled, "\(typed)") }
    let others = [
      "2 jours": "2 days", "1 j": "1 day", "3 heures": "3 hours", "45 mn": "45 minutes", "2 días": "2 days",
      "1 hora": "1 hour", "20 minutos": "20 minutes", "3 أيام": "3 days", "12 ساعة": "12 hours",
      "30 دقيقة": "30 minutes",
    ]
    for (typed, spelled) in others { #expect(read(span, typed) == spelled, "\(typed)") }
    #expect(read(span, "43201") == "problem.span-long" && read(span, "31 days") == "problem.span-long")
    for wrong in ["a day", "-1 day", "1.5 hours", "2 weeks", "2 semanas", "9999999 days"] {
      #expect(read(span, wrong) == "problem.span", "\(wrong)")
    }
  }

  @Test("is money of a currency, with as many digits as its minor unit has")
  func money() {
    for (typed, spelled) in ["45": "45.00", "45.5": "45.50", "45,50": "45.50", "0": "0.00", "0.01": "0.01"] {
      #expect(read(.money, typed) == spelled, "\(typed)")
    }
    for wrong in ["45.001", "1,000.00", "-1", "£45", "45.", ".5", "12345678", "NaN"] {
      #expect(read(.money, wrong) == "problem.money", "\(wrong)")
    }
    #expect(
      read(.money, "1500", currency: "JPY") == "1500"
        && read(.money, "1.5", currency: "JPY") == "problem.money")
    #expect(read(.money, "1.234", currency: "KWD") == "1.234")
  }

  @Test("is a day, a time or the end of one")
  func times() {
    #expect(read(.day, "2028-02-29") == "2028-02-29" && read(.day, "2026-02-29") == "problem.day")
    #expect(read(.dayOrToday, "") == "2026-03-02")
    #expect(read(.time, "00:00") == "00:00" && read(.time, "24:00") == "problem.time")
    #expect(read(.time, "9:00") == "problem.time" && read(.time, "09:00:30") == "problem.time")
    #expect(read(.end, "00:00") == "00:00" && read(.end, "24:00") == "00:00")
    #expect(read(.weekday, "mon") == "Monday" && read(.weekday, "SUNDAY") == "Sunday")
    #expect(read(.weekday, "m") == "problem.choose")
  }

  @Test("names what there is, in the clinic's own spelling, and nothing else")
  func names() {
    #expect(read(.name(of: .specialty), "cardiology") == "Cardiology")
    #expect(read(.name(of: .specialty), "Phlebology") == "Phlebology")
    #expect(read(.name(of: .specialty), "Alchemy") == "problem.no-such-name")
    let several = Codec<[String]>.names(of: .specialty)
    #expect(
      read(several, .several(["Dermatology", "Cardiology", "dermatology"])) == "Cardiology; Dermatology")
    #expect(read(several, "Dermatology; Cardiology") == "Cardiology; Dermatology")
    #expect(read(several, "") == "" && read(several, "Cardiology; X") == "problem.no-such-name")
    #expect(
      read(.languages, "fr, English") == "French, English"
        && read(.languages, "Klingon") == "problem.languages")
    #expect(read(.languages, "Allemand, árabe") == "German, Arabic")
    #expect(read(.languages, "الفرنسية، الإنجليزية") == "French, English")
    let words = Codec<[String]>.list(atMost: 5, count: 2)
    #expect(read(words, .several(["rash", " skin", "rash"])) == "problem.list-long")
    #expect(read(words, .several([" skin", "rash"])) == "rash; skin")
    #expect(
      read(words, .several(["eczema"])) == "problem.too-long"
        && read(words, .several(["a;b"])) == "problem.title")
    #expect(
      read(.yesNo, "") == "no" && read(.yesNo, "yes") == "yes" && read(.yesNo, "maybe") == "problem.yes-no")
  }

  @Test("is a colour that stands out from every ground that text stands on, not from white alone")
  func colours() {
    // On the darkest ground 4.55 to 1, and 4.48; on white more than 5 to 1.
    #expect(read(.accent, "#6a6a6a") == "#6a6a6a" && read(.accent, "#6b6b6b") == "problem.contrast")
  }

  @Test("is fifty networks, each once, and no more")
  func networks() {
    let fifty = (1...50).map { "10.0.\($0).0/24" }
    #expect(read(.networks, .several(fifty + ["10.0.7.9/24"])) == fifty.joined(separator: "; "))
    #expect(read(.networks, .several(fifty + ["10.1.0.0/16"])) == "problem.list-long")
  }

  @Test("of rows is told at the part of the row, and rows in which only the weekday stands are none")
  func rows() {
    let hours = Codec<[WeeklyRow]>.rows(atMost: 2)
    let rows = [
      ["Tuesday", "09:00", "17:00", "Room 1", "", "", ""],
      ["Monday", "08:00", "00:00", "room 2", "2026-01-01", "", "ecg"],
      ["Friday", "", "", "", "", "", ""],
    ]
    #expect(
      read(hours, .rows(rows))
        == "Monday | 08:00 | 00:00 | Room 2 | 2026-01-01 |  | ECG; Tuesday | 09:00 | 17:00 | Room 1 | 2026-03-02"
    )
    #expect(read(hours, .rows([rows[2]])) == "")
    #expect(read(hours, .rows([["Monday", "09:00", "09:00", "Room 1"]])) == "0.until problem.time-order")
    #expect(
      read(hours, .rows([rows[0], ["Monday", "9", "", "Attic", "", "", ""]]))
        == "1.from problem.time, 1.until problem.required, 1.room problem.no-such-name")
    #expect(read(hours, .rows([rows[0], rows[1], rows[0]])) == "problem.list-long")
  }

  @Test("of a requirement has a kind where any of a kind will do, and there alone")
  func requirements() {
    let needs = Codec<[RequirementRow]>.rows(atMost: 5)
    #expect(read(needs, .rows([["device", "laser", "10", "40"]])) == "device | laser | 10 | 40")
    #expect(read(needs, .rows([["device", "", "", ""]])) == "0.kind problem.required")
    #expect(read(needs, .rows([["room", "laser", "", ""]])) == "0.kind problem.no-kind")
    #expect(read(needs, .rows([["room", "", "10", "10"]])) == "0.until problem.minutes-order")
    #expect(read(needs, .rows([["", "laser", "", ""]])) == "0.needs problem.required")
  }
}
