/// Answers that take equally long whatever there was to do for them.
///
/// To write a letter takes longer than to write none, and so would tell whether an address has an account (OWASP ASVS
/// 5.0, 6.3.8).
enum EvenTime {
  /// More than the work takes but for a database in trouble. Work that takes longer is answered at the next multiple.
  static let step = Duration.milliseconds(20)
}

extension Clinic {
  /// Does the work, and comes back at a multiple of ``EvenTime/step`` after the question. No connection is held meanwhile,
  /// if the work holds none.
  func inEvenTime<Value>(_ work: () async throws -> Value) async throws -> Value {
    let clock = ContinuousClock()
    let start = clock.now
    let outcome: Result<Value, any Error>
    do {
      outcome = .success(try await work())
    } catch {
      outcome = .failure(error)
    }
    let steps = (start.duration(to: clock.now) / EvenTime.step).rounded(.up)
    // Nobody waits for the answer when the task is cancelled.
    try? await clock.sleep(until: start + EvenTime.step * steps)
    return try outcome.get()
  }
}
