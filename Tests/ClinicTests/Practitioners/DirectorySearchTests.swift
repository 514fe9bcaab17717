import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Searching the directory")
struct DirectorySearchTests {
  private func names(_ text: String) async throws -> [String] {
    let demo = try await SeededDemo.shared()
    let visitor = demo.visitor(at: SeededDemo.hosts[0])
    let found = try await demo.clinic.ask(visitor, .directory(DirectorySearch(text: text), at: demo.now))
      .answer
    return found.entries.map { "\($0.practitioner.givenName) \($0.practitioner.familyName)" }
  }

  @Test(
    "finds by name, specialty, service and symptom, in any order, without accents and with typing errors",
    arguments: [
      ("haddad amira", "Amira Haddad"), ("Hadad", "Amira Haddad"), ("AMIRA", "Amira Haddad"),
      ("Muller", "Hannah Müller"), ("Mueller", "Hannah Müller"), ("MÜLLER", "Hannah Müller"),
      ("nguyen", "Mai Nguyễn"), ("wisniewska", "Zofia Wiśniewska"), ("Adeyami", "Oluwaseun Adeyemi"),
      ("O’Brien", "James O'Brien"), ("obrien", "James O'Brien"), ("woo-ji", "Ji-woo Kim"),
      ("kim", "Ji-woo Kim"),
      ("cardiolgy", "Oluwaseun Adeyemi"), ("derma", "Zofia Wiśniewska"), ("cardiologie", "Oluwaseun Adeyemi"),
      ("adeyemi cardiology", "Oluwaseun Adeyemi"), ("psycologist", "Harpreet Gill"),
      ("heart racing", "Oluwaseun Adeyemi"), ("My heart is racing!", "Oluwaseun Adeyemi"),
      ("rash", "Zofia Wiśniewska"), ("itchy rashes", "Zofia Wiśniewska"), ("acouphènes", "Tariq Mahmood"),
      ("ECG", "Oluwaseun Adeyemi"), ("wax ear", "Tariq Mahmood"), ("mole chek", "Zofia Wiśniewska"),
    ])
  func finds(text: String, name: String) async throws {
    #expect(try await names(text).first == name)
  }

  @Test(
    "leads a described trouble to those who see it alone",
    arguments: [
      ("my child has fever", ["Hannah Müller", "Priya Raghavan"]),
      ("mon enfant a de la fièvre", ["Hannah Müller", "Priya Raghavan"]),
      ("mal de dos", ["Ji-woo Kim", "Åsa Lindqvist"]), ("heart", ["Oluwaseun Adeyemi"]),
    ])
  func symptoms(text: String, names: [String]) async throws {
    #expect(try await self.names(text) == names)
  }

  @Test(
    "finds nobody by what nobody has",
    arguments: [
      "zzzz", "xyzzy plugh", "plumber", "pizza", "banana", "teh", "%", "_", "haddad xyzzy plugh", "𓀀",
    ])
  func nonsense(text: String) async throws {
    #expect(try await names(text) == [])
  }

  @Test("without a word, everybody is there by name", arguments: ["", "  ", " - ", "'"])
  func everybody(text: String) async throws {
    let names = try await names(text)
    #expect(names.count == 15)
    #expect(names.first == "Oluwaseun Adeyemi" && names.last == "Zofia Wiśniewska")
  }

  @Test("who fits as typed stands before who fits nearly")
  func order() async throws {
    try await TestClinic.using { test in
      _ = try await test.practitioner(named: "Zoe Hadad", at: test.riverside)
      for (text, names) in [
        ("hadad", ["Dr Zoe Hadad", "Dr Amira Haddad"]), ("haddad", ["Dr Amira Haddad", "Dr Zoe Hadad"]),
      ] {
        let found = try await search(DirectorySearch(text: text), test)
        #expect(found.entries.map(\.practitioner.name) == names)
      }
    }
  }

  @Test("where nobody fits every word, who fits most is shown, if that is half of them, and it is said")
  func partial() async throws {
    try await TestClinic.using { test in
      for (text, count, isPartial) in [
        ("haddad amira", 1, false), ("haddad xyzzy", 1, true), ("haddad xyzzy plugh", 0, false),
        ("haddad amira xyzzy plugh", 1, true), ("haddad xyzzy plugh quux", 0, false),
      ] {
        let found = try await search(DirectorySearch(text: text), test)
        #expect(found.entries.count == count && found.isPartial == isPartial, "\(text)")
      }
    }
  }

  @Test("looks at a hundred characters and eight words")
  func limits() {
    #expect(DirectorySearch(text: String(repeating: "a", count: 100)).text.count == 100)
    #expect(DirectorySearch(text: String(repeating: "a", count: 101)).text.count == 100)
    let words = (1...9).map { "word\($0)" }
    #expect(DirectorySearch(text: words.prefix(8).joined(separator: " ")).words == Array(words.prefix(8)))
    #expect(DirectorySearch(text: words.joined(separator: " ")).words == Array(words.prefix(8)))
    for (typed, page) in [(-1, 1), (0, 1), (1, 1), (1000, 1000), (1001, 1000), (Int.max, 1000)] {
      #expect(DirectorySearch(page: typed).page == page)
    }
  }

