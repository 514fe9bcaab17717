import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What a practitioner does with an appointment")
struct MarkingTests {
  @Test("accepting a request books it and says so, once, in one round trip")
  func accept() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      try await test.set(.pending, id)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      #expect(try await test.ask(amira, .myRequests(by: amira, at: test.clock.now)).map(\.id) == [id])
      let letters = try await test.count("outbox_message WHERE kind = 'appointment-booked'")
      let before = test.clinic.roundTrips
      try await test.clinic.mark(id, .accept, seen: 0, by: amira)
      #expect(test.clinic.roundTrips - before == 1)
      try await test.clinic.mark(id, .accept, seen: 0, by: amira)
      let booked = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(booked.status == .booked && booked.sequence == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-booked'") == letters + 1)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
      let last = try await test.ask(paul, .history(of: id, at: test.clock.now)).last
      #expect(last?.act == .accept && last?.isMine == false)
      #expect(try await test.count("audit_event WHERE act = 'appointment-accepted'") == 1)
      #expect(try await test.ask(amira, .myRequests(by: amira, at: test.clock.now)).isEmpty)
    }
  }

  @Test("declining a request cancels it, frees the time and says so")
  func decline() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      try await test.set(.pending, id)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      try await test.clinic.mark(id, .decline, seen: 0, by: amira)
      let declined = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(declined.status == .cancelled)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 0)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-cancelled'") == 1)
      // What the patient presses after that is done already.
      try await test.clinic.cancel(id, seen: 0, by: paul)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-cancelled'") == 1)
    }
  }

  @Test("is refused in every other state, with nothing written")
  func otherStates() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      for status in Appointment.Status.allCases {
        for act in AppointmentAct.allCases where act.hand == .practitioner {
          let steps = AppointmentStates.steps(of: act)
          if steps.contains(where: { $0.from == status || $0.to == status }) { continue }
          let id = try await test.appointment(status)
          let before = try await test.count("appointment_history")
          await #expect(throws: Refusal.conflict(.otherState), "\(act) in \(status)") {
            try await test.clinic.mark(id, act, seen: 0, by: amira)
          }
          #expect(try await test.count("appointment_history") == before)
        }
      }
      let id = try await test.appointment(.booked)
      for act in AppointmentAct.allCases where act.hand == .patient {
        await #expect(throws: Refusal.forbidden) {
          try await test.clinic.mark(id, act, seen: 0, by: amira)
        }
      }
    }
  }

  @Test("has its time: nobody misses what has not begun, nobody comes a day early, nothing past is accepted")
  func times() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let cases: [(AppointmentAct, Appointment.Status, refused: Double, Refusal.Conflict, possible: Double)] =
        [
          (.miss, .booked, -1, .tooEarly, 0),
          (.arrive, .booked, -12 * 3600 - 1, .tooEarly, -12 * 3600),
          (.accept, .pending, 0, .tooLate, -1),
        ]
      for (act, status, refused, conflict, possible) in cases {
        test.clock.set(TestClinic.monday)
        let id = try await test.appointment(status)
        let start = test.clock.now + 86_400
        test.clock.set(start + refused)
        await #expect(throws: Refusal.conflict(conflict), "\(act)") {
          try await test.clinic.mark(id, act, seen: 0, by: amira)
        }
        test.clock.set(start + possible)
        try await test.clinic.mark(id, act, seen: 0, by: amira)
      }
    }
  }

  @Test("who came late is marked from missed, and the visit ends from there")
  func late() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let id = try await test.appointment(.booked)
      test.clock.advance(by: 86_400)
      for act in [AppointmentAct.miss, .arrive, .fulfil] {
        try await test.clinic.mark(id, act, seen: 0, by: amira)
      }
      #expect(try await test.count("appointment WHERE status = 'fulfilled' AND sequence = 0") == 1)
      #expect(try await test.count("outbox_message") == 0)
      #expect(try await test.count("appointment_history") == 3)
    }
  }

  @Test("that it begins is noted once, only of who has come, and with the instant; each act leaves its own")
  func phases() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let id = try await test.appointment(.booked)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.mark(id, .start, seen: 0, by: amira)
      }
      test.clock.advance(by: 86_400)
      var instants: [Date] = []
      for act in [AppointmentAct.arrive, .start, .start, .fulfil] {
        test.clock.advance(by: 60)
        instants.append(test.clock.now)
        try await test.clinic.mark(id, act, seen: 0, by: amira)
      }
      let visiting = try #require(try await test.ask(amira, .myVisiting(id)))
      #expect(visiting.arrivedAt == instants[0])
      // The second press is no second beginning.
      #expect(visiting.startedAt == instants[1])
      #expect(visiting.fulfilledAt == instants[3])
      #expect(try await test.count("appointment_history WHERE act = 'start'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-started'") == 1)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.mark(id, .start, seen: 0, by: amira)
      }
    }
  }

  @Test("tells whose first visit it is, and what is missing; of a child, what the parents have counts")
  func missing() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let id = try await test.appointment(.booked)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE patient SET phone = '', email = '', address = '{}'"])
      let first = try #require(try await test.ask(amira, .myVisiting(id)))
      #expect(first.isFirstVisit && first.missing == [.phone, .email, .address])
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          WITH parent AS (
            INSERT INTO patient (id, account_id, family_name, given_name, birth_date, gender, phone, created_at)
            SELECT gen_random_uuid(), id, 'Fletcher', 'Ada', '1980-01-01', 'unknown', '+44 20 7946 0123', now()
              FROM account WHERE role = 'front-desk'
            RETURNING account_id
          )
          INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
          SELECT gen_random_uuid(), \(test.riverside.patient.uuid), account_id, 'parent', now() FROM parent
          """,
          "UPDATE patient SET birth_date = '2020-02-29' WHERE id = \(test.riverside.patient)",
        ])
      #expect(try await test.ask(amira, .myVisiting(id))?.missing == [.email, .address])
      _ = try await test.appointment(.fulfilled)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE appointment SET during = tstzrange('2026-02-01 10:00Z', '2026-02-01 10:15Z') WHERE status = 'fulfilled'"
        ])
      #expect(try await test.ask(amira, .myVisiting(id))?.isFirstVisit == false)
    }
  }

  @Test("of a request that was moved meanwhile is refused: what was looked at is what is answered")
  func changedMeanwhile() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let id = try await test.appointment(.pending)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE appointment SET sequence = 1"])
      for act in [AppointmentAct.accept, .decline] {
        await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
          try await test.clinic.mark(id, act, seen: 0, by: amira)
        }
      }
      try await test.clinic.mark(id, .accept, seen: 1, by: amira)
    }
  }

  @Test("is for one's own schedule: another doctor's does not exist")
  func others() async throws {
    try await TestClinic.using { test in
      let chloe = try await test.visitor(DemoCast.chloe, to: .schedule)
      let paul = try await test.visitor(DemoCast.paul, to: .schedule)
      let id = try await test.appointment(.pending)
      for visitor in [chloe, paul] {
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.mark(id, .accept, seen: 0, by: visitor)
        }
      }
    }
  }
}
