import Clinic

extension Site {
  /// What is wrong with a request whose act was not even tried. Whoever may not come here is told that first.
  ///
  /// - Returns: the fault.
  func first<Fault: Error>(_ call: Call, _ fault: Fault) async throws -> Fault {
    _ = try await clinic.ask(call.visitor, .nothing)
    return fault
  }

  /// What is named is nothing that there can be.
  func unknown(_ call: Call) async throws -> Refusal { try await first(call, .unknown) }
}
