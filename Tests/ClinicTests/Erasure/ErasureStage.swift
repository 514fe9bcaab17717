import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Paul, who asks that his data be erased, and Dana, who decides.
struct ErasureStage {
  let test: TestClinic
  let paul: Visitor
  let dana: Visitor

  init(_ test: TestClinic) async throws {
    self.test = test
    paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
    dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures))
  }

  var patient: ID<Patient> { test.riverside.patient }

  func asked(_ reason: String = "") async throws -> ID<ErasureRequest> {
    try await test.clinic.askErasure(of: patient, because: reason, by: paul)
    return try #require(try await test.ask(paul, .latestErasure(of: patient, at: test.clock.now))).id
  }

  func name() async throws -> String {
    try await test.texts("SELECT concat_ws(' ', given_name, family_name) FROM patient WHERE id = \(patient)")[
      0]
  }

  /// Asked for, ripe, and with an administrator who has just proved who she is.
  func ripe() async throws -> (id: ID<ErasureRequest>, dana: Visitor) {
    let id = try await asked()
    test.clock.advance(by: ErasureRequest.coolingOff)
    return (id, try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures)))
  }

  func erased() async throws -> ID<ErasureRequest> {
    let (id, dana) = try await ripe()
    try await test.clinic.carryOutErasure(id, named: try await name(), by: dana)
    try await finish()
    return id
  }

  func finish() async throws {
    _ = try await test.clinic.work([.erasure]) { _, _ in .sent }
  }

  func request(_ id: ID<ErasureRequest>) async throws -> ErasureRequest {
    let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures))
    return try #require(try await test.ask(dana, .erasure(id, by: dana, at: test.clock.now)))
  }
}

extension TestClinic {
  func texts(_ statement: SQL) async throws -> [String] {
    try await database.asSuperuser(statement).decode { row in try row.next(String.self) }
  }
}
