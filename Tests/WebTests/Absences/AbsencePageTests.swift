import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("An absence in the browser")
struct AbsencePageTests {
  @Test("shows what it moves before anything is written, and afterwards what became of each visit")
  func entering() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.booked(by: paul)
      _ = try await site.booked(by: paul, 1)
      let ben = try await site.test.session(of: DemoCast.ben)
      let preview = try await site.get(site.tuesday, as: ben)
      #expect(preview.status == 200 && preview.body.contains("2 visits fall into this time"))
      #expect(preview.body.contains("Paul Fletcher") && preview.body.contains("Proposed: "))
      #expect(try await site.count("rebooking") == 0)
      let done = try await site.enterTuesday(preview, as: ben)
      #expect(done.status == 303)
      let again = try await site.enterTuesday(preview, as: ben)
      #expect(again.location == done.location)
      let page = try await site.get(try #require(done.location), as: ben)
      #expect(page.body.contains("Settled: 0, waiting for an answer: 2, to be called: 0"))
      #expect(try await site.count("outbox_message WHERE kind = 'appointment-rebooking'") == 2)
      let list = try await site.get("/absences", as: ben)
      #expect(list.body.contains("waiting for an answer: 2") && list.body.contains("Conference"))
    }
  }

  @Test("that is entered already leads to that one, before and after the button")
  func same() async throws {
    try await TestSite.using { site in
      let ben = try await site.test.session(of: DemoCast.ben)
      let (one, two) = (
        try await site.get(site.tuesday, as: ben), try await site.get(site.tuesday, as: ben)
      )
      let entered = try #require(try await site.enterTuesday(one, as: ben).location)
      let late = try await site.enterTuesday(two, as: ben)
      #expect(late.status == 409 && late.body.contains("has been entered meanwhile"))
      let again = try await site.get(site.tuesday, as: ben)
      #expect(again.status == 200 && again.body.contains("This absence is entered already."))
      for page in [late, again] {
        #expect(page.body.contains("href=\"\(entered)\"") && !page.body.contains("action=\"/absences\""))
      }
      #expect(try await site.count("absence WHERE entered_at IS NOT NULL") == 1)
    }
  }

  @Test("that can't be read keeps what was typed and says what is wrong at each field")
  func problems() async throws {
    try await TestSite.using { site in
      let ben = try await site.test.session(of: DemoCast.ben)
      let doctor = site.test.riverside.doctor
      for (query, words) in [
        ("who=&first=2026-03-03", "Please choose"),
        ("who=\(doctor)&first=soon", "Please enter a date"),
        ("who=\(doctor)&first=2026-03-03&last=2026-03-02", "lies before the first"),
        ("who=\(doctor)&first=2026-03-03&last=2027-03-04", "can last 366 days"),
        ("who=\(doctor)&first=2026-03-03&starts=13:00&ends=13:00", "problem"),
        ("who=\(doctor)&first=2026-02-28", "This day has passed"),
        ("who=\(doctor)&first=2028-03-04", "within the next 732 days"),
        ("who=\(doctor)&first=9999-12-31", "within the next 732 days"),
      ] {
        let answer = try await site.get("/absences/new?\(query)", as: ben)
        #expect(answer.status == 422, "\(query)")
        #expect(answer.body.contains(words), "\(query)")
      }
      let longest = try await site.get(
        "/absences/new?who=\(doctor)&first=2026-03-03&last=2027-03-03", as: ben)
      #expect(longest.status == 200)
      let furthest = try await site.get("/absences/new?who=\(doctor)&first=2028-03-03", as: ben)
      #expect(furthest.status == 200)
      let part = try await site.get(
        "/absences/new?who=\(doctor)&first=2026-03-03&last=2026-03-04&starts=13:00&ends=17:30", as: ben)
      #expect(
        part.body.contains("Tuesday 3 March 2026 to Wednesday 4 March 2026, 13:00 to 17:30"))
      let unknown = try await site.get("/absences/new?who=\(UUID())&first=2026-03-03", as: ben)
      #expect(unknown.status == 404)
    }
  }

  @Test(
    "leads by the letter's link to a page that names nobody, writes nothing when looked at, and takes one press"
  )
  func link() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let ben = try await site.test.session(of: DemoCast.ben)
      _ = try await site.enterTuesday(try await site.get(site.tuesday, as: ben), as: ben)
      // Who misses the letter reads it on their own pages, and the desk at the visit.
      let own = try await site.get(appointment, as: paul)
      #expect(
        own.body.contains("This visit can’t take place as booked") && !own.body.contains("look forward"))
      #expect(try await site.get("/dashboard", as: paul).body.contains("Needs another time"))
      let id = try #require(appointment.split(separator: "/").last)
      #expect(try await site.get("/desk/visits/\(id)", as: ben).body.contains("Proposed instead:"))
      let link = try await site.rebookingLink()
      let page = try await site.get(link)
      #expect(page.status == 200 && page.body.contains("can’t take place"))
      for word in ["Paul", "Fletcher", "Haddad", DemoCast.paul.email, appointment] {
        #expect(!page.body.contains(word), "\(word)")
      }
      for _ in 0..<3 { _ = try await site.get(link) }
      #expect(try await site.count("rebooking WHERE state = 'open'") == 1)
      let stranger = Token(from: .system)
      let offer = try #require(page.firstOffer)
      let done = try await site.post("\(link)/acceptance", [("offer", String(offer))], as: stranger)
      #expect(done.status == 303 && done.location == link)
      let again = try await site.post("\(link)/acceptance", [("offer", String(offer))], as: stranger)
      #expect(again.status == 303)
      let after = try await site.get(link)
      #expect(after.body.contains("has a new time") && !after.body.contains("Take this time"))
      #expect(try await site.count("appointment_history WHERE act = 'move'") == 1)
      #expect(try await site.get(appointment, as: paul).body.contains("look forward"))
      #expect(try await site.get("/rebookings/\(stranger.text)").status == 404)
      // Nobody of another clinic.
      #expect(try await site.get(link, at: "hilltop.localhost").status == 404)
      let foreign = try await site.post(
        "\(link)/cancellation", [], as: stranger, at: "hilltop.localhost")
      #expect(foreign.status == 404)
    }
  }

  @Test("of a room shows what stands in for it, and writes to nobody for whom it can")
  func room() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.booked(by: paul)
      let (house, other) = (
        try await site.test.room("The house", at: site.test.riverside),
        try await site.test.room("Room 2", at: site.test.riverside)
      )
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        [
          """
          UPDATE location SET part_of = \(house.uuid) WHERE id IN (\(other.uuid), \(site.test.riverside.room.uuid))
          """
        ])
      let ben = try await site.test.session(of: DemoCast.ben)
      let query = "who=\(site.test.riverside.room)&first=2026-03-03&last=&starts=&ends="
      let preview = try await site.get("/absences/new?\(query)", as: ben)
      #expect(preview.body.contains("At its time, with Room 2"))
      #expect(
        preview.body.contains("with another of the same kind: 1") && !preview.body.contains("write to the"))
      let entered = try await site.enterTuesday(preview, as: ben, of: site.test.riverside.room.uuid)
      let page = try await site.get(try #require(entered.location), as: ben)
      #expect(page.body.contains("At its time, with Room 2") && page.body.contains("Settled: 1, waiting"))
      #expect(try await site.count("outbox_message WHERE kind = 'appointment-rebooking'") == 0)
      let list = try await site.get("/absences", as: ben)
      #expect(
        list.body.contains("<optgroup label=\"Rooms\">") && list.body.contains("<optgroup label=\"Doctors\">")
      )
      // A doctor chooses from nobody but themself.
      let amira = try await site.test.session(of: DemoCast.amira)
      let own = try await site.get("/absences", as: amira)
      #expect(
        !own.body.contains("<optgroup label=\"Rooms\">") && own.body.contains(" selected>Dr Amira Haddad"))
    }
  }

  @Test(
    "becomes shorter, or is taken back, from its page; the link then says so, in the reader's language too")
  func withdrawal() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.booked(by: paul)
      let ben = try await site.test.session(of: DemoCast.ben)
      let entered = try await site.enterTuesday(try await site.get(site.tuesday, as: ben), as: ben)
      let (page, link) = (try #require(entered.location), try await site.rebookingLink())
      let french = ["Accept-Language": "fr"]
      #expect(try await site.get(link, headers: french).body.contains("ne peut pas avoir lieu comme prévu"))
      let longer = [("first", "2026-03-03"), ("last", "2026-03-09"), ("starts", ""), ("ends", "")]
      let refused = try await site.post("\(page)/shortening", longer, as: ben)
      #expect(refused.status == 422 && refused.body.contains("value=\"2026-03-09\""))
      #expect(refused.body.contains("For more, enter another"))
      let late = [("first", "2026-03-03"), ("last", ""), ("starts", "23:00"), ("ends", "")]
      #expect(try await site.post("\(page)/shortening", late, as: ben).location == page)
      let after = try await site.get(page, as: ben)
      #expect(after.body.contains("23:00 to 24:00") && after.body.contains("As booked"))
      #expect(try await site.get(link).body.contains("takes place as booked after all"))
      #expect(try await site.get(link, headers: french).body.contains("a lieu comme prévu, finalement"))
      for _ in 0..<2 {
        #expect(try await site.post("\(page)/withdrawal", [], as: ben).location == page)
      }
      let gone = try await site.get(page, as: ben)
      #expect(gone.body.contains("was taken back") && !gone.body.contains("Make it shorter"))
      #expect(try await site.post("\(page)/shortening", late, as: ben).status == 409)
      #expect(try await site.count("outbox_message WHERE kind = 'appointment-stands'") == 1)
      #expect(try await site.post("\(page)/withdrawal", [], as: paul).status == 403)
    }
  }

  @Test("asks for a call where no time suits; the desk settles it and the task is gone")
  func call() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.booked(by: paul)
      let ben = try await site.test.session(of: DemoCast.ben)
      _ = try await site.enterTuesday(try await site.get(site.tuesday, as: ben), as: ben)
      let link = try await site.rebookingLink()
      let asked = try await site.post("\(link)/call", [], as: Token(from: .system))
      #expect(asked.status == 303)
      #expect(try await site.get(link).body.contains("We will call you"))
      let tasks = try await site.get("/tasks", as: ben)
      #expect(tasks.body.contains("One patient has to be called") && tasks.body.contains("Paul Fletcher"))
      let task = String(try #require(tasks.body.firstMatch(of: /\/tasks\/[0-9a-f-]{36}/)?.output))
      let page = try await site.get(task, as: ben)
      let offer = try #require(page.firstOffer)
      let none = try await site.post("\(task)/move", [], as: ben)
      #expect(none.status == 422)
      let done = try await site.post("\(task)/move", [("offer", String(offer))], as: ben)
      #expect(done.status == 303 && done.location == "/tasks?done=1")
      #expect(try await site.get("/tasks", as: ben).body.contains("Nobody has to be called"))
      #expect(try await site.get(task, as: ben).body.contains("Has a new time"))
    }
  }
}

