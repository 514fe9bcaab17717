import CivilTime
import Clinic
import FoundationEssentials
import Postgres
import Testing

@testable import ClinicTesting

@Suite("A test clinic")
struct TestClinicTests {
  @Test("has a doctor with free times at either clinic")
  func smallCast() async throws {
    try await TestClinic.using { test in
      for tenant in [test.riverside, test.hilltop] {
        let visitor = test.visitor(nil, at: tenant, to: .publicInformation, access: .anyone)
        let week = test.clock.now..<(test.clock.now + 7 * 86_400)
        let (visit, (doctors, services, schedule)) = try await test.clinic.ask(
          visitor, .directory(DirectorySearch(), at: test.clock.now), .services,
          .schedule(
            of: .one(tenant.doctor, tenant.services[0]), between: week, for: visitor, at: test.clock.now))
        #expect(doctors.entries.map(\.practitioner.id) == [tenant.doctor])
        #expect(Set(services.map(\.id)) == Set(tenant.services))
        let zone = try TimeZoneRules(identifier: visit.tenant.timeZone)
        let today = zone.local(visit.now).day
        let service = try #require(services.first { $0.durationMinutes == 30 })
        let slots = SlotSearch(of: tenant.doctor, for: service, in: schedule, zone: zone, at: visit.now)
          .slots(on: today...today)
        #expect(slots.count == 16)
        #expect(slots.allSatisfy { $0.location == tenant.room })
      }
    }
  }

  @Test("admits the cast to their own clinic only")
  func sessions() async throws {
    try await TestClinic.using { test in
      for account in DemoCast.accounts {
        let token = try await test.session(of: account)
        let own = test.tenant(of: account)
        let other = own.host == test.riverside.host ? test.hilltop : test.riverside
        let visitor = test.visitor(token, at: own, to: .ownRecord, access: .signedIn)
        let found = try await test.clinic.ask(visitor, .nothing).visit.account
        #expect(found?.name == account.displayName)
        await #expect(throws: Refusal.unauthenticated) {
          try await test.clinic.ask(
            test.visitor(token, at: other, to: .ownRecord, access: .signedIn), .nothing)
        }
      }
    }
  }

  @Test("adds doctors, patients and services by name")
  func builders() async throws {
    try await TestClinic.using { test in
      let doctor = try await test.practitioner(named: "Mai Nguyễn", at: test.riverside)
      let service = try await test.service("Home visit", minutes: 60, by: doctor, at: test.riverside)
      _ = try await test.patient(named: "Rose Tyler", at: test.riverside)
      let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
      let (_, (found, services)) = try await test.clinic.ask(
        visitor, .directory(DirectorySearch(text: "nguyễn"), at: test.clock.now), .services(of: doctor))
      #expect(found.entries.map(\.practitioner.name) == ["Dr Mai Nguyễn"])
      #expect(services.map(\.id).contains(service) && services.count == 5)
      let patients = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT FROM patient WHERE family_name = 'Tyler'"])
      #expect(patients[0].count == 1)
    }
  }

  @Test("shares nothing with another one")
  func apart() async throws {
    try await TestClinic.using { one in
      try await TestClinic.using { other in
        _ = try await one.patient(named: "Only Here", at: one.riverside)
        let found = try await other.database.asSuperuser("SELECT FROM patient WHERE family_name = 'Here'")
        #expect(found.isEmpty)
      }
    }
  }

  @Test("has a clock that moves when it is told to")
  func clock() async throws {
    try await TestClinic.using { test in
      let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
      test.clock.advance(by: 90)
      let now = try await test.clinic.ask(visitor, .nothing).visit.now
      #expect(now == TestClinic.monday + 90)
    }
  }
}
