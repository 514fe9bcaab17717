import Testing

@testable import Clinic

@Suite("Two people who edit the same thing")
struct EntryDraftTests {
  private let around = CodecTests.around

  /// A device, as somebody saw it, with what they typed.
  private func draft(
    seen: DeviceEntry, name: String? = nil, kind: String? = nil, takes: Set<String> = []
  ) -> EntryDraft<DeviceEntry> {
    var texts = seen.texts(in: around)
    if let name { texts["name"] = .one(name) }
    if let kind { texts["kind"] = .one(kind) }
    return EntryDraft(
      seen.id, texts: texts, seen: seen.texts(in: around).mapValues(\.fingerprint), takes: takes)
  }

  private let laser = DeviceEntry(id: .unstored, name: "Laser", kind: "laser")

  @Test("write one after the other when nobody was in between")
  func alone() throws {
    let revised = try draft(seen: laser, name: "Laser 1").revised(laser, in: around)
    #expect(revised.name == "Laser 1" && revised.kind == "laser")
    let changes = EntryChanges(from: laser, to: revised, in: around)
    #expect(changes.detail(of: revised.title) == "Laser 1; name Laser → Laser 1")
  }

  @Test("are told, whichever field the other changed, unless both want the same")
  func told() throws {
    let theirs = DeviceEntry(id: .unstored, name: "Laser A", kind: "laser")
    for mine in [draft(seen: laser, name: "Laser B"), draft(seen: laser, kind: "lamp")] {
      #expect(throws: Refusal.conflict(.entryChanged)) { try mine.revised(theirs, in: around) }
    }
    let same = draft(seen: laser, name: " Laser A ")
    #expect(try same.revised(theirs, in: around).name == "Laser A")
    let changed = draft(seen: laser, kind: "lamp")
    #expect(changed.changedMeanwhile(theirs, in: around) == ["name": .one("Laser A")])
    #expect(!changed.isTouched("name", in: around) && changed.isTouched("kind", in: around))
  }

  @Test("choose field by field once they have seen the other's")
  func chosen() throws {
    let theirs = DeviceEntry(id: .unstored, name: "Laser A", kind: "lamp")
    // Both stand on the page now: what is typed is kept, but where theirs is taken.
    let mine = draft(seen: theirs, name: "Laser B", kind: "beam", takes: ["kind"])
    let revised = try mine.revised(theirs, in: around)
    #expect(revised.name == "Laser B" && revised.kind == "lamp")
    // A third person is no less heard.
    let third = DeviceEntry(id: .unstored, name: "Laser A", kind: "torch")
    #expect(throws: Refusal.conflict(.entryChanged)) { try mine.revised(third, in: around) }
  }

  @Test("are told everything that is wrong, at the fields")
  func wrong() {
    let mine = draft(seen: laser, name: "", kind: String(repeating: "x", count: 51))
    #expect(
      throws: Refusal.invalid([
        Problem("name", "problem.required"), Problem("kind", "problem.too-long", ["limit": "50"]),
      ])
    ) { try mine.revised(laser, in: around) }
  }

  @Test("leave a record of what changed that fits the log, whatever was typed")
  func record() throws {
    var (old, new) = (ServiceEntry.blank, ServiceEntry.blank)
    old.name = String(repeating: "a", count: 100)
    new.name = String(repeating: "b", count: 100)
    (old.description, new.description) = (String(repeating: "é", count: 900), "")
    (old.price, new.price) = (4500, 5000)
    let detail = EntryChanges(from: old, to: new, in: around).detail(of: new.title)
    #expect(detail.unicodeScalars.count <= 500)
    #expect(detail.contains("price 45.00 → 50.00") && detail.contains("→ –"))
  }
}
