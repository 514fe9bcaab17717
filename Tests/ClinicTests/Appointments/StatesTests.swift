import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// docs/states.md, the one switch and the database say the same.
@Suite("The states of an appointment")
struct StatesTests {
  struct Line: Hashable {
    let from: Appointment.Status?
    let act: AppointmentAct
    let by: String
    let to: Appointment.Status
    let time: String
    let occupancy: String
    let letter: String
  }

  /// The lines of the page's table.
  static func page() throws -> [Line] {
    let text = try String(contentsOfFile: TestPaths.root + "/docs/states.md", encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
    return try rows.map { row in
      let cells = row.split(separator: "|").map { cell in
        cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed().map(String.init).joined()
      }
      try #require(cells.count == 7, "\(row)")
      let from = Appointment.Status(rawValue: cells[0])
      try #require(from != nil || cells[0] == "–", "\(row)")
      return Line(
        from: from, act: try #require(AppointmentAct(rawValue: cells[1]), "\(row)"), by: cells[2],
        to: try #require(Appointment.Status(rawValue: cells[3]), "\(row)"), time: cells[4],
        occupancy: cells[5], letter: cells[6])
    }
  }

  @Test("change as the page says, by every act in every state, and in no other way")
  func everyStep() throws {
    var lines: Set<Line> = []
    for from in [nil] + Appointment.Status.allCases.map(Optional.some) {
      for act in AppointmentAct.allCases {
        do {
          let to = try AppointmentStates.after(act, from: from)
          let occupancy = act.occupancy(from: from).rawValue
          lines.insert(
            Line(
              from: from, act: act, by: act.hand.rawValue, to: to, time: act.time(from: from).rawValue,
              occupancy: occupancy, letter: act.letter?.rawValue ?? "–"))
        } catch {
          #expect(error == .conflict(.otherState))
        }
      }
    }
    let page = try Self.page()
    #expect(page.count == Set(page).count)
    #expect(lines.subtracting(page) == [], "in the code and not on the page")
    #expect(Set(page).subtracting(lines) == [], "on the page and not in the code")
  }

  @Test("each are reached, and each act is somebody's")
  func complete() throws {
    let page = try Self.page()
    #expect(Set(page.map(\.act)) == Set(AppointmentAct.allCases))
    #expect(
      Set(page.map(\.to)).union(page.compactMap(\.from)) == Set(Appointment.Status.allCases))
  }

  @Test("change in the database by the page's steps alone, whoever writes")
  func database() async throws {
    let steps = Set(try Self.page().map { [$0.from, $0.to] })
    try await TestClinic.using { test in
      for from in Appointment.Status.allCases {
        for to in Appointment.Status.allCases where to != from {
          let id = try await test.appointment(from)
          let update: SQL = "UPDATE appointment SET status = \(to.rawValue) WHERE id = \(id)"
          if steps.contains([from, to]) {
            _ = try await test.database.asOwner(of: test.riverside.id.uuid, [update])
          } else {
            let error = await #expect(throws: PostgresError.self, "\(from) to \(to)") {
              _ = try await test.database.asOwner(of: test.riverside.id.uuid, [update])
            }
            #expect(error?.constraint == "appointment_steps")
          }
        }
      }
    }
  }
}

extension TestClinic {
  /// A row of Riverside's as it stands, beside everything else: nothing is occupied by it.
  func appointment(_ status: Appointment.Status) async throws -> ID<Appointment> {
    let id = UUID()
    let start = clock.now + 86_400
    _ = try await database.asOwner(
      of: riverside.id.uuid,
      [
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booking_key, booked_at)
        VALUES (\(id), \(riverside.patient.uuid), \(riverside.doctor.uuid), \(riverside.services[0].uuid),
                \(riverside.room.uuid), \(start..<(start + 900)), \(status.rawValue), 0, 'GBP', gen_random_uuid(),
                \(clock.now))
        """
      ])
    return ID(id)
  }
}
