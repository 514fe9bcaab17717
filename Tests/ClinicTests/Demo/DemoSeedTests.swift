import CivilTime
import Clinic
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import ClinicTesting

@Suite("The demo seed")
struct DemoSeedTests {
  private let demo: SeededDemo

  init() async throws {
    demo = try await SeededDemo.shared()
  }

  @Test("stores everything it promises, in both clinics")
  func counts() async throws {
    // Riverside has two nurses and a dietitian beside its doctors, two sites with six rooms and four more, and two online visits.
    for table in [
      "patient": [500, 500], "appointment": [5002, 5000], "practitioner": [17, 14], "questionnaire": [4],
      "specialty": [8, 8],
      "location": [12, 6], "device": [2],
    ] {
      let counts: [Int] = try await demo.database.asSuperuser(
        """
        SELECT count(*) FROM \(unsafe: table.key) x JOIN tenant t ON t.id = x.tenant_id
         GROUP BY t.id ORDER BY t.slug DESC
        """
      ).decode { row in try row.next() }
      #expect(counts == table.value, "\(table.key)")
    }
  }

  @Test("leaves nobody and no room in two places at once")
  func overlaps() async throws {
    // Reads the appointments, so that it holds even if the occupancy were wrong.
    for resource in ["practitioner_id", "location_id", "patient_id"] {
      let overlaps = try await demo.database.asSuperuser(
        """
        SELECT FROM appointment a JOIN appointment b
            ON a.tenant_id = b.tenant_id AND a.\(unsafe: resource) = b.\(unsafe: resource)
           AND a.id < b.id AND a.during && b.during
        """)
      #expect(overlaps.isEmpty, "\(resource)")
    }
  }

  @Test("has rooms of a kind where one could stand in for another, and no others")
  func kinds() async throws {
    let alike: [String] = try await demo.database.asSuperuser(
      """
      SELECT string_agg(name, ', ' ORDER BY name) FROM location WHERE part_of IS NOT NULL
       GROUP BY part_of, kind HAVING count(*) > 1 ORDER BY 1
      """
    ).decode { row in try row.next() }
    #expect(alike == ["Room 1, Room 2, Room 3, Room 4, Room 5", "Ultrasound 1, Ultrasound 2"])
  }

  @Test(
    "takes practitioner, patient and, unless it is online, room for each appointment that was not cancelled")
  func occupancy() async throws {
    let wrong = try await demo.database.asSuperuser(
      """
      SELECT FROM appointment a LEFT JOIN occupancy o ON o.appointment_id = a.id AND o.during = a.during
       GROUP BY a.tenant_id, a.id
      HAVING count(DISTINCT o.resource_kind) <> CASE WHEN a.online THEN 2 ELSE 3 END
          OR count(*) FILTER (WHERE o.released_at IS NULL)
               <> CASE WHEN a.status = 'cancelled' THEN 0 WHEN a.online THEN 2 ELSE 3 END
      """)
    #expect(wrong.isEmpty)
  }

  @Test("does nothing where the clinics are")
  func again() async throws {
    let said = Lines()
    try await demo.seed(seed: 99).run { said.add($0) }
    #expect(said.all == ["Riverside Clinic is there already", "Hilltop Health is there already"])
    try await counts()
  }

  @Test(
    "leaves free times in the next week with every practitioner, for every service",
    arguments: SeededDemo.hosts)
  func freeTimes(host: String) async throws {
    let visitor = demo.visitor(at: host)
    let (visit, directory) = try await demo.clinic.ask(visitor, .directory(DirectorySearch(), at: demo.now))
    let practitioners = directory.entries.map(\.practitioner)
    let zone = try TimeZoneRules(identifier: visit.tenant.timeZone)
    let today = zone.local(demo.now).day
    #expect(practitioners.count > 12)
    for practitioner in practitioners {
      let (_, services) = try await demo.clinic.ask(visitor, .services(of: practitioner.id))
      for service in services {
        let (_, schedule) = try await demo.clinic.ask(
          visitor,
          .schedule(
            of: .one(practitioner.id, service.id), between: demo.now..<(demo.now + 9 * 86_400), for: visitor,
            at: demo.now))
        let search = SlotSearch(of: practitioner.id, for: service, in: schedule, zone: zone, at: demo.now)
        #expect(
          search.slots(on: today...today.adding(days: 6)).count >= 3, "\(practitioner.name): \(service.name)")
      }
    }
  }

  @Test("stores every portrait in both sizes", arguments: SeededDemo.hosts)
  func portraits(host: String) async throws {
    let visitor = demo.visitor(at: host)
    let folder = try TemporaryFolder("pictures")
    defer { folder.remove() }
    let directory = try await demo.clinic.ask(visitor, .directory(DirectorySearch(), at: demo.now)).answer
    // Of the dietitian, who is never at the clinic, there is none.
    let drawn = directory.entries.filter { $0.practitioner.familyName != "Marino" }
    #expect(drawn.count == 14)
    for portrait in try drawn.map({ try #require($0.practitioner.portrait) }) {
      for (size, pixels) in [(Portrait.Size.large, 640), (.small, 160)] {
        // Asked for as the website does, so that the seed's keys are the clinic's.
        let object = try await demo.clinic.portrait(portrait, size, by: visitor).description
        #expect(object.contentType == .jpeg)
        let path = "\(folder.path)/picture"
        try Data(await demo.objects.bytes(object.key, limit: 200_000)).write(to: URL(filePath: path))
        let header = try await Command.run("vipsheader", [path])
        #expect(header.contains("\(pixels)x\(pixels)") && header.contains("jpegload"))
      }
    }
  }

  @Test("lets all of the cast sign in with their password and second factor", arguments: DemoCast.accounts)
  func signingIn(account: DemoAccount) async throws {
    let door = demo.visitor(at: "\(account.tenant).localhost")
    let session = try await demo.clinic.signIn(email: account.email, password: account.password, by: door)
    let token = try #require(session)
    #expect(token.stage == .secondFactor)
    let half = demo.visitor(
      at: "\(account.tenant).localhost", token: token.token, access: .step(.secondFactor))
    let code = try #require(SixDigitCode(typed: account.totpCode(at: demo.now)))
    let outcome = try await demo.clinic.passSecondFactor(code, by: half)
    guard case .accepted(let session) = outcome else {
      Issue.record("the code was not accepted")
      return
    }
    #expect(session.stage == .full)
  }

  @Test("makes each clinic once, however many seeds run at the same time")
  func atOnce() async throws {
    try await TestDatabase.using { database in
      let seed = DemoSeed(
        ownerConnection: database.ownerConnection, keys: TestClinic.keys, hasher: TestClinic.hasher,
        objects: demo.objects, baseDomain: "localhost", now: demo.now,
        size: DemoClinic.Size(patients: 20, appointments: 40, hasPortraits: false), logger: .tests)
      let said = Lines()
      try await withThrowingTaskGroup { group in
        for _ in 0..<3 {
          group.addTask { try await seed.run { said.add($0) } }
        }
        try await group.waitForAll()
      }
      #expect(said.all.count { $0.contains(" is ready at ") } == 2)
      #expect(said.all.count { $0.hasSuffix(" is there already") } == 4)
    }
  }
}
