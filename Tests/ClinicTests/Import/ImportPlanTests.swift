import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("What a file of entries would do")
struct ImportPlanTests {
  private let surroundings = Surroundings(
    currency: "GBP", today: .first, names: [.specialty: [Surroundings.Name("Cardiology")]])
  private let laser = DeviceEntry(id: ID(UUID()), name: "Laser 1", kind: "laser")
  private let scanner = DeviceEntry(id: ID(UUID()), name: "Scanner", kind: "ultrasound")

  private func plan<E: Entry>(
    _ header: [String], _ cells: [[String]], over stored: [E], labels: [String: String] = [:]
  ) throws -> ImportPlan<E> {
    ImportPlan(
      cells.enumerated().map { ImportRow(line: $0.offset + 2, cells: $0.element) },
      try #require(ImportColumns<E>(header: header, labels: labels)), over: stored, in: surroundings,
      newID: { UUID() })
  }

  private func verdicts(_ header: [String], _ cells: [[String]]) throws -> [ImportLine.Verdict] {
    try plan(header, cells, over: [laser, scanner], labels: ["name": "Device", "id": "Our number"]).lines
      .map(\.verdict)
  }

  @Test("is matched by the names of its columns, or by what people call them")
  func columns() throws {
    let columns = ImportColumns<DeviceEntry>(
      header: [" NAME", "device", "kind", "?"], labels: ["name": "Device"])
    #expect(columns?.keys == [0: "name", 2: "kind"])
    #expect(ImportColumns<DeviceEntry>(header: ["what", ""], labels: ["name": "Device"]) == nil)
    #expect(ImportColumns<DeviceEntry>([0: "name", 1: "name"]) == nil)
    #expect(ImportColumns<DeviceEntry>([0: "", 1: "other"]) == nil)
    #expect(ImportColumns<DeviceEntry>([0: "", 1: "kind"])?.keys == [1: "kind"])
  }

  @Test("is told of each line: new, changed, the same or wrong, and what of it")
  func lines() throws {
    let verdicts = try verdicts(
      ["Device", "Kind"],
      [
        ["Laser 1", "laser"], ["Scanner", "x-ray"], ["Laser 2", "laser"], ["", "laser"], ["Laser 1", "y"],
        ["Laser 2", "z"],
      ])
    #expect(verdicts[0] == .same)
    #expect(verdicts[1] == .changed([.init(key: "kind", before: "ultrasound", after: "x-ray")]))
    #expect(
      verdicts[2]
        == .new([
          .init(key: "name", before: "", after: "Laser 2"), .init(key: "kind", before: "", after: "laser"),
        ]))
    #expect(verdicts[3] == .wrong([Problem("name", "problem.required")]))
    #expect(verdicts[4] == .wrong([Problem("", "problem.import-twice")]))
    #expect(verdicts[5] == .wrong([Problem("", "problem.import-taken")]))
  }

  @Test("goes by numbers where it has them, so that names can change; an empty one is of a new entry")
  func numbers() throws {
    let id = laser.id.description
    #expect(
      try verdicts(["id", "name"], [[id, "Laser A"]]) == [
        .changed([.init(key: "name", before: "Laser 1", after: "Laser A")])
      ])
    #expect(
      try verdicts(["id", "name", "kind"], [["", "Laser 1", "laser"]])
        == [.wrong([Problem("", "problem.import-taken")])])
    #expect(
      try verdicts(["id", "name"], [[UUID().uuidString, "Z"], ["x", "Z"]])
        == Array(repeating: .wrong([Problem("id", "problem.import-unknown")]), count: 2))
    // What has no column stays as it is.
    #expect(try verdicts(["id"], [[id]]) == [.same])
    let twins = [laser, DeviceEntry(id: ID(UUID()), name: "Laser 1", kind: "laser")]
    #expect(
      try plan(["name"], [["Laser 1"]], over: twins).lines.map(\.verdict)
        == [.wrong([Problem("", "problem.import-ambiguous")])])
  }

  @Test("makes of what is new what a form would make of it: the usual, and nothing where nothing is usual")
  func usual() throws {
    let plan = try plan(["name", "specialty"], [["ECG", "cardiology"]], over: [ServiceEntry]())
    #expect(plan.lines[0].verdict == .wrong([Problem("price", "problem.required")]))
    let priced = try self.plan(
      ["name", "specialty", "price"], [["ECG", "cardiology", "45,5"]], over: [ServiceEntry]())
    #expect(priced.work[0].entry.price == 4550 && priced.work[0].entry.rules.durationMinutes == 20)
    #expect(priced.work[0].entry.specialty == "Cardiology")
  }

  @Test("knows a holiday by its day, and a doctor by name, of whom there can be two")
  func identifiers() throws {
    let day = try #require(Day(iso: "2026-12-25"))
    let christmas = HolidayEntry(id: ID(UUID()), day: day, name: "Christmas")
    let holidays = try plan(
      ["day", "name"],
      [
        ["2026-12-25", "Christmas Day"], ["2027-12-25", "Christmas"], ["2027-12-25", "Again"], ["", "Never"],
      ],
      over: [christmas]
    ).lines.map(\.verdict)
    #expect(holidays[0] == .changed([.init(key: "name", before: "Christmas", after: "Christmas Day")]))
    guard case .new = holidays[1] else { return #expect(Bool(false)) }
    #expect(holidays[2] == .wrong([Problem("", "problem.import-taken")]))
    #expect(holidays[3] == .wrong([Problem("day", "problem.required")]))
    var ada = PractitionerEntry(id: ID(UUID()))
    (ada.prefix, ada.givenName, ada.familyName, ada.kind) = ("Dr", "Ada", "Byron", "nurse")
    let staff = try plan(
      ["given", "family", "qualification"], [["Ada", "Byron", "RN"], ["Ada", "Lovelace", ""]], over: [ada])
    #expect(staff.lines[0].verdict == .changed([.init(key: "qualification", before: "", after: "RN")]))
    #expect(staff.lines[0].title == "Dr Ada Byron")
    let twins = try plan(
      ["id", "given", "family", "kind", "gender"],
      [["", "Ada", "Byron", "nurse", "female"], ["", "Ada", "Byron", "nurse", "female"]], over: [ada])
    #expect(twins.isGood && twins.work.count == 2)
  }

  @Test("has the fingerprint of what it does, and of nothing else")
  func fingerprint() throws {
    func fingerprint(_ cells: [[String]], over stored: [DeviceEntry]) throws -> String {
      try plan(["name", "kind"], cells, over: stored).fingerprint
    }
    let cells = [["Laser 1", "laser"], ["Laser 2", "laser"]]
    let seen = try fingerprint(cells, over: [laser])
    #expect(try fingerprint(cells, over: [laser, scanner]) == seen)
    var changed = laser
    changed.kind = "other"
    #expect(try fingerprint(cells, over: [changed]) != seen)
    #expect(try fingerprint(cells, over: []) != seen)
    #expect(try fingerprint([["Laser 1", "laser"], ["Laser 3", "laser"]], over: [laser]) != seen)
  }
}
