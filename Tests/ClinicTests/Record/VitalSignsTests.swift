import CivilTime
import Testing

@testable import Clinic

@Suite("Vital signs")
struct VitalSignsTests {
  private let surroundings = Surroundings(currency: "", today: Day(year: 2026, month: 11, day: 23) ?? .first)

  private func draft(_ texts: [String: String]) -> EntryDraft<VitalSigns> {
    var all = VitalSigns.blank.texts(in: surroundings)
    all["day"] = .one("2026-11-23")
    all["time"] = .one("09:00")
    for (key, text) in texts { all[key] = .one(text) }
    return EntryDraft(.unstored, texts: all)
  }

  private func problems(_ texts: [String: String]) -> [Problem] {
    do {
      _ = try draft(texts).written(over: .blank, in: surroundings)
      return []
    } catch {
      return error.problemsOfForm
    }
  }

  private func signs(_ texts: [String: String]) throws -> VitalSigns {
    try draft(texts).written(over: .blank, in: surroundings)
  }

  @Test(
    "that can't be are refused at their field, with the range; on the other side of it they are not",
    arguments: [
      ("heart", "10", "9.9"), ("heart", "350", "350.1"), ("breathing", "2", "1"), ("breathing", "120", "121"),
      ("temperature", "20", "19.9"), ("temperature", "46", "46.1"), ("saturation", "30", "29"),
      ("saturation", "100", "101"), ("weight", "0.2", "0.1"), ("weight", "650", "650.1"),
      ("height", "20", "19.9"),
      ("height", "270", "271"), ("pain", "0", "-1"), ("pain", "10", "11"),
    ])
  func possible(field: String, inside: String, outside: String) {
    #expect(problems([field: inside]) == [])
    let refused = problems([field: outside])
    #expect(refused.map(\.field) == [field])
    #expect(refused.first?.message == "problem.vital-impossible")
    #expect(refused.first?.values["least"] != nil && refused.first?.values["most"] != nil)
  }

  @Test("of blood pressure come in two, in order, each in its range")
  func pressure() {
    #expect(problems(["systolic": "128", "diastolic": "84"]) == [])
    #expect(problems(["systolic": "128"]).map(\.field) == ["diastolic"])
    #expect(problems(["diastolic": "84"]).map(\.field) == ["systolic"])
    #expect(problems(["systolic": "84", "diastolic": "84"]).map(\.message) == ["problem.vital-order"])
    #expect(problems(["systolic": "351", "diastolic": "84"]).map(\.field) == ["systolic"])
    #expect(problems(["systolic": "30", "diastolic": "10"]) == [])
    #expect(problems(["systolic": "30", "diastolic": "9"]).map(\.field) == ["diastolic"])
  }

  @Test("in another unit are looked at in the one that is kept, and what was typed stays beside them")
  func units() throws {
    #expect(problems(["temperature": "98.6", "temperature-in": "fahrenheit"]) == [])
    #expect(problems(["temperature": "98.6"]).map(\.field) == ["temperature"])
    let signs = try signs(["weight": "150", "weight-in": "pounds"])
    #expect(signs.measured.first?.value == "68.04" && signs.measured.first?.typed == "150 [lb_av]")
  }

  @Test("are at least one, and a pain is whole")
  func least() {
    #expect(problems([:]).map(\.message) == ["problem.vital-none"])
    // What can't be read is not nothing.
    #expect(problems(["weight": "seventy"]).map(\.message) == ["problem.decimal"])
    #expect(problems(["pain": "3.5"]).map(\.field) == ["pain"])
    #expect(problems(["pain": "3.0"]) == [])
    #expect(problems(["heart": "quick"]).map(\.message).first == "problem.decimal")
  }

  @Test("that are unusual are asked about once, and again when they change")
  func unusual() throws {
    #expect(try signs(["heart": "180"]).unusual(sure: "") == [])
    let fast = try signs(["heart": "181"])
    #expect(fast.unusual(sure: "").map(\.field) == ["heart"])
    #expect(fast.unusual(sure: "heart=181") == [])
    #expect(fast.unusual(sure: "heart=190").map(\.field) == ["heart"])
    #expect(VitalSigns.mark(of: draft(["heart": "181"]).texts, in: surroundings) == "heart=181")
    #expect(VitalSigns.mark(of: draft(["heart": "80"]).texts, in: surroundings) == "")
    let both = try signs(["heart": "181", "saturation": "84"])
    #expect(both.unusual(sure: "heart=181").count == 2)
    #expect(both.unusual(sure: "heart=181 saturation=84") == [])
  }

  @Test("of an adult are compared with what is usual, those of a child are not")
  func interpretation() throws {
    func said(_ texts: [String: String], isAdult: Bool = true) throws -> [Interpretation] {
      try signs(texts).observations(isAdult: isAdult, knownHeight: nil).map(\.interpretation)
    }
    #expect(try said(["systolic": "139", "diastolic": "89"]) == [.normal])
    #expect(try said(["systolic": "140", "diastolic": "80"]) == [.high])
    #expect(try said(["systolic": "180", "diastolic": "80"]) == [.criticallyHigh])
    #expect(try said(["systolic": "130", "diastolic": "120"]) == [.criticallyHigh])
    #expect(try said(["temperature": "37.9"]) == [.normal])
    #expect(try said(["temperature": "38"]) == [.high])
    #expect(try said(["saturation": "93"]) == [.low])
    #expect(try said(["saturation": "89"]) == [.criticallyLow])
    #expect(try said(["saturation": "89"], isAdult: false) == [.none])
  }

  @Test("of height and weight make a body mass index; an adult's height is known from before")
  func bodyMass() throws {
    let both = try signs(["weight": "72.5", "height": "178"]).observations(isAdult: true, knownHeight: nil)
    #expect(both.last?.code == Vital.bodyMassIndex.rawValue && both.last?.value?.description == "22.9")
    let weight = try signs(["weight": "72.5"])
    #expect(weight.observations(isAdult: true, knownHeight: "178").count == 2)
    #expect(weight.observations(isAdult: false, knownHeight: "178").count == 1)
    #expect(weight.observations(isAdult: true, knownHeight: nil).count == 1)
    #expect(VitalSigns.bodyMassIndex(650, 20) == nil)
  }
}

extension Refusal {
  /// What is wrong with the fields of a form.
  var problemsOfForm: [Problem] {
    if case .invalid(let problems) = self { problems } else { [] }
  }
}