  @Test("words that say nothing are left out, unless there are no others")
  func fillers() {
    #expect(DirectorySearch(text: "I have got a rash").words == ["rash"])
    #expect(DirectorySearch(text: "j’ai mal au dos").words == ["mal", "dos"])
    #expect(DirectorySearch(text: "the doctor").words == ["the", "doctor"])
    #expect(DirectorySearch(text: "Tengo dolor de espalda desde ayer").words == ["dolor", "espalda", "ayer"])
    #expect(DirectorySearch(text: "عندي ألم في الظهر").words == ["ألم", "الظهر"])
    #expect(DirectorySearch(text: "el médico").words == ["el", "médico"])
  }

  @Test("narrows by specialty, service, language, gender, place and online, all together")
  func filters() async throws {
    let demo = try await SeededDemo.shared()
    let visitor = demo.visitor(at: SeededDemo.hosts[0])
    let (specialties, services, choices) = try await demo.clinic.ask(
      visitor, .specialties, .services, .directoryChoices
    ).answer
    func names(_ change: (inout DirectorySearch) -> Void) async throws -> [String] {
      var search = DirectorySearch()
      change(&search)
      return try await demo.clinic.ask(visitor, .directory(search, at: demo.now)).answer.entries
        .map(\.practitioner.familyName)
    }
    let practice = try #require(specialties.first { $0.name == "General practice" })
    #expect(
      try await names { $0.specialty = practice.id } == ["Ellis", "Haddad", "Marino", "Nguyễn", "O'Brien"])
    #expect(
      try await names {
        $0.specialty = practice.id
        $0.gender = .male
      } == ["O'Brien"])
    #expect(
      try await names {
        $0.specialty = practice.id
        $0.language = "ar"
      } == ["Haddad"])
    let video = try #require(services.first { $0.name == "Talking therapy by video" })
    #expect(try await names { $0.service = video.id } == ["Gill", "Karimi"])
    #expect(
      try await names { $0.online = true } == [
        "Gill", "Haddad", "Karimi", "Kim", "Lindqvist", "Marino", "O'Brien",
      ])
    #expect(
      try await names {
        $0.online = true
        $0.text = "karimi"
      } == ["Karimi"])
    #expect(choices.places.map(\.name) == ["Ferry Wharf", "Rope Walk"])
    #expect(choices.hasOnline && choices.languages.contains("ga"))
    var there: Set<String> = []
    for place in choices.places { there.formUnion(try await names { $0.place = place.id }) }
    #expect(there.count == 15)
    #expect(try await names { $0.place = ID(UUID()) } == [])
    #expect(try await names { $0.specialty = ID(UUID()) } == [])
  }

  @Test("shows the first service of each doctor, or the one that was chosen")
  func services() async throws {
    let demo = try await SeededDemo.shared()
    let visitor = demo.visitor(at: SeededDemo.hosts[0])
    let all = try await demo.clinic.ask(
      visitor, .directory(DirectorySearch(text: "haddad"), at: demo.now), .services
    ).answer
    #expect(all.0.entries.first?.service?.name == "GP consultation")
    let chosen = try #require(all.1.first { $0.name == "Health check" })
    let found = try await demo.clinic.ask(
      visitor, .directory(DirectorySearch(text: "haddad", service: chosen.id), at: demo.now)
    ).answer
    #expect(found.entries.first?.service?.name == "Health check")
  }

  @Test("shows nobody who is not booked by name, or who has left")
  func helpers() async throws {
    let demo = try await SeededDemo.shared()
    #expect(try await names("Ajayi") == [])
    let nurse: UUID = try await demo.database.asSuperuser(
      "SELECT id FROM practitioner WHERE family_name = 'Ajayi'"
    ).decode { row in try row.next() }[0]
    let visitor = demo.visitor(at: SeededDemo.hosts[0])
    let found = try await demo.clinic.ask(visitor, .practitioner(ID(nurse))).answer
    #expect(found == nil)
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE practitioner SET active = false"])
      #expect(try await search(DirectorySearch(text: "haddad"), test).entries.isEmpty)
    }
  }

  @Test("nobody's hours are at a site: they are in its rooms")
  func rooms() async throws {
    let demo = try await SeededDemo.shared()
    let visitor = demo.visitor(at: SeededDemo.hosts[0])
    let rooms = try await demo.clinic.ask(visitor, .locations).answer.map(\.name)
    #expect(rooms.contains("Room 1") && !rooms.contains("Ferry Wharf") && !rooms.contains("Rope Walk"))
  }

  @Test("another clinic's words lead nowhere")
  func tenants() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["INSERT INTO specialty_synonym (specialty_id, words) SELECT id, 'quixotism' FROM specialty"])
      #expect(try await search(DirectorySearch(text: "quixotism"), test).entries.count == 1)
      let visitor = test.visitor(nil, at: test.hilltop, to: .publicInformation, access: .anyone)
      let found = try await test.clinic.ask(
        visitor, .directory(DirectorySearch(text: "quixotism"), at: test.clock.now)
      ).answer
      #expect(found.entries.isEmpty)
    }
  }

  private func search(_ search: DirectorySearch, _ test: TestClinic) async throws -> Directory {
    let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
    return try await test.clinic.ask(visitor, .directory(search, at: test.clock.now)).answer
  }
}