extension TestAnswer {
  /// The first time among several to choose from.
  var firstOffer: Substring? {
    body.firstMatch(of: /type="radio" name="offer" value="([A-Za-z0-9._-]+)"/)?.output.1
  }
}

extension TestSite {
  /// Where it is shown what the doctor's absence on Tuesday 3 March 2026 moves.
  var tuesday: String {
    "/absences/new?who=\(test.riverside.doctor)&first=2026-03-03&last=&starts=&ends="
  }

  func enterTuesday(_ preview: TestAnswer, as token: Token, of resource: UUID? = nil) async throws
    -> TestAnswer
  {
    let key = try #require(preview.body.firstMatch(of: /name="key" value="([0-9a-f-]{36})"/)?.output.1)
    return try await post(
      "/absences",
      [
        ("who", (resource ?? test.riverside.doctor.uuid).uuidString), ("first", "2026-03-03"), ("last", ""),
        ("starts", ""),
        ("ends", ""), ("key", String(key)), ("note", "Conference"),
      ], as: token)
  }

  /// The address in the newest letter about an absence.
  func rebookingLink() async throws -> String {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    let messages = try await test.clinic.mailbox(by: operation).messages
    let letter = try #require(messages.first { $0.letter == .appointmentRebooking })
    return "/rebookings/\(try #require(letter.secret))"
  }
}
