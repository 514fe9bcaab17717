import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials

extension TestClinic {
  /// One answer, of a type that the compiler can see through.
  func ask<Answer>(_ visitor: Visitor, _ query: Query<Answer>) async throws -> Answer {
    try await clinic.ask(visitor, query).answer
  }

  /// What Riverside has written, the newest first.
  func letters() async throws -> [OutboxMessage] {
    let operation = visitor(nil, at: riverside, to: .operation, access: .anyone)
    return try await clinic.mailbox(by: operation).messages
  }

  /// The code in the newest letter to somebody; nil when that has none.
  func mailedCode(to address: String) async throws -> SixDigitCode? {
    try await letters().first { $0.recipient == address }?.secret.flatMap { SixDigitCode(typed: $0) }
  }
}
