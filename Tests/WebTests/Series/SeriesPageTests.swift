import Clinic
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("A series in the browser")
struct SeriesPageTests {
  @Test(
    "is looked at date by date, booked by one press, and changed from its page; each page is one round trip")
  func planned() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let ben = try await site.test.session(of: DemoCast.ben)
      let empty = try await site.get("\(appointment)/series", as: ben)
      #expect(empty.status == 200 && !empty.body.contains("Book all of these"))
      let before = site.test.clinic.roundTrips
      let plan = try await site.get("\(appointment)/series?step=weeks&every=2&count=4&last=", as: ben)
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(plan.body.contains("Dates that are free: 3, that are not: 0"))
      let key = String(try #require(plan.body.firstMatch(of: /name="key" value="([0-9a-f-]{36})"/)?.output.1))
      let offers = plan.body.matches(of: /name="(date\d+)" value="([A-Za-z0-9._-]+)" checked/)
        .map { (String($0.output.1), String($0.output.2)) }
      #expect(offers.count == 3)
      let none = try await site.post("\(appointment)/series", [("key", key)], as: ben)
      #expect(none.status == 422)
      let done = try await site.post("\(appointment)/series", [("key", key)] + offers, as: ben)
      #expect(done.status == 303)
      let series = try #require(done.location)
      let page = try await site.get(series, as: ben)
      #expect(page.body.contains("This visit and those after it"))
      let visits = page.body.matches(of: /option value="([0-9a-f-]{36})"/).map { String($0.output.1) }
      #expect(visits.count == 4)
      let refused = try await site.post(
        "\(series)/move", [("visit", visits[0]), ("scope", "all"), ("day", ""), ("time", "")], as: ben)
      #expect(refused.status == 422 && refused.body.contains("Please enter a date"))
      let seen = String(try #require(page.body.firstMatch(of: /name="seen" value="([^"]+)"/)?.output.1))
      let sunday = try await site.post(
        "\(series)/move",
        [("visit", visits[0]), ("scope", "all"), ("seen", seen), ("day", "2026-11-29"), ("time", "10:00")],
        as: ben)
      #expect(sunday.status == 422 && sunday.body.contains("10:00 can’t be had. Nothing was moved."))
      #expect(sunday.body.contains("value=\"2026-11-29\""))
      let cancelled = try await site.post(
        "\(series)/cancellation", [("visit", visits[2]), ("scope", "following"), ("seen", seen)], as: ben)
      #expect(cancelled.status == 303)
      #expect(try await site.count("appointment WHERE status = 'cancelled'") == 2)
      #expect(try await site.get("\(appointment)/series", as: ben).location == series)
    }
  }

  @Test("keeps what was chosen for each date when one of the times was taken meanwhile")
  func kept() async throws {
    try await TestSite.using { site in
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let appointment = try await site.booked(by: paul)
      let rule = [("step", "weeks"), ("every", "1"), ("count", "4"), ("last", "")]
      let plan = try await site.get("\(appointment)/series?step=weeks&every=1&count=4&last=", as: ben)
      let key = String(try #require(plan.body.firstMatch(of: /name="key" value="([0-9a-f-]{36})"/)?.output.1))
      let offers = plan.body.matches(of: /name="date\d+" value="([A-Za-z0-9._-]+)" checked/)
        .map { String($0.output.1) }
      try #require(offers.count == 3)
      // The first is left out; the second is taken by somebody else.
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        [
          """
          INSERT INTO absence (id, practitioner_id, first_day, last_day)
          SELECT gen_random_uuid(), practitioner_id, starts_at::date + 14, starts_at::date + 14 FROM appointment
          """
        ])
      let again = try await site.post(
        "\(appointment)/series",
        rule + [("key", key), ("date0", ""), ("date1", offers[1]), ("date2", offers[2])],
        as: ben)
      #expect(again.status == 409 && again.body.contains("has just been taken."))
      let picked = again.body.matches(of: /name="(date\d)" value="([A-Za-z0-9._-]*)" checked/)
        .map { (String($0.output.1), $0.output.2.isEmpty) }
      #expect(picked.map(\.0) == ["date0", "date1", "date2"])
      #expect(picked.map(\.1) == [true, true, false])
    }
  }

  @Test("says what is wrong with its rule: no weeks, too many, no number of visits, and a day that is none")
  func problems() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let ben = try await site.test.session(of: DemoCast.ben)
      for query in [
        "every=0&count=3", "every=27&count=3", "every=1&count=1", "every=1&count=53", "every=1&last=soon",
        "every=1&last=2026-01-01",
      ] {
        let answer = try await site.get("\(appointment)/series?step=weeks&\(query)", as: ben)
        #expect(answer.status == 422, "\(query)")
      }
      for query in ["every=26&count=2", "every=1&count=52", "every=1&last=2026-04-01"] {
        let answer = try await site.get("\(appointment)/series?step=weeks&\(query)", as: ben)
        #expect(answer.status == 200, "\(query)")
      }
    }
  }
}
