import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Families")
struct FamilyTests {
  @Test(
    "somebody is asked by letter, the same whether an account has the address or not, and acts once they accept"
  )
  func asking() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      try await home.ask([.book, .pay])
      try await home.ask([.see], email: "nobody@example.com")
      #expect(Set(try await home.letters(.familyInvitation)) == [home.nadiasAddress, "nobody@example.com"])
      let bodies = try await test.database.asSuperuser(
        "SELECT DISTINCT payload::text || language FROM outbox_message WHERE kind = 'family-invitation'"
      ).decode { row in try row.next(String.self) }
      #expect(bodies.count == 1)
      #expect(try await home.ties(home.nadia).isEmpty)
      let mine = try await home.asked(home.paul)
      #expect(mine.map(\.isToMe) == [false, false])
      let asked = try #require(try await home.asked(home.nadia).first)
      #expect(asked.isToMe && asked.scopes == [.book, .pay] && asked.patientName == "Paul Fletcher")
      // Who has another address can't answer it.
      let stranger = try await test.newcomer(at: test.riverside, to: .account)
      await #expect(throws: Refusal.unknown) { try await test.clinic.accept(asked.id, by: stranger) }
      await #expect(throws: Refusal.unknown) { try await test.clinic.accept(asked.id, by: home.paul) }
      for _ in 0..<2 { try await test.clinic.accept(asked.id, by: home.nadia) }
      let tie = try #require(try await home.ties(home.nadia).first)
      #expect(tie.scopes == [.book, .pay] && tie.relationship == .delegate && !tie.mayChange)
      #expect(try await home.mayBook(home.nadia) == ["Paul Fletcher"])
      #expect(try await test.count("audit_event WHERE act = 'family-accepted'") == 1)
      #expect(try await home.letters(.familyChanged) == [DemoCast.paul.email])
    }
  }

  @Test("a second request to one address is the first one changed; declined or taken back, nobody acts")
  func answers() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      try await home.ask([.book])
      try await home.ask([.see])
      let asked = try await home.asked(home.nadia)
      #expect(asked.map(\.scopes) == [[.see]])
      for _ in 0..<2 { try await test.clinic.decline(asked[0].id, by: home.nadia) }
      await #expect(throws: Refusal.unknown) { try await test.clinic.accept(asked[0].id, by: home.nadia) }
      try await home.ask([.pay])
      let again = try #require(try await home.asked(home.paul).first)
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdraw(again.id, by: home.nadia) }
      try await test.clinic.withdraw(again.id, by: home.paul)
      await #expect(throws: Refusal.unknown) { try await test.clinic.accept(again.id, by: home.nadia) }
      #expect(try await home.ties(home.nadia).isEmpty)
    }
  }

  @Test("a request can be answered for fourteen days, and not a second longer")
  func lapse() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      try await home.ask()
      let asked = try #require(try await home.asked(home.nadia).first)
      test.clock.advance(by: FamilyInvitation.lifetime - 1)
      #expect(try await home.asked(home.nadia).count == 1)
      test.clock.advance(by: 1)
      #expect(try await home.asked(home.nadia).isEmpty)
      await #expect(throws: Refusal.unknown) { try await test.clinic.accept(asked.id, by: home.nadia) }
    }
  }

  @Test(
    "a right holds until the end of its last day by the clinic's clocks, which is at most two years ahead")
  func bounds() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let today = zone.local(home.now).day
      for (day, problem) in [
        (today.adding(days: -1), "problem.day-past"), (today.adding(days: 732), "problem.family-far"),
      ] {
        await #expect(throws: Refusal.invalid([Problem("until", problem)])) { try await home.ask(until: day) }
      }
      await #expect(throws: Refusal.invalid([Problem("scope", "problem.family-scope")])) {
        try await home.ask([])
      }
      await #expect(throws: Refusal.invalid([Problem("email", "problem.family-own-address")])) {
        try await home.ask(email: DemoCast.paul.email)
      }
      try await home.ask(until: today.adding(days: 731))
      let tie = try await home.grant(until: today)
      #expect(tie.endsAt == zone.interval(of: today).upperBound)
      test.clock.advance(by: zone.interval(of: today).upperBound.timeIntervalSince(home.now) - 1)
      #expect(try await home.mayBook(home.nadia) == ["Paul Fletcher"])
      test.clock.advance(by: 1)
      #expect(try await home.mayBook(home.nadia) == [])
      #expect(try await home.ties(home.nadia).isEmpty)
    }
  }

  @Test("ten people act for one at most, ten requests a day, three letters an hour to one address")
  func most() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      for _ in 0..<3 { try await home.ask() }
      await #expect(throws: Refusal.conflict(.lettersEnough)) { try await home.ask() }
      for number in 0..<7 { try await home.ask(email: "a\(number)@example.com") }
      await #expect(throws: Refusal.conflict(.lettersEnough)) { try await home.ask(email: "b@example.com") }
      test.clock.advance(by: 86_401)
      for number in 0..<10 {
        _ = try await test.newcomerSession(at: test.riverside)
        try await home.own(
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
          SELECT gen_random_uuid(), \(home.pauls.uuid), a.id, 'delegate', \(home.now) FROM account a
           WHERE a.role = 'patient' AND a.email <> \(DemoCast.paul.email)
             AND NOT EXISTS (SELECT FROM related_person r WHERE r.account_id = a.id AND r.patient_id = \(home.pauls.uuid))
           LIMIT 1
          """)
        if number == 8 { try await home.ask(email: "c@example.com") }
      }
      await #expect(throws: Refusal.conflict(.familyEnough)) { try await home.ask(email: "d@example.com") }
    }
  }

  @Test("what is revoked is gone at the next statement: visits, and the stream of messages is told")
  func revoked() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let (visit, _) = try await test.bookedByPaul()
      let tie = try await home.grant([.see, .message])
      #expect(try await test.ask(home.nadia, .myAppointment(visit, at: home.now)) != nil)
      let talking = try await Talking(test)
      try await talking.begin()
      let before = try await test.ask(home.nadia, Query<String>.myMessageVersion(at: home.now))
      await #expect(throws: Refusal.unknown) { try await test.clinic.revoke(tie.id, by: home.nadia) }
      for _ in 0..<2 { try await test.clinic.revoke(tie.id, by: home.paul) }
      #expect(try await test.ask(home.nadia, .myAppointment(visit, at: home.now)) == nil)
      let after = try await test.ask(home.nadia, Query<String>.myMessageVersion(at: home.now))
      #expect(before != after && after == "none")
      #expect(try await test.count("related_person WHERE ended_side = 'owner'") == 1)
      #expect(try await home.letters(.familyChanged).contains(home.nadiasAddress))
      // Asked again, she can act again.
      _ = try await home.grant([.pay])
      #expect(try await home.ties(home.nadia).map(\.scopes) == [[.pay]])
    }
  }

  @Test("the owner changes what somebody may do, at once, and nobody else does")
  func changed() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let tie = try await home.grant([.book])
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.change(tie.id, to: [.see], until: nil, by: home.nadia)
      }
      try await test.clinic.change(tie.id, to: [.see], until: nil, by: home.paul)
      #expect(try await home.mayBook(home.nadia) == [])
      #expect(try await home.ties(home.nadia).map(\.scopes) == [[.see]])
      try await test.clinic.resign(tie.id, by: home.nadia)
      #expect(try await home.ties(home.nadia).isEmpty)
      #expect(try await test.count("related_person WHERE ended_side = 'actor'") == 1)
    }
  }

  @Test("the owner sees what was done for them, and since when, and a booking says who acted")
  func acts() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      _ = try await test.bookedByPaul()
      let tie = try await home.grant([.book])
      #expect(try await test.ask(home.paul, .acts(by: tie.id, at: home.now)).map(\.act) == [.familyAccepted])
      let offer = try #require(try await test.offers().dropFirst(1).first)
      let booking = Booking(offer: offer, key: UUID(), reason: "", patient: home.pauls)
      _ = try await test.clinic.book(booking, by: home.nadia)
      let acts = try await test.ask(home.paul, .acts(by: tie.id, at: home.now)).map(\.act)
      #expect(acts.contains(.appointmentBooked))
      #expect(try await test.ask(home.nadia, .acts(by: tie.id, at: home.now)).isEmpty)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'appointment-booked' AND detail = 'acting as delegate'") == 1)
    }
  }

  @Test("a second parent is asked by the first, has all, and the clinic alone ends it; the last one stays")
  func parents() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let second = try await home.grant(of: home.leo)
      #expect(second.relationship == .parent && second.scopes == FamilyScope.allCases)
      #expect(try await test.ask(home.nadia, .children(at: home.now)).map(\.givenName) == ["Léo"])
      await #expect(throws: Refusal.unknown) { try await test.clinic.revoke(second.id, by: home.paul) }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.change(second.id, to: [.see], until: nil, by: home.paul)
      }
      let first = try #require(try await home.ties(home.paul).first)
      await #expect(throws: Refusal.unknown) { try await test.clinic.resign(first.id, by: home.nadia) }
      try await test.clinic.resign(first.id, by: home.paul)
      await #expect(throws: Refusal.conflict(.lastParent)) {
        try await test.clinic.resign(second.id, by: home.nadia)
      }
    }
  }

  @Test("whom the clinic has ended is not given it back by the other parent, but by the clinic")
  func dispute() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let second = try await home.grant(of: home.leo)
      for _ in 0..<2 {
        try await test.clinic.endFamily(second.id, of: home.leo, because: "A court decides", by: home.ben)
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.endFamily(second.id, of: home.pauls, because: "x", by: home.ben)
      }
      #expect(try await home.ties(home.nadia).isEmpty)
      let told = Set(try await home.letters(.familyChanged))
      #expect(told.isSuperset(of: [home.nadiasAddress, DemoCast.paul.email]))
      let ended = try #require(try await home.family(of: home.leo).ties.first { $0.ended != nil }?.ended)
      #expect(ended.byClinic && ended.reason == "A court decides")
      try await home.ask(of: home.leo)
      let asked = try #require(try await home.asked(home.nadia).first)
      await #expect(throws: Refusal.conflict(.familyBlocked)) {
        try await test.clinic.accept(asked.id, by: home.nadia)
      }
      await #expect(throws: Refusal.invalid([Problem("email", "problem.family-no-account")])) {
        try await test.clinic.addParent(
          of: home.leo, email: "no@example.com", documentSeen: "x", by: home.ben)
      }
      for _ in 0..<2 {
        try await test.clinic.addParent(
          of: home.leo, email: home.nadiasAddress, documentSeen: "Birth certificate 12", by: home.ben)
      }
      #expect(try await home.ties(home.nadia).count == 1)
      #expect(try await test.count("related_person WHERE document_seen = 'Birth certificate 12'") == 1)
      #expect(
        try await test.count("audit_event WHERE act = 'family-ended' AND detail LIKE '%A court decides'") == 1
      )
    }
  }

  @Test(
    "whom the clinic has ended is not given it back by two records that become one", arguments: [true, false])
  func merged(keepingFirst: Bool) async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let tie = try #require(try await home.ties(home.paul).first)
      try await test.clinic.endFamily(tie.id, of: home.leo, because: "A court decides", by: home.ben)
      let again = ID<Patient>(UUID())
      let child = NewChild(
        givenName: "Leo", familyName: "Fletcher", birthDate: try #require(Day(iso: "2016-02-29")))
      try await test.clinic.add(child, again, by: home.paul)
      #expect(try await home.mayBook(home.paul) == ["Leo Fletcher"])
      let (kept, gone) = keepingFirst ? (home.leo, again) : (again, home.leo)
      let dana = try await test.visitor(
        DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      let seen = try await test.ask(dana, .mergeSides(kept, gone, by: dana, at: home.now)).edition
      try await test.clinic.merge(
        NewPatientMerge(kept: kept, gone: gone, taken: [], takesAccount: false, seen: seen),
        test.clinic.newID(),
        by: dana)
      let ties = try await home.ties(home.paul)
      #expect(ties.allSatisfy { $0.patient == gone } && !ties.contains { $0.patient == kept })
    }
  }

  @Test("of ten who may act for a patient, the eleventh is one too many when they accept")
  func tooMany() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      try await home.ask([.book])
      let id = try #require(try await home.asked(home.nadia).first).id
      try await home.own(
        """
        WITH made AS (
          INSERT INTO account (id, email, password_hash, role, display_name, created_at)
          SELECT gen_random_uuid(), 'friend-' || n || '@example.com', '', 'patient', 'Friend', now()
            FROM generate_series(1, \(FamilyTie.most)) AS n RETURNING id
        )
        INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
        SELECT gen_random_uuid(), \(home.pauls.uuid), id, 'delegate', now() FROM made
        """)
      await #expect(throws: Refusal.conflict(.familyEnough)) {
        try await test.clinic.accept(id, by: home.nadia)
      }
      try await home.own(
        "UPDATE related_person SET ended_at = now(), ended_side = 'owner' WHERE id = (SELECT min(id::text)::uuid FROM related_person WHERE relationship = 'delegate')"
      )
      try await test.clinic.accept(id, by: home.nadia)
    }
  }

  @Test("what is ended twice at once is ended once, with one letter")
  func twice() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let tie = try await home.grant([.book])
      let before = try await home.letters(.familyChanged).count
      async let one: Void = test.clinic.revoke(tie.id, by: home.paul)
      async let other: Void = test.clinic.revoke(tie.id, by: home.paul)
      _ = try await (one, other)
      #expect(try await home.letters(.familyChanged).count == before + 1)
      #expect(try await test.count("audit_event WHERE act = 'family-ended'") == 1)
    }
  }

  @Test("a wish on the waiting list is theirs no longer who may not book any more")
  func wishes() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let tie = try await home.grant([.book])
      let wish = Wish(
        specialty: nil, service: test.riverside.services[0], practitioner: nil, weekdays: [], from: .midnight,
        until: .endOfDay, lastDay: Day(utc: home.now).adding(days: 9), patient: home.pauls)
      try await test.clinic.wish(wish, ID(UUID()), by: home.nadia)
      #expect(try await test.ask(home.nadia, .myWishes(at: home.now)).count == 1)
      try await test.clinic.revoke(tie.id, by: home.paul)
      #expect(try await test.ask(home.nadia, .myWishes(at: home.now)).isEmpty)
    }
  }

  @Test(
    "wishes of somebody whose right has ended don't count among their ten; who keeps the record sees and ends them"
  )
  func wishesLeft() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let tie = try await home.grant([.book])
      func wish(for patient: ID<Patient>?) -> Wish {
        Wish(
          specialty: nil, service: test.riverside.services[0], practitioner: nil, weekdays: [],
          from: .midnight,
          until: .endOfDay, lastDay: Day(utc: home.now).adding(days: 9), patient: patient)
      }
      let first = ID<WaitlistEntry>(UUID())
      try await test.clinic.wish(wish(for: home.pauls), first, by: home.nadia)
      for _ in 1..<Wish.most { try await test.clinic.wish(wish(for: home.pauls), ID(UUID()), by: home.nadia) }
      await #expect(throws: Refusal.self) {
        try await test.clinic.wish(wish(for: nil), ID(UUID()), by: home.nadia)
      }
      // Paul's own ten are free all the same, and he knows who made the others.
      let seen = try await test.ask(home.paul, .myWishes(at: home.now))
      #expect(seen.count == Wish.most && seen.allSatisfy { $0.madeBy != nil && $0.offer == nil })
      try await test.clinic.wish(wish(for: nil), ID(UUID()), by: home.paul)
      try await test.clinic.revoke(tie.id, by: home.paul)
      for _ in 0..<Wish.most { try await test.clinic.wish(wish(for: nil), ID(UUID()), by: home.nadia) }
      await #expect(throws: Refusal.self) {
        try await test.clinic.wish(wish(for: nil), ID(UUID()), by: home.nadia)
      }
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdrawWish(first, by: home.nadia) }
      #expect(try await test.ask(home.paul, .myWishes(at: home.now)).count == Wish.most + 1)
      try await test.clinic.withdrawWish(first, by: home.paul)
      #expect(try await test.ask(home.paul, .myWishes(at: home.now)).count == Wish.most)
      #expect(try await test.count("audit_event WHERE act = 'wish-withdrawn'") == 1)
    }
  }

  @Test("whoever is in a visit by video when their right ends is out of it")
  func video() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let visit = try await test.onlineVisit(at: home.now.addingTimeInterval(300))
      try await home.own(
        """
        INSERT INTO consent (id, patient_id, text_id, given_by, given_at)
        SELECT gen_random_uuid(), id, \(visit.text.uuid), account_id, \(home.now) FROM patient WHERE id = \(home.pauls.uuid)
        """)
      let tie = try await home.grant([.book, .see])
      try await test.clinic.join(visit.id, as: .patient, by: home.nadia)
      #expect(try await test.count("visit_participant WHERE left_at IS NULL") == 1)
      try await test.clinic.change(tie.id, to: [.book], until: nil, by: home.paul)
      #expect(try await test.count("visit_participant WHERE left_at IS NULL") == 0)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.join(visit.id, as: .patient, by: home.nadia)
      }
      // What the patient agrees to is theirs alone to say.
      let consents = try await test.ask(home.nadia, .myTelehealthConsents(at: home.now))
      #expect(consents.isEmpty)
    }
  }

  @Test("with an owner's account what they have allowed ends, and what they have asked for is asked no more")
  func closed() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      _ = try await home.grant([.book])
      try await home.ask([.see], email: "nobody@example.com")
      try await test.clinic.closeAccount(by: home.paul)
      #expect(try await home.mayBook(home.nadia).isEmpty)
      #expect(try await test.count("family_invitation WHERE state = 'open'") == 0)
    }
  }
}
